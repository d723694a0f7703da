import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { LATEST_1_0 } from '../../src/lines/istio-1.0/facts/releases';
import { loadMesh, parseMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';
import { CASES, meshOf } from '../lines/istio-1.0/parity/cases';
import {
  CASES as CURRENT_CASES,
  isMigrated,
  meshText,
  migratedText,
} from '../lines/istio-current/parity/cases';
import { someCases } from '../seed';
import { chooseVersions, type ValidatedMesh, validated } from './validated';

const folders = [
  '.',
  ...readdirSync('examples').map((name) => `examples/${name}`),
  ...readdirSync('test/golden').map((name) => `test/golden/${name}`),
].filter((folder) => existsSync(join(folder, 'mesh.yaml')));

describe.each(folders)('the mesh of %s', (folder) => {
  const mesh = loadMesh(join(folder, 'mesh.yaml'));

  it('is valid as it is', () => {
    expect(validated(mesh)).toEqual([]);
  });

  it.each(chooseVersions(mesh))('is valid on Kubernetes %s', (kubernetes) => {
    expect(validated(onKubernetes(mesh, kubernetes))).toEqual([]);
  });
});

describe('the values that parity with the chart is guarded with', () => {
  const latest = CASES.filter(
    ({ release, kubernetes }) => release === LATEST_1_0 && kubernetes === undefined,
  );

  it.each(latest)('$name become valid manifests', (each) => {
    const mesh = meshOf(each);
    for (const kubernetes of someVersions(mesh))
      expect(validated(onKubernetes(mesh, kubernetes)), kubernetes).toEqual([]);
  });
});

const CURRENT: readonly (readonly [title: string, text: string])[] = [
  ...CURRENT_CASES.map(
    (each) => [each.name, isMigrated(each) ? migratedText('1.30', each) : meshText('1.30', each)] as const,
  ),
  [
    'a gateway, tags and Argo CD',
    `istio: "1.30"
revisionTags: [prod]
argocd: { repository: https://git.example.com/mesh.git }
primary:
  name: hq
  network: network1
  addresses: { istiod: 10.16.0.11 }
  exposure: { mode: east-west-gateway }
remotes:
  - { name: eu, network: network2, injectedNamespaces: [shop] }
  - { name: us, network: network3, sidecarInjector: { enabled: false }, validation: { enabled: false } }
`,
  ],
];

/** Meshes with several primaries have few files, so all versions are checked. */
const SEVERAL: readonly (readonly [title: string, text: string])[] = [
  [
    'several primaries and a remote',
    `istio: "1.30"
primaries:
  - { name: eu, network: n1, apiServer: "https://10.1.0.2:6443", addresses: { istiod: 10.1.0.20 }, injectedNamespaces: [shop],
      exposure: { mode: east-west-gateway, annotations: {} } }
  - { name: us, network: n2, apiServer: "https://10.2.0.2:6443", eastWestGateway: true }
remotes: [{ name: edge, primary: eu, apiServer: "https://10.3.0.2:6443" }]
credentials: { externalSecrets: { store: { name: vault } } }
argocd: { repository: https://git.example.com/mesh.git }
`,
  ],
  [
    'ambient mode',
    `istio: "1.30"
dataPlane: ambient
primaries:
  - { name: eu, network: n1, eastWestGateway: { annotations: { a.example/internal: "true" } }, ambientNamespaces: [shop] }
  - { name: us, network: n2, eastWestGateway: true }
argocd: { repository: https://git.example.com/mesh.git }
`,
  ],
];

describe.each(SEVERAL)('a mesh of current Istio with %s', (_, text) => {
  it('is valid on every version of Kubernetes', () => {
    const { mesh, problems } = parseMesh(text, 'mesh.yaml');
    if (mesh === undefined) throw new Error(problems.map(problemText).join('\n'));
    for (const kubernetes of chooseVersions(mesh))
      expect(validated(onKubernetes(mesh, kubernetes)), kubernetes).toEqual([]);
  });
});

describe.each(CURRENT)('a mesh of current Istio with %s', (_, text) => {
  const { mesh, problems } = parseMesh(text, 'mesh.yaml');
  if (mesh === undefined) throw new Error(problems.map(problemText).join('\n'));

  it.each(someVersions(mesh))('is valid on Kubernetes %s', (kubernetes) => {
    expect(validated(onKubernetes(mesh, kubernetes))).toEqual([]);
  });
});

/** The meshes of this repository are checked on every version, these on some: `npm run fuzz` takes the others. */
function someVersions(mesh: ValidatedMesh): string[] {
  const all = chooseVersions(mesh);
  return someCases(all.length).map((index) => all[index] ?? '');
}

function onKubernetes<M extends ValidatedMesh>(mesh: M, kubernetes: string): M {
  return {
    ...mesh,
    primaries: mesh.primaries.map((primary) => ({ ...primary, kubernetes })),
    remotes: mesh.remotes.map((remote) => ({ ...remote, kubernetes })),
  };
}
