import { isIP } from 'node:net';
import { COMPARE_OPTIONS, SYNC_OPTIONS, SYNC_WAVE } from '../../src/add-ons/argocd/waves';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { type KubernetesObject, pathOf, readManifests, title } from './manifests';

/** Problems of a file, one line each. Empty if the rule is fulfilled. */
type Law = (objects: readonly KubernetesObject[], text: string) => string[];

const CLUSTER_SCOPED = [
  'Namespace',
  'ClusterRole',
  'ClusterRoleBinding',
  'MutatingWebhookConfiguration',
  'ValidatingWebhookConfiguration',
  'MeshPolicy',
  'Istio',
  'IstioRevisionTag',
  'IstioCNI',
  'ZTunnel',
];

/**
 * Namespaces, rights, configuration, workloads, webhooks and the objects that webhooks complete: the order of their
 * dependencies.
 */
const RANKS = [
  ['Namespace'],
  ['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'],
  ['ConfigMap', 'Secret', 'MeshPolicy', 'DestinationRule', 'Gateway', 'VirtualService'],
  ['Deployment', 'Service', 'Endpoints', 'EndpointSlice'],
  ['MutatingWebhookConfiguration', 'ValidatingWebhookConfiguration'],
];

function rankOf(object: KubernetesObject): number {
  return waitsForWebhooks(object) ? RANKS.length : RANKS.findIndex((kinds) => kinds.includes(object.kind));
}

/** An east-west gateway. The webhook completes its pods, so it always has its wave. */
function waitsForWebhooks({ kind, metadata }: KubernetesObject): boolean {
  const ofPods = ['Deployment', 'Service', 'HorizontalPodAutoscaler'].includes(kind);
  return ofPods && metadata.name === 'istio-eastwestgateway';
}

