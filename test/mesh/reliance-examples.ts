const argocd = { repository: 'https://git.example.com/mesh.git' };

/** A mesh of Istio 1.0 whose remotes have these options. */
function of10(options: object | readonly object[], more: object = {}): object {
  const addresses = { pilot: '10.8.0.11' };
  return { istio: '1.0.9', primary: { name: 'hq', addresses }, ...more, remotes: remotes(options) };
}

/** A mesh of current Istio whose remotes have these options. */
function ofCurrent(options: object | readonly object[], more: object = {}): object {
  const addresses = { istiod: '10.8.0.11' };
  return { istio: '1.30', primary: { name: 'hq', addresses }, ...more, remotes: remotes(options) };
}

function remotes(options: object | readonly object[]): object[] {
  return [options].flat().map((own, index) => ({ name: `r${index}`, ...own }));
}

/** Meshes of any line with a rule's problem at an option of a remote. */
function ofBoth(make: typeof of10): Readonly<Record<string, readonly object[]>> {
  return {
    injectedNamespacesAreApplications: [
      make({ injectedNamespaces: ['kube-system'] }),
      make({ injectedNamespaces: ['istio-system'] }),
      make({ injectedNamespaces: ['shop', 'shop'] }),
    ],
    apiServersAreReachableAndEncrypted: [make({ apiServer: 'http://a.example.com' })],
    apiServerCasHaveTheirServer: [make({ apiServerCa: 'public' })],
    patchesHaveOneChange: [make({ patches: [{ target: { kind: 'Service' } }] })],
    patchStepsAreComplete: [
      make({ patches: [{ target: { kind: 'Service' }, json: [{ op: 'add', path: '/a' }] }] }),
      make({ patches: [{ target: { kind: 'Service' }, json: [{ op: 'remove', path: '/a', value: 1 }] }] }),
    ],
    credentialsHaveApiServer: [make({}, { credentials: { externalSecrets: { store: { name: 'a' } } } })],
  };
}

const resources = { requests: { cpu: 2 }, limits: { cpu: 1 } };

export const EXAMPLES_10: Readonly<Record<string, readonly object[]>> = {
  ...ofBoth(of10),
  cidrsDoNotOverlap: [of10({ podCidrs: ['10.0.0.0/8'], serviceCidrs: ['10.1.0.0/16'] })],
  addressesAreReachable: [of10({ pilotService: { mode: 'external-name', host: 'localhost' } })],
  pilotServiceIsNotItsOwnAddress: [of10({ pilotService: { mode: 'external-name', host: 'istio-pilot' } })],
  imagePathsAreNotTooLong: [
    of10({ images: { hub: `docker.io/${'a'.repeat(245)}` }, citadel: { image: 'citadel-of-ours' } }),
  ],
  kubernetesRunsIstio10: [
    of10({ kubernetes: '1.8', allowUnsupportedKubernetes: true }),
    of10({ kubernetes: '1.22', allowUnsupportedKubernetes: false }),
    of10({ kubernetes: '1.22', allowUnsupportedKubernetes: true, sidecarInjector: { enabled: true } }),
  ],
  architecturesAllowOne: [of10({ scheduling: { architectures: { amd64: 0, ppc64le: 0, s390x: 0 } } })],
  injectedNamespacesHaveAnInjector: [
    of10({ injectedNamespaces: ['shop'], sidecarInjector: { enabled: false } }),
  ],
  optionsExistInTheRelease: [
    of10({ proxy: { concurrency: 1, domain: 'a' }, policyCheckFailOpen: true }, { istio: '1.0.0' }),
  ],
  sidecarInjectorHasReplicas: [of10({ sidecarInjector: { enabled: true, replicas: 0 } })],
  statsdHasHostAndPort: [of10({ proxy: { statsd: { enabled: true, host: 'a' } } })],
  argocdAppliesEndpoints: [of10({ pilotService: { mode: 'endpoints' } }, { argocd })],
  pilotServiceAliasIsADnsName: [of10({ pilotService: { mode: 'external-name' } })],
  pilotServiceHostHasModeExternalName: [of10({ pilotService: { mode: 'endpoints', host: 'a' } })],
  resourcesAreAccepted: [
    of10({ proxy: { resources }, citadel: { resources }, sidecarInjector: { resources } }),
    of10({ scheduling: { defaultResources: resources } }),
    of10({ proxy: { resources: { requests: { 'a.example/gpu': 1 }, limits: { 'a.example/gpu': 2 } } } }),
    of10({
      proxy: { resources: { requests: { cpu: null, memory: null }, limits: { 'hugepages-2Mi': '2Mi' } } },
    }),
  ],
  discoveryAddressNamesTheNamespace: [
    of10({ pilotService: false }, { security: { controlPlaneMutualTls: true, selfSignedCa: false } }),
  ],
};

