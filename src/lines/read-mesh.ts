import { checkMesh as checkMeshOf } from '../mesh/check-mesh';
import type { CheckedMesh, MeshFileOptions, MeshReading as Reading } from '../mesh/mesh';
import { meshSource, meshText } from '../mesh/read-mesh';
import { UserError } from '../problem';
import { likelyLine, otherThan, readSource } from './line-of-mesh';
import { lineOf, loadedLine } from './loaded-lines';
import type { Mesh } from './mesh';

/** What reading a mesh gives: the mesh when it is valid, and everything wrong or doubtful in file order. */
export type MeshReading = Reading<Mesh>;

/**
 * Reads and validates a mesh file.
 * @param file path of mesh.yaml
 * @returns the mesh, complete: no option is left to a default
 * @throws UserError with every error of the file, each with line and column
 */
export function loadMesh(file: string): Mesh {
  const { mesh, problems } = readMesh(file);
  if (mesh === undefined) throw new UserError(problems.filter(({ severity }) => severity === 'error'));
  return mesh;
}

/** Like {@link loadMesh}, but gives errors and warnings instead of throwing. */
export function readMesh(file: string, options: MeshFileOptions = {}): MeshReading {
  const text = meshText(file);
  return typeof text === 'string' ? parseMesh(text, file, options) : { mesh: undefined, problems: [text] };
}

/**
 * Reads a mesh from text.
 * @param file its name in messages; files that the mesh names are looked for beside it
 */
export function parseMesh(text: string, file: string, options: MeshFileOptions = {}): MeshReading {
  return readSource(meshSource(text, file), options);
}

/** Validates a mesh that did not come from a file; problems carry paths but no lines. */
export function checkMesh(input: unknown): CheckedMesh<Mesh> {
  const name = likelyLine(input);
  return checkMeshOf(lineOf({ line: name }), input, {
    other: loadedLine(otherThan(name)),
  }) as CheckedMesh<Mesh>;
}
