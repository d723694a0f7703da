import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadMesh } from '../../src/mesh/read-mesh';
import { meshIn, migrated } from '../istio-1.0/migrate/migrated';
import { chooseVersions, type ValidatedMesh, validated } from './validated';

const CASES = join(import.meta.dirname, '../../../shared/istio-1.0/cases');

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

const cases = existsSync(CASES) ? readdirSync(CASES) : [];

describe.skipIf(cases.length === 0)(`the values of ${CASES} (skipped without them)`, () => {
  it.each(cases)('%s become valid manifests on every Kubernetes', (name) => {
    const read = (file: string): string => readFileSync(join(CASES, name, file), 'utf8');
    const namespace = existsSync(join(CASES, name, 'namespace')) ? read('namespace').trim() : 'istio-system';
    const mesh = meshIn(migrated(read('values.yaml'), { namespace }));
    for (const kubernetes of chooseVersions(mesh))
      expect(validated(onKubernetes(mesh, kubernetes)), kubernetes).toEqual([]);
  });
});

function onKubernetes<M extends ValidatedMesh>(mesh: M, kubernetes: string): M {
  return { ...mesh, remotes: mesh.remotes.map((remote) => ({ ...remote, kubernetes })) };
}
