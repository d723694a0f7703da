import { mesh, type WrongMesh } from './wrong-mesh';

const REPOSITORY = 'repository: https://git.example.com/mesh.git';

function withArgoCd(argocd: string, remotes = 'remotes:\n  - name: eu'): string {
  return mesh({ security: `argocd: { ${argocd} }`, remotes });
}

const EXPECTED =
  'expected the URL of a Git repository without login, such as https://git.example.com/mesh.git or git@git.example.com:mesh.git';
const LOGIN =
  'Leave out user, password and token: Argo CD takes them from a Secret of its own (argocd.argoproj.io/secret-type: repository)';
const MISSING =
  'Write the URL of the repository with dist/, such as repository: https://git.example.com/mesh.git';

/** Invalid options of Argo CD. */
export const argocd: readonly WrongMesh[] = [
  {
    name: 'no repository',
    yaml: withArgoCd('path: dist'),
    problems: [
      '5:1 argocd.repository: expected the URL of a Git repository without login, such as https://git.example.com/mesh.git or git@git.example.com:mesh.git, got nothing. Write the URL of the repository with dist/, such as repository: https://git.example.com/mesh.git',
    ],
  },
  ...[
    ['https://token@git.example.com/mesh.git', '…@git.example.com/mesh.git', LOGIN],
    ['https://user:hunter2@git.example.com/mesh.git', 'https://…@git.example.com/mesh.git', LOGIN],
    ['https://git.example.com/mesh.git?private_token=hunter2', 'https://git.example.com/mesh.git?…', LOGIN],
    ['git.example.com/mesh.git', 'git.example.com/mesh.git', 'Write https://git.example.com/mesh.git'],
    ['ssh://git:hunter2@git.example.com/mesh.git', 'ssh://…@git.example.com/mesh.git', LOGIN],
    ['https://git.example.com/*', 'https://git.example.com/*', MISSING],
    ['{{.repo}}', '{{.repo}}', MISSING],
    ['./dist', './dist', MISSING],
  ].map(([repository = '', got = repository, fix = '']) => ({
    name: `the repository ${repository}`,
    yaml: withArgoCd(`repository: "${repository}"`),
    problems: [`5:23 argocd.repository: ${EXPECTED}, got "${got}". ${fix}`],
  })),
  {
    name: 'a path and a revision that lead elsewhere',
    yaml: withArgoCd(`${REPOSITORY}, path: ../dist, revision: "main..x"`),
    problems: [
      '5:63 argocd.path: expected a folder in the repository, such as dist or platform/mesh/dist, got "../dist"',
      '5:82 argocd.revision: expected a branch, tag or commit, got "main..x"',
    ],
  },
  {
    name: 'a path with a slash at its end',
    yaml: withArgoCd(`${REPOSITORY}, path: ./platform/dist/`),
    problems: [
      '5:63 argocd.path: expected a folder in the repository, such as dist or platform/mesh/dist, got "./platform/dist/". Write platform/dist',
    ],
  },
  {
    name: 'a cluster with the name of the folder',
    yaml: withArgoCd(REPOSITORY, 'remotes:\n  - name: argocd'),
    problems: [
      '7:11 remotes[0].name: expected another name than "argocd", whose folder contains the files for Argo CD itself. Rename the cluster, or remove argocd',
    ],
  },
  {
    name: 'the project of all others',
    yaml: withArgoCd(`${REPOSITORY}, project: default`),
    problems: [
      '5:66 argocd.project: expected a project that only this mesh uses, got "default", which others use too. Choose another name, such as istio',
    ],
  },
  {
    name: 'a name that no label takes',
    yaml: withArgoCd(`${REPOSITORY}, project: ${'p'.repeat(40)}`, `remotes:\n  - name: ${'e'.repeat(23)}`),
    problems: [
      '5:66 argocd.project: expected a name that leaves room for the cluster "eeeeeeeeeeeeeeeeeeeeeee": the Application would be called pppppppppppppppppppppppppppppppppppppppp-eeeeeeeeeeeeeeeeeeeeeee, 64 characters, and a label has at most 63. Choose a shorter project, or rename the cluster',
    ],
  },
  {
    name: 'destinations of nobody, of neither kind, and of both',
    yaml: withArgoCd(
      `${REPOSITORY}, destinations: { ue: { name: a }, hq: {}, eu: { name: b, server: "https://eu.example.com" } }`,
    ),
    problems: [
      '5:73 argocd.destinations.ue: no cluster of the mesh has this name. Write the id of the primary or of a remote',
      '5:94 argocd.destinations.hq: expected a name or a server, got neither. Write { name: … } or { server: … }',
      '5:102 argocd.destinations.eu: expected a name or a server, got both. Write { name: … } or { server: … }',
    ],
  },
  {
    name: 'a destination with a login, and one over plain text',
    yaml: withArgoCd(
      `${REPOSITORY}, destinations: { hq: { server: "https://admin:hunter2@hq.example.com" }, eu: { server: "http://eu.example.com" } }`,
    ),
    problems: [
      '5:87 argocd.destinations.hq.server: expected the URL of an API server without login, such as https://kubernetes.default.svc, got "https://…@hq.example.com". Leave out user and password: Argo CD takes them from a Secret of its own (argocd.argoproj.io/secret-type: cluster)',
      '5:143 argocd.destinations.eu.server: expected the URL of an API server without login, such as https://kubernetes.default.svc, got "http://eu.example.com"',
    ],
  },
  {
    name: 'two clusters in one place',
    yaml: withArgoCd(
      `${REPOSITORY}, destinations: { hq: { name: in-cluster }, eu: { server: "https://kubernetes.default.svc/" } }`,
      'remotes:\n  - name: eu\n  - name: us\n  - name: in-cluster',
    ),
    problems: [
      "5:103 argocd.destinations.eu: expected a destination of its own, got in-cluster, which is hq's. Correct argocd.destinations: each cluster is one of Argo CD’s",
      "9:11 remotes[2].name: expected a destination of its own, got in-cluster, which is hq's. Correct argocd.destinations: each cluster is one of Argo CD’s",
    ],
  },
  {
    name: 'automation without automated sync',
    yaml: withArgoCd(`${REPOSITORY}, syncPolicy: { prune: true, selfHeal: true }`),
    problems: [
      '5:78 argocd.syncPolicy.prune: only counts with automated: true. Set automated: true, or remove prune',
      '5:94 argocd.syncPolicy.selfHeal: only counts with automated: true. Set automated: true, or remove selfHeal',
    ],
  },
  {
    name: 'a layout by another name',
    yaml: withArgoCd(`${REPOSITORY}, layout: applicationset`),
    problems: [
      '5:65 argocd.layout: expected one of applications, applicationSet, got "applicationset". Did you mean applicationSet?',
    ],
  },
  {
    name: 'more clusters than a list takes',
    yaml: withArgoCd(
      `${REPOSITORY}, layout: applicationSet`,
      `remotes:\n${Array.from({ length: 1200 }, (_, index) => `  - name: c${index}`).join('\n')}`,
    ),
    problems: [
      '5:65 argocd.layout: expected layout: applications for 1201 clusters: an ApplicationSet of so many is larger than a file may be. Write layout: applications, which makes a small file for each cluster',
    ],
  },
  {
    name: 'Endpoints that Argo CD leaves out, as a warning',
    yaml: withArgoCd(REPOSITORY, 'remotes:\n  - name: eu\n    pilotService: true\n  - name: us'),
    problems: [
      '8:19 remotes[0].pilotService: warning: Argo CD 3 by default leaves out the Endpoints of istio-pilot.istio-system and still reports Synced, and no sidecar finds Pilot. Patch Argo CD with argocd/resource-exclusions.patch of the output and set argocd.appliesEndpoints: true, or use pilotService: { mode: external-name, host: … }',
    ],
  },
  {
    name: 'Endpoints that Argo CD is known to apply',
    yaml: withArgoCd(
      `${REPOSITORY}, appliesEndpoints: true`,
      'remotes:\n  - name: eu\n    pilotService: true',
    ),
    problems: [],
  },
  {
    name: 'EndpointSlices that Argo CD leaves out, as a warning',
    yaml: `istio: "1.30"
primary: { name: hq, addresses: { istiod: 10.8.0.11 } }
argocd: { ${REPOSITORY} }
remotes:
  - name: eu
  - { name: us, istiodAddress: 10.9.0.11 }
  - { name: ap, istiodAddress: istiod.example.com }
`,
    problems: [
      '2:43 primary.addresses.istiod: warning: for an IP address the Service istiod has an EndpointSlice, which Argo CD 3 by default leaves out and still reports Synced, and no sidecar finds istiod. Patch Argo CD with argocd/resource-exclusions.patch of the output and set argocd.appliesEndpoints: true, or write a DNS name',
      '6:32 remotes[1].istiodAddress: warning: for an IP address the Service istiod has an EndpointSlice, which Argo CD 3 by default leaves out and still reports Synced, and no sidecar finds istiod. Patch Argo CD with argocd/resource-exclusions.patch of the output and set argocd.appliesEndpoints: true, or write a DNS name',
    ],
  },
];
