import { describe, expect, it } from 'vitest';
import { LAWS, REMOTE_LAWS, violations } from './invariants';
import { committedManifests, filesThatBelongTogether, readText } from './manifests';

const files = committedManifests();
const together = filesThatBelongTogether(files);
const split = together.filter((group) => group.length > 1).flat();

describe('every committed manifest', () => {
  it.each(together.map((group) => [group.join(', '), group] as const))('keeps the laws: %s', (_, group) => {
    expect(violations(group.map(readText).join(''))).toEqual([]);
  });

  it.each(
    files.filter((file) => /\/istio-remote\.(?:k8s|golden)\.yaml$/.test(file) && !split.includes(file)),
  )('is in apply order: %s', (file) => {
    expect(violations(readText(file), REMOTE_LAWS)).toEqual([]);
  });
});

describe('the laws', () => {
  const remote = readText('test/golden/secure/eu-west-1/istio-remote.golden.yaml');
  const faults: [law: keyof typeof LAWS | keyof typeof REMOTE_LAWS, from: RegExp | string, to: string][] = [
    [
      'bindingsNameARoleAndAnAccountOfTheFile',
      'kind: ClusterRole\n  name: istio-reader',
      'kind: ClusterRole\n  name: gone',
    ],
    [
      'bindingsNameARoleAndAnAccountOfTheFile',
      '  - kind: ServiceAccount\n    name: istio-multi',
      '  - kind: ServiceAccount\n    name: gone',
    ],
    ['endpointsHaveTheNameNamespaceAndPortsOfAService', 'port: 15005', 'port: 15006'],
    ['thePilotServiceSelectsNoPods', 'clusterIP: None', 'selector: {}'],
    ['servicesSelectThePodsOfADeployment', 'selector:\n    istio: citadel', 'selector:\n    istio: gone'],
    [
      'deploymentsUseAccountsAndConfigMapsOfTheFile',
      'serviceAccountName: istio-citadel',
      'serviceAccountName: gone',
    ],
    ['deploymentsUseAccountsAndConfigMapsOfTheFile', '  name: istio\n', '  name: gone\n'],
    ['requiredSecretsAreThoseThatCitadelMakes', 'secretName: istio.istio-sidecar', 'secretName: istio.gone'],
    ['tokensBelongToAnAccountOfTheFile', 'service-account.name: istio-multi', 'service-account.name: gone'],
    [
      'theWebhookCallsAServiceOfTheFile',
      'service:\n        name: istio-sidecar',
      'service:\n        name: gone',
    ],
    ['theWebhookLeavesItsCertificateToTheInjector', 'clientConfig:', 'clientConfig:\n      caBundle: ""'],
    [
      'exactlyTheNamespacedObjectsHaveANamespace',
      '  name: istio-reader\n',
      '  name: istio-reader\n  namespace: x\n',
    ],
    ['everyObjectStandsOnce', '  name: shop\n', '  name: default\n'],
    ['noLabelOfHelmIsLeft', 'app: istio-remote', 'heritage: Tiller'],
    ['nothingIsAHookOfHelm', '  annotations:\n', '  annotations:\n    helm.sh/hook: post-delete\n'],
    ['noCredentialIsInTheFile', 'policy: enabled', `policy: AKIA${'ZQ7XW3R5T9PLM2KD'}`],
    ['theNamespaceComesFirst', 'kind: Namespace', 'kind: ConfigMap'],
    ['theWebhookComesLast', 'kind: Endpoints', 'kind: MutatingWebhookConfiguration'],
    ['everyNamespaceIsMadeBeforeItIsUsed', '  name: istio-system\n', '  name: gone\n'],
    ['everyDocumentHasAStartAndTheFileStaysBelow64Kilobytes', /^---\n/, ''],
  ];

  const inWaves = readText('test/golden/argocd/eu-west-1/istio-remote.golden.yaml');
  const faultsOfWaves: typeof faults = [
    ['wavesFollowTheOrderOfApplication', 'sync-wave: "-3"', 'sync-wave: "-2"'],
    ['wavesFollowTheOrderOfApplication', 'sync-wave: "1"', 'sync-wave: "0"'],
    ['everyObjectHasAWaveOrNone', '    argocd.argoproj.io/sync-wave: "-1"\n', '    a: b\n'],
    ['namespacesWithAWaveAreNeverPruned', 'Prune=false,', ''],
    ['whatIsNeverPrunedIsIgnoredWhenExtraneous', 'compare-options: IgnoreExtraneous', 'other: x'],
  ];

  it.each(faultsOfWaves)('%s notices %j → %j', (law, from, to) => {
    expect(violations(inWaves)).toEqual([]);
    const found = violations(inWaves.replace(from, to));
    expect(found.map((line) => line.split(':')[0])).toContain(law);
  });

  const current = readText('test/golden/current-networks/same-network/istio-remote.golden.yaml');
  const currentFaults: typeof faults = [
    ['endpointSlicesBelongToAServiceAndSayWhatTheirAddressesAre', 'addressType: IPv6', 'addressType: IPv4'],
    [
      'endpointSlicesBelongToAServiceAndSayWhatTheirAddressesAre',
      'kubernetes.io/service-name: istiod',
      'kubernetes.io/service-name: gone',
    ],
    ['endpointSlicesBelongToAServiceAndSayWhatTheirAddressesAre', 'targetPort: 15017', 'targetPort: 15018'],
    ['theWebhookCallsAServiceOfTheFile', 'service:\n        name: istiod', 'service:\n        name: gone'],
    ['pathsOfAClusterAreTheSameInEveryWebhook', 'cluster/same-network', 'cluster/other'],
  ];

  it.each(currentFaults)('of current Istio: %s notices %j → %j', (law, from, to) => {
    const broken = current.replace(from, to);
    expect(broken).not.toBe(current);
    expect(violations(broken).map((line) => line.split(':')[0])).toContain(law);
  });

  it.each(faults)('%s notices %j → %j', (law, from, to) => {
    const broken = remote.replace(from, to);
    expect(broken).not.toBe(remote);
    const found = violations(broken, { ...LAWS, ...REMOTE_LAWS });
    expect(found.map((line) => line.split(':')[0])).toContain(law);
  });
});