const revisions = [{ name: 'old' }, { name: 'new', istio: '1.31' }];
const listed = { revisions };
const apart = { revisions: revisions.map((one, index) => ({ ...one, istiodAddress: `10.9.0.${index}` })) };
const hq = { name: 'hq', addresses: { istiod: '10.8.0.11' } };
const url = 'https://istiod.example.com/inject/cluster/r0';
const both = ['10.8.0.11', 'fd00::1'];

export const EXAMPLES_CURRENT: Readonly<Record<string, readonly object[]>> = {
  ...ofBoth(ofCurrent),
  podCidrsDoNotOverlap: [ofCurrent({ podCidrs: ['10.0.0.0/8'], serviceCidrs: ['10.1.0.0/16'] })],
  eastWestGatewayHasNoFixedAddresses: [ofCurrent({ eastWestGateway: { fixedAddresses: true } })],
  injectedNamespacesAreNotIgnored: [ofCurrent({ injectedNamespaces: ['kube-node-lease'] })],
  injectedNamespacesHaveAWebhook: [
    ofCurrent({ injectedNamespaces: ['shop'], sidecarInjector: { enabled: false } }),
  ],
  injectByDefaultIsOfTheDefaultRevision: [
    ofCurrent({ sidecarInjector: { injectByDefault: true } }, { revision: '1-30' }),
    ofCurrent(
      { sidecarInjector: { injectByDefault: true }, revisions: ['old'] },
      { revisions: [{ name: 'old' }, { name: 'default' }] },
    ),
    ofCurrent(
      { sidecarInjector: { injectByDefault: true }, revisionTags: { default: 'new' }, revisions: ['old'] },
      listed,
    ),
  ],
  sidecarInjectorUrlIsOfTheCluster: [
    ofCurrent({ network: 'n1', sidecarInjector: { url } }),
    ofCurrent({ sidecarInjector: { url: `${url}/net/n1` } }),
    ofCurrent({ sidecarInjector: { url: 'https://istiod.example.com/' } }),
    ofCurrent({ sidecarInjector: { url: 'http://istiod.example.com/' } }),
  ],
  sidecarInjectorUrlHasANameForTheGateway: [
    ofCurrent(
      { sidecarInjector: { url: 'https://10.8.0.11/inject/cluster/r0' } },
      { revision: '1-30', primary: { ...hq, exposure: 'east-west-gateway' } },
    ),
    ofCurrent(
      { sidecarInjector: { url: 'https://10.8.0.11/inject/cluster/r0' }, revisions: ['new'] },
      {
        revisions: [{ name: 'default' }, { name: 'new' }],
        primary: { ...hq, exposure: 'east-west-gateway' },
      },
    ),
  ],
  eastWestGatewayHasAnotherNetwork: [ofCurrent({ network: 'n1', eastWestGateway: true })],
  networksAreSetInEveryClusterOrNone: [ofCurrent([{ network: 'n1' }, {}])],
  networksHaveAGateway: [ofCurrent({ network: 'n1' }, { primary: { ...hq, network: 'n2' } })],
  networksOfPrimariesHaveAGateway: [
    ofCurrent([{ network: 'n1', primary: 'hq' }], {
      primary: undefined,
      primaries: [
        { ...hq, network: 'n2' },
        { name: 'us', network: 'n3' },
      ],
    }),
  ],
  clustersAreDistinct: [
    ofCurrent([{ apiServer: 'https://a.example.com' }, { apiServer: 'https://a.example.com/' }], {
      primary: undefined,
      primaries: [hq],
    }),
  ],
  primariesOfRemotesAreKnown: [ofCurrent({ primary: 'us' })],
  namespaceRevisionsAreInjected: [
    ofCurrent({ injectedNamespaces: ['cart'], namespaceRevisions: { shop: 'new' } }, listed),
  ],
  revisionsAndTagsAreDistinct: [ofCurrent({ revisionTags: { new: 'old' } }, listed)],
  revisionTagsPointToRevisions: [
    ofCurrent({ revisions: ['other'], revisionTags: { prod: 'other' } }, listed),
    ofCurrent({ revisions: [] }, listed),
  ],
  argocdAppliesEndpointSlices: [ofCurrent({ istiodAddress: '10.8.0.12' }, { argocd })],
  istiodAddressesAreReachable: [ofCurrent({ istiodAddress: 'localhost' })],
  istiodAddressIsNotTheLocalService: [ofCurrent({ istiodAddress: 'istiod.istio-system' })],
  istiodAddressListIsASet: [
    ofCurrent({ istiodAddress: [] }),
    ofCurrent({ istiodAddress: [...both, 'fd00::1'] }),
  ],
  istiodAddressOutlivesAPod: [
    ofCurrent({ istiodAddress: '10.4.0.1' }, { primary: { ...hq, podCidrs: ['10.4.0.0/16'] } }),
  ],
  maxReplicasAreNotBelowMinReplicas: [ofCurrent({ eastWestGateway: { minReplicas: 3, maxReplicas: 2 } })],
  ipFamiliesAreOnceEach: [
    ofCurrent({ ipFamilies: ['IPv4', 'IPv4'] }),
    ofCurrent({ ipFamilyPolicy: 'SingleStack', ipFamilies: ['IPv4', 'IPv6'] }),
  ],
  ipFamiliesAreThoseOfIstiod: [
    ofCurrent({ ipFamilyPolicy: 'SingleStack', istiodAddress: both }),
    ofCurrent({ ipFamilies: ['IPv6'], istiodAddress: '10.8.0.12' }),
    ofCurrent({ ipFamilies: ['IPv6'], revisions: ['new'] }, listed),
    ofCurrent(
      { ipFamilies: ['IPv6'], revisions: ['new'] },
      {
        revisions: [
          { name: 'old', istiodAddress: 'fd00::1' },
          { name: 'new', istiodAddress: '10.9.0.1' },
        ],
      },
    ),
  ],
  ipFamiliesHaveAnIpAddress: [
    ofCurrent({ ipFamilies: ['IPv4'], istiodAddress: 'istiod.example.com', eastWestGateway: false }),
  ],
  kubernetesRunsCurrentIstio: [
    ofCurrent({ kubernetes: '1.20', allowUnsupportedKubernetes: false }),
    ofCurrent(
      { kubernetes: '1.99', revisions: ['old'] },
      { revisions: [{ name: 'old', istio: '1.28' }, { name: 'new' }] },
    ),
  ],
  resourcesAreAccepted: [ofCurrent({ eastWestGateway: { resources } })],
  revisionIsOneOfTheCluster: [
    ofCurrent({ revision: 'other' }, listed),
    ofCurrent({ revision: 'new', revisions: ['old'] }, listed),
    ofCurrent({ revision: 'prod', revisionTags: { prod: 'new' }, revisions: ['old'] }, listed),
    ofCurrent({ injectedNamespaces: ['shop'], namespaceRevisions: { shop: 'other' } }, listed),
    ofCurrent({ eastWestGateway: { revision: 'other' } }, listed),
  ],
  revisionsAreReachedApart: [
    ofCurrent({ sidecarInjector: { enabled: true, url } }, listed),
    ofCurrent({ sidecarInjector: { url }, revisions: ['old', 'new'] }, listed),
    ofCurrent({ istiodAddress: '10.8.0.12' }, apart),
    ofCurrent({ istiodAddress: 'istiod.example.com', sidecarInjector: { enabled: true } }, listed),
  ],
  revisionIsNotBesideRevisions: [
    ofCurrent({
      revision: 'a',
      revisions: ['a'],
      revisionTags: { b: 'a' },
      namespaceRevisions: { shop: 'a' },
    }),
    ofCurrent({ eastWestGateway: { revision: 'a' } }),
  ],
};

