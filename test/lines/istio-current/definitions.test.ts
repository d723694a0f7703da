import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { withoutHelmMarks } from '../../../src/lines/istio-current/definitions';
import { outputOf } from '../../../src/lines/mesh-output';
import { readMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { isOwnFile } from '../../../src/output/own-files';
import { problemText } from '../../../src/problem';
import { readManifests } from '../../golden/manifests';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'definitions-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function definition(name: string, padding = ''): string {
  return `apiVersion: apiextensions.k8s.io/v1
kind: CustomResourceDefinition
metadata:
  name: ${name}s.example.com
spec:
  group: example.com
  names: { kind: K, plural: ${name}s }
  scope: Namespaced
  versions: [{ name: v1, served: true, storage: true }] # ${padding}
`;
}

/** A mesh whose remotes all share a file of definitions. */
function meshFile(): string {
  const mesh = join(folder, 'mesh.yaml');
  writeFileSync(
    mesh,
    `istio: "1.30"
primary: { name: hq, addresses: { istiod: 10.8.0.11 } }
defaults: { crds: crds.yaml }
remotes: [{ name: eu }, { name: us }]
`,
  );
  return mesh;
}

function reading(definitions: string) {
  writeFileSync(join(folder, 'crds.yaml'), definitions);
  return readMesh(meshFile());
}

function problemsOf(definitions: string): string[] {
  return reading(definitions).problems.map((problem) => problemText(problem).replaceAll(`${folder}/`, ''));
}

function filesOf(definitions: string): { path: string; text: string }[] {
  const { mesh } = reading(definitions);
  if (mesh === undefined) throw new Error('expected a valid mesh');
  return [...meshFiles(outputOf(mesh))].filter(({ path }) => path.includes('crds'));
}

describe('crds', () => {
  it('are carried over as they were written, for every remote that names them', () => {
    const files = filesOf(`# Made by a release\n---\n${definition('a')}---\n${definition('b')}`);
    expect(files.map(({ path }) => path)).toEqual(['eu/crds.k8s.yaml', 'us/crds.k8s.yaml']);
    expect(files[0]?.text.split('\n').slice(1).join('\n')).toBe(`${definition('a')}---\n${definition('b')}`);
  });

  it('are known as ours by the first line, whatever is in them', () => {
    const [file] = filesOf(definition('a'));
    expect(isOwnFile('eu/crds.k8s.yaml', file?.text ?? '')).toBe(true);
    expect(isOwnFile('eu/crds.k8s.yaml', definition('a'))).toBe(false);
  });

  it('are spread over files below 64 KB, except for a definition that is larger itself', () => {
    const large = 'x'.repeat(30_000);
    const files = filesOf(
      [
        definition('a', large),
        definition('b', large),
        definition('c', large.repeat(3)),
        definition('d'),
      ].join('---\n'),
    ).filter(({ path }) => path.startsWith('eu/'));
    expect(files.map(({ path, text }) => [path, readManifests(text).length])).toEqual([
      ['eu/crds.k8s.yaml', 1],
      ['eu/crds-2.k8s.yaml', 1],
      ['eu/crds-3.k8s.yaml', 1],
      ['eu/crds-4.k8s.yaml', 1],
    ]);
  });

  it('may end in lines of Windows', () => {
    expect(filesOf(definition('a').replaceAll('\n', '\r\n'))[0]?.text).not.toContain('\r');
  });

  it.each([
    [
      '',
      'crds.yaml: expected custom resource definitions, got an empty file. Copy manifests/charts/base/files/crd-all.gen.yaml of the release there, or check the path',
    ],
    ['kind: [', 'crds.yaml:1:8: not valid YAML: a [ or { is never closed (document 1). Close it'],
    [
      'just text',
      'crds.yaml:1:1: expected a CustomResourceDefinition and nothing else, got "just text" (document 1). Name manifests/charts/base/files/crd-all.gen.yaml of the release, which has the definitions alone',
    ],
    [
      `${definition('a')}---\napiVersion: v1\nkind: Secret\n`,
      'crds.yaml:12:7 kind: expected a CustomResourceDefinition and nothing else, got "Secret" (document 2). Name manifests/charts/base/files/crd-all.gen.yaml of the release, which has the definitions alone',
    ],
    [
      definition('a').replace('k8s.io/v1', 'k8s.io/v1beta1'),
      'crds.yaml:1:13 apiVersion: expected apiextensions.k8s.io/v1, got "apiextensions.k8s.io/v… (document 1). Use the file of an Istio release from 1.28 on',
    ],
    [
      definition('a').replace('name: as.', 'name: bs.'),
      'crds.yaml:4:9 metadata.name: expected "as.example.com", got "bs.example.com" (document 1). Take the file from the release again',
    ],
    [
      definition('a').replace(/versions: .*/, 'versions: []'),
      'crds.yaml:9:13 spec.versions: expected at least one version, got an empty list (document 1). Take the file from the release again',
    ],
    [
      definition('a').replace('  group: example.com\n', ''),
      'crds.yaml:6:3 spec: expected a group and a plural name, got a map (document 1). Take the file from the release again',
    ],
    [
      `${definition('a')}---\n${definition('a')}`,
      'crds.yaml:14:9 metadata.name: expected each definition once, got "as.example.com" again (document 2). Remove one',
    ],
  ])('says what is wrong with %j', (text, problem) => {
    expect(problemsOf(text)).toEqual([problem]);
  });

  it('that are not there are reported once', () => {
    rmSync(join(folder, 'crds.yaml'), { force: true });
    const { mesh, problems } = readMesh(meshFile());
    expect(mesh).toBeUndefined();
    expect(problems.map(({ message }) => message)).toEqual(['there is no crds.yaml']);
  });
});

const withMetadata = (metadata: string) =>
  `---\napiVersion: apiextensions.k8s.io/v1\nkind: CustomResourceDefinition\nmetadata:\n${metadata}spec:\n  helm.sh/stays: here\n    helm.sh/too: here\n`;

it.each([
  [
    '    helm.sh/chart: base',
    '  labels:\n    a: b\n    helm.sh/chart: base\n  name: x\n',
    '  labels:\n    a: b\n  name: x\n',
  ],
  ['the last annotation', '  annotations:\n    helm.sh/resource-policy: keep\n  name: x\n', '  name: x\n'],
  [
    'a quoted one',
    '  annotations:\n    "helm.sh/hook": crd\n    c: d\n  name: x\n',
    '  annotations:\n    c: d\n  name: x\n',
  ],
  ['no mark', '  labels:\n    a: b\n  name: x\n', '  labels:\n    a: b\n  name: x\n'],
])('removes nothing but what Helm marks a definition with: %s', (_, metadata, wanted) => {
  expect(withoutHelmMarks(withMetadata(metadata))).toBe(withMetadata(wanted));
});
