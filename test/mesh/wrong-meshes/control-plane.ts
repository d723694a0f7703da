import type { WrongMesh } from './wrong-mesh';

/** The smallest mesh of current Istio with options of its control plane. */
const current = (rest: string, istio = '1.30.3', primary = '') =>
  `istio: ${istio}\nprimary: { name: hq, addresses: { istiod: 10.8.0.11 }${primary} }\nremotes: [{ name: eu }]\n${rest}`;

const old = (rest: string) =>
  `istio: 1.0.9\nprimary: { name: hq, addresses: { pilot: 10.8.0.11 } }\nremotes: [{ name: eu, pilotService: true }]\n${rest}`;

const values = (text: string) => `controlPlane: { values: { ${text} } }\n`;

// In two pieces, so that no scanner reports it.
const TOKEN = `ghp_${'abcdefghijklmnopqrstuvwxyz0123456789'}`;

/** Meshes whose control plane would be installed differently from the mesh. */
export const controlPlane: readonly WrongMesh[] = [
  {
    name: 'another name of the cluster',
    yaml: current(values('global: { multiCluster: { clusterName: other } }')),
    problems: [
      '4:66 controlPlane.values.global.multiCluster.clusterName: contradicts primary.name: expected "hq", got "other". Remove it, or correct primary.name',
    ],
  },
  {
    name: 'a network in the values alone',
    yaml: current(values('global: { network: n1 }')),
    problems: [
      '4:46 controlPlane.values.global.network: contradicts primary.network: expected no value, got "n1". Remove it',
    ],
  },
  {
    name: 'another mesh id, by its other name',
    yaml: current(`meshId: m1\n${values('meshConfig: { defaultConfig: { meshId: m2 } }')}`),
    problems: [
      '5:66 controlPlane.values.meshConfig.defaultConfig.meshId: contradicts meshId: expected "m1", got "m2". Remove it, or correct meshId',
    ],
  },
  {
    name: 'a trust domain in the values alone',
    yaml: current(values('meshConfig: { trustDomain: td }')),
    problems: [
      '4:54 controlPlane.values.meshConfig.trustDomain: contradicts trustDomain: expected "cluster.local", got "td". Remove it, or correct trustDomain',
    ],
  },
  {
    name: 'an istiod that does not look after remotes',
    yaml: current('', '1.30.3', ', controlPlane: { values: { env: { EXTERNAL_ISTIOD: false } } }'),
    problems: [
      '2:106 primary.controlPlane.values.env.EXTERNAL_ISTIOD: contradicts remotes: expected true, got false. Remove it',
    ],
  },
  {
    name: 'a profile that makes a remote, and images of another release',
    yaml: current(values('profile: remote, global: { tag: 1.29.1 }')),
    problems: [
      '4:36 controlPlane.values.profile: contradicts primary: expected another profile than remote, got "remote". Remove it',
      '4:59 controlPlane.values.global.tag: contradicts istio: expected the tag 1.30.3, got "1.29.1". Remove it, or correct istio',
    ],
  },
  {
    name: 'a credential',
    yaml: current(values(`pilot: { env: { TOKEN: ${TOKEN} } }`)),
    problems: [
      '4:50 controlPlane.values.pilot.env.TOKEN: contains what looks like a credential (GitHub token), and mesh.yaml belongs into Git. Keep it in a Secret, and write the name of the Secret here',
    ],
  },
  {
    name: 'Applications without Argo CD, of a minor release',
    yaml: current('controlPlane: { install: argocd }\n', '"1.30"'),
    problems: [
      '1:8 istio: expected a release with its patch version, since controlPlane.install is argocd, got "1.30". Write the patch version too, such as 1.30.3',
      '4:26 controlPlane.install: expected argocd beside it, which says what Argo CD knows of the clusters, got nothing. Add argocd: { repository: … }, or choose another installer',
    ],
  },
  {
    name: 'an Application with the name of a cluster’s',
    yaml: `istio: 1.30.3
primaries: [{ name: a }, { name: a-istiod }]
controlPlane: { install: argocd }
argocd: { repository: "https://git.example.com/mesh.git", appliesEndpoints: true }
`,
    problems: [
      '2:21 primaries[0].name: expected another name: the Application of a chart of "a" would be called istio-a-istiod, as that of a cluster. Rename one of the two clusters',
    ],
  },
  {
    name: 'no room for the names of Applications',
    yaml: `istio: 1.30.3
primaries: [{ name: a }, { name: ${'b'.repeat(50)} }]
controlPlane: { install: argocd }
argocd: { repository: "https://git.example.com/mesh.git", appliesEndpoints: true }
`,
    problems: [
      `4:1 argocd.project: expected a name that leaves room for the charts of "${'b'.repeat(50)}": the Application would be called istio-${'b'.repeat(50)}-istio-base, 67 characters, and a label has at most 63. Choose a shorter project, or rename the cluster`,
    ],
  },
  {
    name: 'a repository of charts for Sail',
    yaml: current('controlPlane: { install: sail, repository: "https://charts.example.com" }\n'),
    problems: [
      '4:44 controlPlane.repository: only counts with install: helm or argocd: the Sail operator has charts of its own. Remove it',
    ],
  },
  {
    name: 'values that the Sail operator does not read',
    yaml: current(
      'controlPlane: { install: sail, values: { revisionTags: [prod], profile: demo, cni: {}, base: {} } }\n',
    ),
    problems: [
      '4:56 controlPlane.values.revisionTags: has no effect with dataPlane: sidecar and install: sail. Write revisionTags at the top of mesh.yaml instead',
      '4:73 controlPlane.values.profile: has no effect with dataPlane: sidecar and install: sail. Remove it',
      '4:84 controlPlane.values.cni: has no effect with dataPlane: sidecar and install: sail. Remove it, or set dataPlane: ambient',
    ],
  },
  {
    name: 'values of ztunnel without ambient mode, in one primary',
    yaml: current('', '1.30.3', ', controlPlane: { values: { ztunnel: { logLevel: debug } } }'),
    problems: [
      '2:91 primary.controlPlane.values.ztunnel: has no effect with dataPlane: sidecar and install: helm. Remove it, or set dataPlane: ambient',
    ],
  },
  {
    name: 'a profile among the values of istioctl',
    yaml: current('controlPlane: { install: istioctl, values: { profile: demo } }\n'),
    problems: [
      '4:55 controlPlane.values.profile: has no effect with dataPlane: sidecar and install: istioctl. Remove it',
    ],
  },
  {
    name: 'a repository with a login',
    yaml: current('controlPlane: { repository: "https://me:pw@charts.example.com" }\n'),
    problems: [
      '4:29 controlPlane.repository: expected the URL of a Helm repository without login, such as https://charts.example.com/istio or oci://registry.example.com/istio, got "https://…@charts.example.com". Leave out user and password: Helm and Argo CD take them from their own settings',
    ],
  },
  {
    name: 'values of one of several primaries',
    yaml: `istio: 1.30.3
primaries:
  - { name: a }
  - { name: b, controlPlane: { values: { global: { multiCluster: { clusterName: a } } } } }
`,
    problems: [
      '4:81 primaries[1].controlPlane.values.global.multiCluster.clusterName: contradicts primaries[1].name: expected "b", got "a". Remove it, or correct primaries[1].name',
    ],
  },
  {
    name: 'a control plane of Istio 1.0 that is less secure',
    yaml: old(
      `security: { controlPlaneMutualTls: true, selfSignedCa: false }\n${values('security: { selfSigned: true }, global: { controlPlaneSecurityEnabled: false }')}`,
    ),
    problems: [
      '5:51 controlPlane.values.security.selfSigned: contradicts security.selfSignedCa: expected false, got true. Remove it, or correct security.selfSignedCa',
      '5:98 controlPlane.values.global.controlPlaneSecurityEnabled: contradicts security.controlPlaneMutualTls: expected true, got false. Remove it, or correct security.controlPlaneMutualTls',
    ],
  },
  {
    name: 'an installer for Istio 1.0',
    yaml: old('controlPlane: { install: sail }\n'),
    problems: [
      '4:17 controlPlane.install: belongs to Istio 1.28 and newer, which is not the release in `istio`. Remove it',
    ],
  },
];