/** Rules about the mesh, its primaries and its clusters' names. */
const NAMES: readonly string[] = [
  'clusterNamesAreUnique',
  'remotesAreNotEmpty',
  'primaryKubernetesIsKnown',
  'addressesOutliveAPod',
  'addressesAreEqualBehindAGateway',
  'addressesOfPolicyAndTelemetryDiffer',
  'exposureOptionsBelongToTheMode',
  'exposureOutlivesAPod',
  'exposureSaysWhoMayConnect',
  'exposureSelectorHasALabel',
  'fixedAddressesAreIpAddresses',
  'mutualTlsHasASharedCa',
  'istioIsAKnownRelease',
  'istiodAddressesAreThoseOfThePrimary',
  'primariesHaveOneNamespace',
  'primaryOrPrimaries',
  'addressesAreForRemotes',
  'eastWestGatewayIsOne',
  'patchClustersAreOfTheMesh',
];

/** Prefixes of rules about one part of the mesh file that is no option of a remote. */
const FAMILIES = /^(?:ambient|argocd|controlPlane|credentials|flux|rollout|sharedServices)/;

/** Whether a rule without an example never reports an option of a remote. */
export function isNotAboutOptions(rule: string): boolean {
  return NAMES.includes(rule) || FAMILIES.test(rule);
}
