import { describe, expect, it } from 'vitest';
import { parseMesh } from '../../src/lines/read-mesh';
import { problemText } from '../../src/problem';
import { addresses } from './wrong-meshes/addresses';
import { argocd } from './wrong-meshes/argocd';
import { contradictions } from './wrong-meshes/contradictions';
import { controlPlane } from './wrong-meshes/control-plane';
import { currentMeshes } from './wrong-meshes/current';
import { missingValues } from './wrong-meshes/missing-values';
import { names } from './wrong-meshes/names';
import { ambientMeshes, primaries } from './wrong-meshes/primaries';
import { ranges } from './wrong-meshes/ranges';
import { revisions } from './wrong-meshes/revisions';
import { severalMistakes } from './wrong-meshes/several-mistakes';
import { unknownKeys } from './wrong-meshes/unknown-keys';
import { versions } from './wrong-meshes/versions';
import { mesh } from './wrong-meshes/wrong-mesh';
import { wrongTypes } from './wrong-meshes/wrong-types';
import { yaml } from './wrong-meshes/yaml';

const groups = {
  'unknown keys': unknownKeys,
  'missing values': missingValues,
  'wrong types': wrongTypes,
  'releases and versions': versions,
  'names of clusters and namespaces': names,
  addresses,
  'Argo CD': argocd,
  'ranges of addresses': ranges,
  'options that contradict each other': contradictions,
  'contradictions of current Istio': currentMeshes,
  'several revisions': revisions,
  'several primaries': primaries,
  'ambient mode': ambientMeshes,
  'a control plane of its own': controlPlane,
  'broken YAML': yaml,
  'several mistakes': severalMistakes,
};

describe.each(Object.entries(groups))('a mesh with %s', (_, meshes) => {
  it.each(meshes)('is reported: $name', ({ yaml: text, problems }) => {
    const found = parseMesh(text, 'mesh.yaml').problems.map(problemText);
    expect(found).toEqual(problems.map((problem) => `mesh.yaml:${problem}`));
  });
});

describe('parseMesh', () => {
  it('accepts the mesh that all others differ from', () => {
    expect(parseMesh(mesh(), 'mesh.yaml').problems).toEqual([]);
  });

  it('says everything about 2,000 wrong remotes', () => {
    const remote =
      '  - { name: hq, kubernets: 1.20, podCidrs: [10.0.0.0/25, 3], apiServer: "http://a.example" }\n';
    const text = `istio: 1.0.9\nprimary: { name: hq, addresses: { pilot: 10.8.0.11 } }\nremotes:\n${remote.repeat(2_000)}`;
    // Its name, an unknown key, an invalid range and an overlapping one, all except the first, and the URL.
    expect(parseMesh(text, 'mesh.yaml').problems).toHaveLength(9_999);
  });
});
