import type { WrongMesh } from './wrong-mesh';

/** The smallest mesh of current Istio with a part replaced. */
export function current(parts: { top?: string; primary?: string; remote?: string } = {}): string {
  const { top = '', primary = '', remote = '' } = parts;
  return [
    'istio: "1.30"',
    `primary: { name: hq, addresses: { istiod: 10.8.0.11 }${primary === '' ? '' : `, ${primary}`} }`,
    `remotes: [{ name: eu${remote === '' ? '' : `, ${remote}`} }]`,
    ...(top === '' ? [] : [top]),
    '',
  ].join('\n');
}

const at = (address: string) => current().replace('10.8.0.11', address);
const exposed = (exposure: string) => current({ primary: `exposure: ${exposure}` });

/** Meshes of current Istio that contradict themselves. */
export const currentMeshes: readonly WrongMesh[] = [
  ...['1.31.x', '1.31.0-', '1.31.0-rc..1', '1.32.01'].map((release) => ({
    name: `the release ${release}`,
    yaml: current().replace('1.30', release),
    problems: [
      `1:8 istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got "${release}". Write the release that the primary runs, such as istio: "1.30"`,
    ],
  })),
  ...['"1.32"', '1.32', '1.40', '1.32.0-rc.0', '1.32-alpha.86c9f01'].map((release) => ({
    name: `the release ${release}, as a warning`,
    yaml: current().replace('"1.30"', release),
    problems: [
      `1:8 istio: warning: Istio ${release.replaceAll('"', '')} is newer than this version of cdk8s-istio-remote, which renders it as 1.31. Update cdk8s-istio-remote, or compare with the charts of the release`,
    ],
  })),
  ...['1.2.3', '999.2.3.4'].map((address) => ({
    name: `the address ${address}`,
    yaml: at(address),
    problems: [
      `2:43 primary.addresses.istiod: expected an IP address or DNS name, got "${address}". An IPv4 address has four numbers from 0 to 255`,
    ],
  })),
  {
    name: 'injection into a namespace that istiod ignores',
    yaml: current({ remote: 'injectedNamespaces: [kube-system, kube-node-lease]' }),
    problems: [
      '3:44 remotes[0].injectedNamespaces[0]: expected a namespace of applications, got "kube-system", which the injector ignores. Remove it',
      '3:57 remotes[0].injectedNamespaces[1]: expected a namespace of applications, got "kube-node-lease", which the injector ignores. Remove it',
    ],
  },
  {
    name: 'a local address of istiod',
    yaml: at('localhost'),
    problems: [
      '2:43 primary.addresses.istiod: expected an address that remote clusters reach, got "localhost". Use the address of the east-west gateway or load balancer in front of istiod',
    ],
  },
  {
    name: 'a link-local address of one remote',
    yaml: current({ remote: 'istiodAddress: 169.254.1.1' }),
    problems: [
      '3:38 remotes[0].istiodAddress: expected an address that remote clusters reach, got "169.254.1.1". Use the address of the east-west gateway or load balancer in front of istiod',
    ],
  },
  {
    name: 'the address of a pod, as a warning',
    yaml: current({ primary: 'podCidrs: [10.8.0.0/16]' }),
    problems: [
      '2:43 primary.addresses.istiod: warning: "10.8.0.11" is a pod\'s address: when the pod restarts, remotes lose istiod. Use the address of the east-west gateway or load balancer in front of istiod',
    ],
  },
  {
    name: 'an address that means another place in each cluster',
    yaml: at('istiod.istio-system.svc.cluster.local'),
    problems: [
      '2:43 primary.addresses.istiod: expected an address that remote clusters reach, got "istiod.istio-system.svc.cluster.local". Use the address of the east-west gateway or load balancer in front of istiod',
    ],
  },
  {
    name: 'an address that is the short name of the Service itself',
    yaml: at('istiod.istio-system'),
    problems: [
      '2:43 primary.addresses.istiod: expected an address outside the remote, got "istiod.istio-system", the name that the remote\'s own Service has. Use the IP address or DNS name of the primary\'s istiod',
    ],
  },
  {
    name: 'an empty list of addresses',
    yaml: at('[]'),
    problems: [
      '2:43 primary.addresses.istiod: expected an address, got an empty list. Write the address of istiod for remotes',
    ],
  },
  {
    name: 'a list of addresses of which some are wrong',
    yaml: current({ remote: 'istiodAddress: [10.8.0.11, "fd00::11", 10.8.0.11, 127.0.0.1]' }),
    problems: [
      '3:62 remotes[0].istiodAddress[2]: expected each address once, got "10.8.0.11" again. Remove it',
      '3:73 remotes[0].istiodAddress[3]: expected an address that remote clusters reach, got "127.0.0.1". Use the address of the east-west gateway or load balancer in front of istiod',
    ],
  },
  {
    name: 'families of Services that istiod does not have, or not alone',
    yaml: current({ remote: 'istiodAddress: ["fd00::11", 10.8.0.11], ipFamilyPolicy: SingleStack' }),
    problems: [
      '3:79 remotes[0].ipFamilyPolicy: expected PreferDualStack or RequireDualStack, since istiod has addresses of both families, got SingleStack. Write PreferDualStack',
    ],
  },
  {
    name: 'a family without the one of the address',
    yaml: current({ primary: 'ipFamilies: [IPv4, IPv4]', remote: 'ipFamilies: [IPv6]' }),
    problems: [
      '2:68 primary.ipFamilies: expected each family once, got IPv4, IPv4. Remove one of the two',
      '3:35 remotes[0].ipFamilies: expected IPv4 for the address 10.8.0.11 of istiod, got IPv6. Add it, or write an address of another family',
    ],
  },
  {
    name: 'two families of a Service that has one',
    yaml: current({ remote: 'ipFamilyPolicy: SingleStack, ipFamilies: [IPv4, IPv6]' }),
    problems: [
      '3:64 remotes[0].ipFamilies: expected one family with ipFamilyPolicy: SingleStack, got two. Keep one, or write ipFamilyPolicy: PreferDualStack',
    ],
  },
  {
    name: 'a DNS name in a list of addresses',
    yaml: at('[10.8.0.11, istiod.example.com]'),
    problems: ['2:55 primary.addresses.istiod[1]: expected an IP address, got "istiod.example.com"'],
  },
  {
    name: 'fixed addresses for several',
    yaml: current({
      primary: 'exposure: { mode: load-balancer, annotations: {}, fixedAddresses: true }',
    }).replace('10.8.0.11', '[10.8.0.11, 10.8.0.12]'),
    problems: [
      '2:43 primary.addresses.istiod: expected an IP address, which fixedAddresses asks the cloud for, got a list. Write the IP address, or remove fixedAddresses',
    ],
  },
  {
    name: 'a URL without a name for a revision behind the gateway, as a warning',
    yaml: current({
      top: 'revision: 1-30',
      primary: 'exposure: { mode: east-west-gateway, annotations: {} }',
      remote: 'sidecarInjector: { url: "https://10.8.0.11:15017/inject/cluster/eu" }',
    }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: warning: has no DNS name, and the east-west gateway needs one to find the revision 1-30. Write a DNS name, or leave the URL out: the Service istiod has a name',
    ],
  },
  {
    name: 'gateway options without a gateway',
    yaml: exposed('{ mode: load-balancer, annotations: {}, minReplicas: 2, resources: {} }'),
    problems: [
      '2:106 primary.exposure.minReplicas: belongs to east-west-gateway, and the mode is load-balancer. Remove it, or change the mode',
      '2:122 primary.exposure.resources: belongs to east-west-gateway, and the mode is load-balancer. Remove it, or change the mode',
    ],
  },
  {
    name: 'a fixed address that is a name',
    yaml: current({
      primary: 'exposure: { mode: load-balancer, annotations: {}, fixedAddresses: true }',
    }).replace('10.8.0.11', 'istiod.example.com'),
    problems: [
      '2:43 primary.addresses.istiod: expected an IP address, which fixedAddresses asks the cloud for, got "istiod.example.com". Write the IP address, or remove fixedAddresses',
    ],
  },
  {
    name: 'a fixed address for the gateway of a remote',
    yaml: current({
      primary: 'network: n1',
      remote: 'network: n2, eastWestGateway: { fixedAddresses: true }',
    }),
    problems: [
      '3:71 remotes[0].eastWestGateway.fixedAddresses: belongs to primary.exposure: the gateway of a remote has no address in the mesh file. Remove it, and ask for an address by an annotation of the cloud',
    ],
  },
  {
    name: 'fewer pods at most than at least',
    yaml: exposed('{ mode: east-west-gateway, annotations: {}, minReplicas: 6 }'),
    problems: [
      '2:56 primary.exposure.maxReplicas: expected at least 6, which is minReplicas, got 5. Raise maxReplicas, or lower minReplicas',
    ],
  },
  {
    name: 'fewer pods at most than at least in the gateway of a primary',
    yaml: [
      'istio: "1.30"',
      'primaries: [{ name: hq, network: n1, addresses: { istiod: 10.8.0.11 }, eastWestGateway: { minReplicas: 6 } }]',
      'remotes: [{ name: eu, network: n2, eastWestGateway: true }]',
      '',
    ].join('\n'),
    problems: [
      '2:72 primaries[0].eastWestGateway.maxReplicas: expected at least 6, which is minReplicas, got 5. Raise maxReplicas, or lower minReplicas',
    ],
  },
  {
    name: 'a load balancer that may be public, as a warning',
    yaml: exposed('east-west-gateway'),
    problems: [
      '2:66 primary.exposure: warning: east-west-gateway says nothing about who may connect, and many clouds make a load balancer public. Add annotations for an internal load balancer, or sourceRanges; annotations: {} says that none are needed',
    ],
  },
  {
    name: 'namespaces for a webhook that is off, as a warning',
    yaml: current({ remote: 'injectedNamespaces: [shop], sidecarInjector: { enabled: false }' }),
    problems: [
      '3:43 remotes[0].injectedNamespaces: warning: labels namespaces for injection, and sidecarInjector.enabled is false. Remove the namespaces, or enable the injector',
    ],
  },
  {
    name: 'a CA bundle without certificates for validation',
    yaml: current({ remote: 'validation: { caBundle: Q0FCVU5ETEU= }' }),
    problems: [
      '3:47 remotes[0].validation.caBundle: expected base64 of PEM with CA certificates and nothing else, got "Q0FCVU5ETEU=". Write the base64 of the whole file: `base64 < root-cert.pem`',
    ],
  },
  {
    name: 'a CA bundle without certificates',
    yaml: current({ remote: 'sidecarInjector: { caBundle: Q0FCVU5ETEU= }' }),
    problems: [
      '3:52 remotes[0].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got "Q0FCVU5ETEU=". Write the base64 of the whole file: `base64 < root-cert.pem`',
    ],
  },
  {
    name: 'a CA bundle with a private key',
    yaml: current({
      remote: `sidecarInjector: { caBundle: ${Buffer.from('-----BEGIN PRIVATE KEY-----').toString('base64')} }`,
    }),
    problems: [
      '3:52 remotes[0].sidecarInjector.caBundle: expected base64 of PEM with CA certificates and nothing else, got a value that looks like a credential. Correct the PEM, which has a BEGIN without END in line 1',
    ],
  },
  {
    name: 'injection by default by a revision',
    yaml: current({ top: 'revision: 1-30', remote: 'sidecarInjector: { injectByDefault: true }' }),
    problems: [
      '3:59 remotes[0].sidecarInjector.injectByDefault: belongs to the default revision, and the mesh has the revision 1-30. Remove it, or add default to revisionTags',
    ],
  },
  {
    name: 'an injection URL without TLS',
    yaml: current({ remote: 'sidecarInjector: { url: "http://a.example/inject/cluster/eu" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected an https URL, which webhooks need, got "http://a.example/inject/cluster/eu". Use the https port of istiod',
    ],
  },
  {
    name: 'an injection URL with a password',
    yaml: current({ remote: 'sidecarInjector: { url: "https://u:p@a.example/inject/cluster/eu" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected a URL without user and password, got "https://…@a.example/inject/cluster/eu". Leave them out: mesh.yaml must not contain secrets',
    ],
  },
  {
    name: 'an injection URL with a query',
    yaml: current({ remote: 'sidecarInjector: { url: "https://a.example/inject/cluster/eu?a=b" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected a URL without query and fragment, got "https://a.example/inject/cluster/eu?…". Leave out everything from ? or # on',
    ],
  },
  {
    name: 'an injection URL of the machine itself',
    yaml: current({ remote: 'sidecarInjector: { url: "https://localhost/inject/cluster/eu" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected an address that the API server reaches, got "https://localhost/inject/cluster/eu". Use the address of the primary\'s istiod',
    ],
  },
  {
    name: 'an injection URL without a cluster',
    yaml: current({ remote: 'sidecarInjector: { url: "https://a.example/inject" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected the cluster in the path, got "/inject". Let it end in /inject/cluster/eu',
    ],
  },
  {
    name: 'an injection URL of another cluster',
    yaml: current({ remote: 'sidecarInjector: { url: "https://a.example/inject/cluster/us" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected the path of the cluster eu, got that of "us". Let it end in /inject/cluster/eu',
    ],
  },
  {
    name: 'an injection URL of another network',
    yaml: current({
      primary: 'network: n1',
      remote: 'sidecarInjector: { url: "https://a.example/inject/cluster/eu/net/n2" }',
    }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected the network n1 in the path, got "n2". Let it end in /inject/cluster/eu/net/n1',
    ],
  },
  {
    name: 'an injection URL without the network',
    yaml: current({
      primary: 'network: n1',
      remote: 'sidecarInjector: { url: "https://a.example/inject/cluster/eu/" }',
    }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected the network n1 in the path, got nothing. Let it end in /inject/cluster/eu/net/n1',
    ],
  },
  {
    name: 'an injection URL with a broken escape',
    yaml: current({ remote: 'sidecarInjector: { url: "https://a.example/inject/cluster/%zz" }' }),
    problems: [
      '3:47 remotes[0].sidecarInjector.url: expected a URL such as https://10.20.0.2:6443, got "https://a.example/inject/cluster/%zz". Write % as %25',
    ],
  },
  {
    name: 'a Kubernetes that is too old',
    yaml: current({ primary: 'kubernetes: "1.30"', remote: 'kubernetes: "1.31"' }),
    problems: [
      '2:68 primary.kubernetes: expected Kubernetes 1.32 or newer for Istio 1.30, got "1.30". Upgrade the cluster',
      '3:35 remotes[0].kubernetes: expected Kubernetes 1.32 or newer for Istio 1.30, got "1.31". Upgrade the cluster, or write allowUnsupportedKubernetes: true',
    ],
  },
  {
    name: 'a Kubernetes that is newer than the release, as a warning',
    yaml: current({ remote: 'kubernetes: "1.35"' }).replace('"1.30"', '"1.28"'),
    problems: [
      '3:35 remotes[0].kubernetes: warning: Istio 1.28 was tested up to Kubernetes 1.34, got "1.35". Upgrade Istio first',
    ],
  },
  {
    name: 'a primary without the network that others have, as a warning',
    yaml: current({ remote: 'network: n1' }),
    problems: [
      '2:18 primary.name: warning: names no network, and other clusters do: sidecars treat its pods as reachable from everywhere. Write primary.network',
    ],
  },
  {
    name: 'a remote that no other network reaches, as a warning',
    yaml: current({ primary: 'network: n1', remote: 'network: n2' }),
    problems: [
      '3:19 remotes[0].name: warning: no cluster of the network n2 has an east-west gateway, so that other networks do not reach the pods of eu. Write eastWestGateway: true, or false where another one is there',
    ],
  },
  {
    name: 'a primary that no other network reaches, as a warning',
    yaml: current({
      primary: 'network: n1, exposure: { mode: load-balancer, annotations: {} }',
      remote: 'network: n2, eastWestGateway: true',
    }),
    problems: [
      '2:79 primary.exposure: warning: has no east-west gateway, so other networks cannot reach the pods of n1. Use the mode east-west-gateway, or give a remote of this network an eastWestGateway',
    ],
  },
  {
    name: 'a gateway within one network, as a warning',
    yaml: current({ remote: 'eastWestGateway: true' }),
    problems: [
      '3:40 remotes[0].eastWestGateway: warning: nothing goes through this gateway, since the mesh has one network. Remove it, or name the networks of the clusters',
    ],
  },
  {
    name: 'the revision default',
    yaml: current({ top: 'revision: default' }),
    problems: [
      '4:11 revision: expected the name of a revision, got "default", which is the one without a name. Remove it',
    ],
  },
  {
    name: 'a tag with the name of its revision',
    yaml: current({ top: 'revision: 1-30\nrevisionTags: [1-30]' }),
    problems: [
      '5:16 revisionTags[0]: expected another name than the revision\'s, got "1-30". Remove the tag',
    ],
  },
  {
    name: 'a tag that is there twice',
    yaml: current({ top: 'revision: 1-30\nrevisionTags: [prod, prod]' }),
    problems: ['5:22 revisionTags[1]: expected each tag once, got "prod" again. Remove one of the two'],
  },
  {
    name: 'the tag default without a revision',
    yaml: current({ top: 'revisionTags: [default]' }),
    problems: [
      '4:16 revisionTags[0]: expected a revision for the tag default, got none: it is the default already. Remove the tag, or write revision:',
    ],
  },
  {
    name: 'a key of the other line',
    yaml: current({ remote: 'pilotService: true' }),
    problems: [
      '3:23 remotes[0].pilotService: belongs to Istio 1.0, which is not the release in `istio`. Remove it',
    ],
  },
  {
    name: 'definitions that are not there',
    yaml: current({ remote: 'crds: no-such-file.yaml' }),
    problems: [
      '3:29 remotes[0].crds: there is no no-such-file.yaml. Copy manifests/charts/base/files/crd-all.gen.yaml of the release there, or check the path',
    ],
  },
  {
    name: 'ranges that overlap within a network',
    yaml: current({ primary: 'network: n1, podCidrs: [10.0.0.0/16]', remote: 'podCidrs: [10.0.0.0/24]' }),
    problems: [
      '3:34 remotes[0].podCidrs[0]: expected a range of its own, got 10.0.0.0/24, which overlaps 10.0.0.0/16 in podCidrs of hq. Give all pods and services of the mesh separate ranges: its clusters share one network',
    ],
  },
];
