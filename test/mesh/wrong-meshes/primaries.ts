import type { WrongMesh } from './wrong-mesh';

/** The smallest mesh with two primaries, with a part replaced. */
function peers(eu = '', us = '', rest = ''): string {
  const more = (text: string) => (text === '' ? '' : `, ${text}`);
  return [
    'istio: "1.30"',
    'primaries:',
    `  - { name: eu${more(eu)} }`,
    `  - { name: us${more(us)} }`,
    ...(rest === '' ? [] : [rest]),
    '',
  ].join('\n');
}

const ADDRESS = 'addresses: { istiod: 10.8.0.11 }';
const GATEWAY = 'eastWestGateway: true';

/** Meshes with several primaries that contradict themselves. */
export const primaries: readonly WrongMesh[] = [
  {
    name: 'primary and primaries',
    yaml: peers('', '', `primary: { name: hq, ${ADDRESS} }`),
    problems: ['3:3 primaries: expected primary or primaries, got both. Keep one of the two'],
  },
  {
    name: 'neither of them',
    yaml: 'istio: "1.30"\nremotes: [{ name: eu }]\n',
    problems: [
      '1:1 primary: expected primary, or a list of primaries, got neither. Write the name and the address of the cluster that runs istiod',
    ],
  },
  {
    name: 'no primary in the list',
    yaml: 'istio: "1.30"\nprimaries: []\nremotes: [{ name: eu, istiodAddress: 10.8.0.11 }]\n',
    problems: [
      '2:12 primaries: expected at least one primary, got an empty list. Write the clusters that run istiod, such as primaries: [{ name: eu }, { name: us }]',
    ],
  },
  {
    name: 'a single cluster',
    yaml: 'istio: "1.30"\nprimaries: [{ name: eu }]\n',
    problems: [
      '1:1 remotes: expected at least one remote cluster, got an empty list. Add the cluster that joins the mesh',
    ],
  },
  {
    name: 'two primaries of one name',
    yaml: peers('', '').replace('name: us', 'name: eu'),
    problems: [
      '4:13 primaries[1].name: expected a name of its own, got "eu", which a primary has too. Rename one of the two clusters',
    ],
  },
  {
    name: 'a remote that is called like a primary',
    yaml: peers(ADDRESS, '', 'remotes: [{ name: us, primary: eu }]'),
    problems: [
      '5:19 remotes[0].name: expected a name of its own, got "us", which a primary has too. Rename one of the two clusters',
    ],
  },
  {
    name: 'a remote of no primary',
    yaml: peers(ADDRESS, '', 'remotes: [{ name: edge }]'),
    problems: [
      '5:11 remotes[0].primary: expected the primary that serves edge, since the mesh has 2, got nothing. Write primary: with one of eu, us',
    ],
  },
  {
    name: 'a remote of an unknown primary',
    yaml: peers(ADDRESS, '', 'remotes: [{ name: edge, primary: ue, istiodAddress: 10.8.0.11 }]'),
    problems: [
      '5:34 remotes[0].primary: expected one of the primaries eu, us, got "ue". Write the name of a primary',
    ],
  },
  {
    name: 'a remote of another cluster than the one primary',
    yaml: `istio: "1.30"\nprimary: { name: hq, ${ADDRESS} }\nremotes: [{ name: edge, primary: eu }]\n`,
    problems: [
      '3:34 remotes[0].primary: expected one of the primaries hq, got "eu". Write the name of a primary',
    ],
  },
  {
    name: 'a primary without an address that serves a remote',
    yaml: peers(ADDRESS, '', 'remotes: [{ name: edge, primary: us }]'),
    problems: [
      '4:5 primaries[1].addresses: expected the address of istiod of us, which serves edge, got nothing. Write addresses: { istiod: … }, or let another primary serve them',
    ],
  },
  {
    name: 'an exposure that brings nobody to istiod',
    yaml: peers(`${ADDRESS}, exposure: { mode: load-balancer, annotations: {} }`),
    problems: [
      '3:61 primaries[0].exposure: brings remotes to the istiod of eu, and eu serves none. Write eastWestGateway: true for a gateway to its pods alone, or remove it',
    ],
  },
  {
    name: 'two gateways of one primary',
    yaml: peers(
      `network: n1, ${ADDRESS}, exposure: { mode: east-west-gateway, annotations: {} }, ${GATEWAY}`,
      `network: n2, ${GATEWAY}`,
      'remotes: [{ name: edge, primary: eu }]',
    ),
    problems: [
      '3:137 primaries[0].eastWestGateway: expected one gateway, and exposure makes it already, for istiod and for pods. Remove eastWestGateway, or the exposure',
    ],
  },
  {
    name: 'namespaces of Istio that differ',
    yaml: peers('', 'namespace: mesh'),
    problems: [
      '4:28 primaries[1].namespace: expected istio-system, the namespace of Istio in eu, got "mesh": it is the same in every cluster of a mesh. Write the same namespace in every primary',
    ],
  },
  {
    name: 'a network that one primary leaves out',
    yaml: peers(`network: n1, ${GATEWAY}`, '', ''),
    problems: [
      '3:47 primaries[0].eastWestGateway: warning: nothing goes through this gateway, since the mesh has one network. Remove it, or name the networks of the clusters',
      '4:13 primaries[1].name: names no network, and other clusters do: sidecars treat its pods as reachable from everywhere. Write primaries[1].network',
    ],
  },
  {
    name: 'a primary whose network has no gateway',
    yaml: peers(`network: n1, ${GATEWAY}`, 'network: n2'),
    problems: [
      '4:13 primaries[1].name: expected an east-west gateway into the network n2, which clusters of other networks need to reach the pods of us, got none. Write eastWestGateway: true, or false where another one is there',
    ],
  },
  {
    name: 'a remote whose network has no gateway',
    yaml: peers(
      `network: n1, ${ADDRESS}, ${GATEWAY}`,
      'network: n1',
      'remotes: [{ name: edge, primary: eu, network: n2 }]',
    ),
    problems: [
      '5:19 remotes[0].name: expected an east-west gateway into the network n2, which clusters of other networks need to reach the pods of edge, got none. Write eastWestGateway: true, or false where another one is there',
    ],
  },
  {
    name: 'pods of two primaries of one network in one range',
    yaml: peers('podCidrs: [10.8.0.0/14]', 'podCidrs: [10.9.0.0/16]'),
    problems: [
      '4:28 primaries[1].podCidrs[0]: expected a range of its own, got 10.9.0.0/16, which overlaps 10.8.0.0/14 in podCidrs of eu. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
  {
    name: 'two names for one cluster',
    yaml: peers('apiServer: "https://10.1.0.2:6443"', 'apiServer: "https://10.1.0.2:6443/"'),
    problems: [
      '4:28 primaries[1].apiServer: expected another apiServer than that of eu, got "https://10.1.0.2:6443/" again: two names for one cluster. Correct one of the two, or remove a cluster',
    ],
  },
  {
    name: 'an address of istiod for all primaries',
    yaml: peers('', '', 'revisions: [{ name: "1-30", istiodAddress: 10.8.0.11 }]'),
    problems: [
      '5:44 revisions[0].istiodAddress: belongs to a mesh with one primary, and this one has 2: each istiod has an address of its own. Write primaries[].addresses.istiod, or istiodAddress of the remotes',
    ],
  },
  {
    name: 'a store without the address of a primary',
    yaml: peers(
      'apiServer: "https://10.1.0.2:6443"',
      '',
      'credentials: { externalSecrets: { store: { name: vault } } }',
    ),
    problems: [
      '4:5 primaries[1].apiServer: expected the URL of the API server, for the kubeconfig that the ExternalSecret makes, got nothing. Add it, such as apiServer: https://10.20.0.2:6443, or set credentials.externalSecrets.properties.kubeconfig',
    ],
  },
  {
    name: 'a primary of Kubernetes that its Istio does not run on',
    yaml: peers('', 'kubernetes: "1.20"'),
    problems: [
      '4:29 primaries[1].kubernetes: expected Kubernetes 1.32 or newer for Istio 1.30, got "1.20". Upgrade the cluster',
    ],
  },
  {
    name: 'options of the gateway of a primary that nobody reads',
    yaml: peers(
      'network: n1, eastWestGateway: { revision: "1-30", fixedAddresses: true }',
      `network: n2, ${GATEWAY}, injectedNamespaces: [kube-node-lease]`,
    ),
    problems: [
      '3:59 primaries[0].eastWestGateway.revision: chooses between revisions, and the mesh lists none. Write the revisions of the primary in revisions, or remove it',
      '3:83 primaries[0].eastWestGateway.fixedAddresses: belongs to exposure: a gateway for pods alone has no address in the mesh file. Remove it, and ask for an address by an annotation of the cloud',
      '4:74 primaries[1].injectedNamespaces[0]: expected a namespace of applications, got "kube-node-lease", which the injector ignores. Remove it',
    ],
  },
  {
    name: 'a gateway of a primary with an unknown revision',
    yaml: peers(
      'network: n1, eastWestGateway: { revision: "1-29" }',
      `network: n2, ${GATEWAY}`,
      'revisions: [{ name: "1-30" }]',
    ),
    problems: [
      '3:59 primaries[0].eastWestGateway.revision: expected a revision or tag of the mesh, which has 1-30, got "1-29". Correct the name, or add it to revisions or revisionTags',
    ],
  },
  {
    name: 'primaries in Istio 1.0',
    yaml: 'istio: 1.0.9\nprimary: { name: hq, addresses: { pilot: 10.8.0.11 } }\nprimaries: [{ name: us }]\nremotes: [{ name: eu }]\n',
    problems: [
      '3:1 primaries: belongs to Istio 1.28 and newer, which is not the release in `istio`. Remove it',
    ],
  },
];

/** A mesh of ambient mode, with a part replaced. */
function ambient(eu = '', us = '', rest = ''): string {
  const base = peers(
    `network: n1, ${GATEWAY}${eu === '' ? '' : `, ${eu}`}`,
    `network: n2, ${GATEWAY}${us === '' ? '' : `, ${us}`}`,
    rest,
  );
  return `${base}dataPlane: ambient\n`;
}

/** Meshes of ambient mode that contradict themselves. */
export const ambientMeshes: readonly WrongMesh[] = [
  {
    name: 'ambient with one primary',
    yaml: `istio: "1.30"\ndataPlane: ambient\nprimary: { name: hq, ${ADDRESS} }\nremotes: [{ name: eu }]\n`,
    problems: [
      '2:12 dataPlane: expected sidecar in a mesh with one primary, got ambient: Istio supports ambient mode over clusters only where each has an istiod. List every cluster in primaries, or write dataPlane: sidecar',
    ],
  },
  {
    name: 'ambient on one network',
    yaml: peers('', '', 'dataPlane: ambient'),
    problems: [
      '5:12 dataPlane: expected sidecar where all clusters are on one network, got ambient: ztunnel reaches other clusters through gateways between networks. Give each primary a network of its own, or write dataPlane: sidecar',
    ],
  },
  {
    name: 'ambient with a remote',
    yaml: ambient(ADDRESS, '', 'remotes: [{ name: edge, primary: eu }]'),
    problems: [
      '5:10 remotes: expected no remotes beside dataPlane: ambient: Istio supports ambient mode only in clusters with an istiod of their own. Install istiod there and list them in primaries, or write dataPlane: sidecar',
    ],
  },
  {
    name: 'ambient before 1.29',
    yaml: ambient().replace('1.30', '1.28'),
    problems: [
      '5:12 dataPlane: expected Istio 1.29 or newer for ambient, got 1.28: before, ambient mode has one cluster. Upgrade Istio, or write dataPlane: sidecar',
    ],
  },
  {
    name: 'sidecars beside ambient',
    yaml: ambient('injectedNamespaces: [shop]'),
    problems: [
      '3:53 primaries[0].injectedNamespaces: belongs to sidecars, and dataPlane is ambient. Write ambientNamespaces in place of it, or dataPlane: sidecar',
    ],
  },
  {
    name: 'namespaces of ambient beside sidecars',
    yaml: peers('ambientNamespaces: [shop]'),
    problems: [
      '3:17 primaries[0].ambientNamespaces: belongs to ambient mode, and dataPlane is sidecar. Write injectedNamespaces in place of it, or dataPlane: ambient',
    ],
  },
  {
    name: 'the namespace of Istio in ambient mode',
    yaml: ambient('ambientNamespaces: [istio-system]'),
    problems: [
      '3:73 primaries[0].ambientNamespaces[0]: expected a namespace of applications, got "istio-system", where Istio itself runs. Remove it',
    ],
  },
  {
    name: 'an option of the chart for the gateway of ambient',
    yaml: ambient().replace(GATEWAY, 'eastWestGateway: { minReplicas: 2 }'),
    problems: [
      '3:49 primaries[0].eastWestGateway.minReplicas: belongs to gateways of sidecars: in ambient mode istiod makes the gateway, and accepts only annotations. Remove it',
    ],
  },
  {
    name: 'two primaries of ambient on one network, as a warning',
    yaml: ambient('', '', 'meshId: mesh1').replace(
      '  - { name: us',
      `  - { name: asia, network: n1, ${GATEWAY} }\n  - { name: us`,
    ),
    problems: [
      '4:28 primaries[1].network: warning: is the network of eu, too, and Istio describes ambient mode only for clusters on different networks. Give each primary a network of its own',
    ],
  },
];
