import { fieldAt } from '../kubernetes/fields';
import { checkMesh as checkMeshOf } from '../mesh/check-mesh';
import {
  type CheckedMesh,
  LINE_NAMES,
  type LineName,
  type MeshFileOptions,
  type MeshReading as Reading,
} from '../mesh/mesh';
import { type MeshSource, meshSource, meshText, readMeshOf } from '../mesh/read-mesh';
import { UserError } from '../problem';
import type { Line } from './line';
import { lineOf, loadedLine } from './loaded-lines';
import type { Mesh } from './mesh';
import { lineNameByAddress, lineNameOf } from './registry';

/** The result of reading a mesh: the mesh if it is valid, and all errors and warnings in file order. */
export type MeshReading = Reading<Mesh>;

/**
 * Reads and validates a mesh file.
 * @param file path of mesh.yaml
 * @returns the mesh with every default filled in
 * @throws UserError with every error of the file, each with line and column
 */
export function loadMesh(file: string): Mesh {
  const { mesh, problems } = readMesh(file);
  if (mesh === undefined) throw new UserError(problems.filter(({ severity }) => severity === 'error'));
  return mesh;
}

/** Like {@link loadMesh}, but returns errors and warnings instead of throwing. */
export function readMesh(file: string, options: MeshFileOptions = {}): MeshReading {
  const text = meshText(file);
  return typeof text === 'string' ? parseMesh(text, file, options) : { mesh: undefined, problems: [text] };
}

/**
 * Reads a mesh from text.
 * @param file its name in messages; other files in the mesh are relative to its folder
 */
export function parseMesh(text: string, file: string, options: MeshFileOptions = {}): MeshReading {
  return readSource(meshSource(text, file), options);
}

/** Validates a mesh that did not come from a file. Its problems have paths but no lines. */
export function checkMesh(input: unknown): CheckedMesh<Mesh> {
  const name = likelyLine(input);
  const other = loadedLine(otherThan(name));
  return checkMeshOf(lineOf({ line: name }), input, { other }) as CheckedMesh<Mesh>;
}

/** Returns the keys of `primary.addresses` in an input of either line, the required one first. @internal */
export function addressKeys(input: unknown): readonly string[] {
  return lineOf({ line: likelyLine(input) }).components;
}

/** Reads a mesh after its line was loaded. @internal */
export function readSource(source: MeshSource, options: MeshFileOptions): MeshReading {
  const name = likelyLine(source.yaml.value);
  const line: Line = lineOf({ line: name });
  // A line returns meshes of its own type.
  return readMeshOf(line, source, { ...options, other: loadedLine(otherThan(name)) }) as MeshReading;
}

/**
 * Returns the line of the release. If no line has the release, the line whose address key the mesh uses. @internal
 */
export function likelyLine(input: unknown): LineName {
  const istio = fieldAt(input, 'istio');
  const known = typeof istio === 'string' ? lineNameOf(istio) : undefined;
  return known ?? lineNameByAddress((key) => fieldAt(input, 'primary', 'addresses', key) !== undefined);
}

/** Returns the other line. @internal */
export function otherThan(name: LineName): LineName {
  return LINE_NAMES.find((other) => other !== name) ?? name;
}