/** Rules of every file of manifests, each named after what must be true. */
export const LAWS = {
  bindingsNameARoleAndAnAccountOfTheFile: (objects) =>
    objects.flatMap(({ roleRef, subjects = [], metadata: { namespace: within } }) =>
      roleRef === undefined
        ? []
        : [
            ...missing(objects, roleRef.kind, roleRef.name, within),
            ...subjects.flatMap(({ kind, name, namespace }) => missing(objects, kind, name, namespace)),
          ],
    ),

  endpointsHaveTheNameNamespaceAndPortsOfAService: (objects) =>
    ofKind(objects, 'Endpoints').flatMap((endpoints) => {
      const { name, namespace } = endpoints.metadata;
      const service = named(objects, 'Service', name, namespace);
      const offered = JSON.stringify(
        service?.spec?.ports?.map(({ name: port, port: number }) => [port, number]),
      );
      return (endpoints.subsets ?? [])
        .filter(
          ({ ports }) =>
            JSON.stringify(ports.map(({ name: port, port: number }) => [port, number])) !== offered,
        )
        .map(() => `${title(endpoints)}: its Service offers ${offered}`);
    }),

  endpointSlicesBelongToAServiceAndSayWhatTheirAddressesAre: (objects) =>
    ofKind(objects, 'EndpointSlice').flatMap((slice) => {
      const { name, namespace, labels = {} } = slice.metadata;
      const service = named(objects, 'Service', labels['kubernetes.io/service-name'] ?? '', namespace);
      const leadsTo = service?.spec?.ports?.map((port) => [port.name, port.targetPort]);
      const offered = slice.ports?.map((port) => [port.name, port.port]);
      const family = slice.addressType === 'IPv4' ? 4 : 6;
      const addresses = (slice.endpoints ?? []).flatMap((endpoint) => endpoint.addresses);
      return [
        ...(JSON.stringify(leadsTo) === JSON.stringify(offered) ? [] : [`${name}: other ports`]),
        ...(service?.spec?.selector === undefined ? [] : [`${name}: its Service selects pods`]),
        ...addresses.filter((address) => isIP(address) !== family).map((address) => `${name}: ${address}`),
      ];
    }),

  thePilotServiceSelectsNoPods: (objects) =>
    ofKind(objects, 'Service')
      .filter(({ metadata, spec }) => metadata.name === 'istio-pilot' && spec?.selector !== undefined)
      .map(title),

  servicesSelectThePodsOfADeployment: (objects) =>
    ofKind(objects, 'Service').flatMap((service) => {
      const { selector } = service.spec ?? {};
      // A load balancer in front of the primary's own installation.
      const isForeign = service.metadata.name.endsWith('-exposed');
      if (selector === undefined || isForeign) return [];
      const chosen = ofKind(objects, 'Deployment').filter(({ spec }) =>
        Object.entries(selector).every(([key, value]) => spec?.template?.metadata.labels[key] === value),
      );
      return chosen.length === 1 ? [] : [`${title(service)}: ${chosen.length} Deployments`];
    }),

  deploymentsUseAccountsAndConfigMapsOfTheFile: (objects) =>
    ofKind(objects, 'Deployment').flatMap(({ spec, metadata: { namespace } }) => {
      const { serviceAccountName = '', volumes = [] } = spec?.template?.spec ?? {};
      const configMaps = volumes.flatMap(({ configMap }) =>
        configMap === undefined ? [] : [configMap.name],
      );
      return [
        // Without a name it is the namespace's default account.
        ...(serviceAccountName === ''
          ? []
          : missing(objects, 'ServiceAccount', serviceAccountName, namespace)),
        ...configMaps.flatMap((name) => missing(objects, 'ConfigMap', name, namespace)),
      ];
    }),

  requiredSecretsAreThoseThatCitadelMakes: (objects) =>
    ofKind(objects, 'Deployment').flatMap(({ spec, metadata: { namespace } }) =>
      (spec?.template?.spec.volumes ?? []).flatMap(({ secret }) => {
        if (secret === undefined || secret.optional === true) return [];
        return missing(objects, 'ServiceAccount', secret.secretName.replace(/^istio\./, ''), namespace);
      }),
    ),

  tokensBelongToAnAccountOfTheFile: (objects) =>
    ofKind(objects, 'Secret').flatMap(({ metadata: { annotations = {}, namespace } }) =>
      missing(objects, 'ServiceAccount', annotations['kubernetes.io/service-account.name'] ?? '', namespace),
    ),

  theWebhookCallsAServiceOfTheFile: (objects) =>
    objects.flatMap(({ webhooks = [] }) =>
      webhooks.flatMap(({ clientConfig: { service } }) =>
        service === undefined ? [] : missing(objects, 'Service', service.name, service.namespace),
      ),
    ),

  theWebhookCallsNoAlias: (objects) => {
    const aliases = objects
      .filter(({ kind, spec }) => kind === 'Service' && spec?.externalName !== undefined)
      .map(({ metadata }) => metadata.name);
    return objects.flatMap(({ webhooks = [] }) =>
      webhooks.flatMap(({ name, clientConfig: { service } }) =>
        service !== undefined && aliases.includes(service.name) ? [`${name} calls ${service.name}`] : [],
      ),
    );
  },

  pathsOfAClusterAreTheSameInEveryWebhook: (objects) => {
    const paths = objects
      .filter(({ kind }) => kind === 'MutatingWebhookConfiguration')
      .flatMap(({ webhooks = [] }) => webhooks.map(({ clientConfig }) => pathOf(clientConfig)));
    return [...new Set(paths)].slice(1).map((path) => `${path} beside ${paths[0]}`);
  },

  theWebhookLeavesItsCertificateToTheInjector: (objects) =>
    objects
      .filter(({ apiVersion, webhooks = [] }) =>
        webhooks.some(
          // Kubernetes up to 1.13 refuses a webhook without the key.
          ({ clientConfig: { caBundle } }) =>
            caBundle !== undefined && (caBundle !== '' || !apiVersion.endsWith('v1beta1')),
        ),
      )
      .map(title),

  exactlyTheNamespacedObjectsHaveANamespace: (objects) =>
    objects
      .filter(({ kind, metadata }) => CLUSTER_SCOPED.includes(kind) === (metadata.namespace !== undefined))
      .map(title),

  everyObjectStandsOnce: (objects) => {
    const ids = objects.map((object) => `${title(object)} ${object.metadata.namespace ?? ''}`);
    return ids.filter((id, index) => ids.indexOf(id) !== index);
  },

  noLabelOfHelmIsLeft: (objects) =>
    objects
      .filter(({ metadata: { labels = {} } }) =>
        ['chart', 'heritage', 'release'].some((label) => label in labels),
      )
      .map(title),

  nothingIsAHookOfHelm: (objects) =>
    objects
      .filter(({ metadata: { annotations = {} } }) =>
        Object.keys(annotations).some((key) => /(?:^|\.)helm\.sh\//.test(key)),
      )
      .map(title),

  wavesFollowTheOrderOfApplication: (objects) => {
    const waves = objects.flatMap((object) => {
      const wave = object.metadata.annotations?.[SYNC_WAVE];
      return wave === undefined ? [] : [{ kind: object.kind, rank: rankOf(object), wave: Number(wave) }];
    });
    return waves.flatMap((left) =>
      waves
        .filter((right) => left.rank < right.rank && left.wave >= right.wave)
        .map((right) => `${left.kind} in ${left.wave}, ${right.kind} in ${right.wave}`),
    );
  },

  everyObjectHasAWaveOrNone: (objects) => {
    const others = objects.filter((object) => !waitsForWebhooks(object));
    const without = others.filter(({ metadata: { annotations = {} } }) => !(SYNC_WAVE in annotations));
    return without.length === 0 || without.length === others.length ? [] : without.map(title);
  },

  namespacesWithAWaveAreNeverPruned: (objects) =>
    ofKind(objects, 'Namespace')
      .filter(
        ({ metadata: { annotations = {} } }) =>
          SYNC_WAVE in annotations && !annotations[SYNC_OPTIONS]?.split(',').includes('Prune=false'),
      )
      .map(title),

  // Otherwise their Application stays OutOfSync after its manifests no longer contain them.
  whatIsNeverPrunedIsIgnoredWhenExtraneous: (objects) =>
    objects
      .filter(
        ({ metadata: { annotations = {} } }) =>
          annotations[SYNC_OPTIONS]?.split(',').includes('Prune=false') === true &&
          annotations[COMPARE_OPTIONS] !== 'IgnoreExtraneous',
      )
      .map(title),

  noCredentialIsInTheFile: (_, text) => findCredentials(text).map(({ line, what }) => `${line}: ${what}`),
} satisfies Record<string, Law>;

/** Rules of the files that `istio-remote synth` writes for a remote. */
export const REMOTE_LAWS = {
  theNamespaceComesFirst: ([first]) => (first?.kind === 'Namespace' ? [] : ['first object']),

  // The webhook completes a gateway's pods.
  theWebhookComesLast: (objects) => {
    const first = objects.findIndex(({ kind }) => kind === 'MutatingWebhookConfiguration');
    return objects
      .slice(first < 0 ? objects.length : first)
      .filter(({ kind, metadata }) => {
        return kind !== 'MutatingWebhookConfiguration' && metadata.name !== 'istio-eastwestgateway';
      })
      .map(title);
  },

  everyNamespaceIsMadeBeforeItIsUsed: (objects) =>
    objects
      .filter(({ metadata: { namespace } }, index) => {
        if (namespace === undefined) return false;
        return named(objects.slice(0, index), 'Namespace', namespace) === undefined;
      })
      .map(title),

  everyDocumentHasAStartAndTheFileStaysBelow64Kilobytes: (objects, text) => [
    ...(text.startsWith('---\n') ? [] : ['no --- at the start']),
    ...(text.match(/^---$/gm)?.length === objects.length ? [] : ['not one --- for each object']),
    ...(text.endsWith('\n') ? [] : ['no newline at the end']),
    ...(Buffer.byteLength(text) < 65_536 ? [] : ['64 KB or more']),
  ],
} satisfies Record<string, Law>;

/** Returns all problems of a file. */
export function violations(text: string, laws: Readonly<Record<string, Law>> = LAWS): string[] {
  const objects = readManifests(text);
  return Object.entries(laws).flatMap(([name, law]) =>
    law(objects, text).map((found) => `${name}: ${found}`),
  );
}

function ofKind(objects: readonly KubernetesObject[], kind: string): KubernetesObject[] {
  return objects.filter((object) => object.kind === kind);
}

function named(objects: readonly KubernetesObject[], kind: string, name: string, namespace?: string) {
  return ofKind(objects, kind).find(
    ({ metadata }) => metadata.name === name && metadata.namespace === namespace,
  );
}

function missing(
  objects: readonly KubernetesObject[],
  kind: string,
  name: string,
  namespace?: string,
): string[] {
  return named(objects, kind, name, namespace) === undefined ? [`${kind}/${name} is missing`] : [];
}
