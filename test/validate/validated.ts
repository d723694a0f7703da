import { basename } from 'node:path';
import { lineOf } from '../../src/lines/loaded-lines';
import type { Mesh } from '../../src/lines/mesh';
import { outputOf } from '../../src/lines/mesh-output';
import { meshFiles } from '../../src/output/mesh-files';
import { problemText } from '../../src/problem';
import { Validation, validationOf } from '../../src/validate/validate-files';

export type ValidatedMesh = Mesh;

/** Every version of Kubernetes that a mesh of this line may have. */
export function chooseVersions({ line }: Mesh): string[] {
  const [first, last] = line === '1.0' ? [9, 21] : [30, 36];
  return Array.from({ length: last - first + 1 }, (_, index) => `1.${first + index}`);
}

/** Returns the problems of a mesh's manifests, one line each. */
export function validated(mesh: Mesh): string[] {
  const validation = validationOf(mesh, lineOf(mesh).validation(mesh));
  for (const file of meshFiles(outputOf(mesh))) validation.pass(file);
  return validation.problems().map(problemText);
}

/** Returns the problems of one remote cluster's files, by name. */
export function validatedFiles(files: Readonly<Record<string, string>>, kubernetes = '1.20'): string[] {
  const cluster = {
    name: 'eu',
    kubernetes,
    primary: false,
    istioNamespace: 'istio-system',
    primaryServices: [],
  };
  const validation = new Validation(
    () => cluster,
    (path) => basename(path, '.yaml'),
  );
  for (const [file, text] of Object.entries(files)) validation.pass({ path: `${file}.yaml`, text });
  return validation.problems().map(problemText);
}
