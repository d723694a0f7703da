import { LINE_NAMES, type LineName, type MeshFileOptions, type MeshReading } from '../mesh/mesh';
import { type MeshSource, readMeshOf } from '../mesh/read-mesh';
import { valueAt } from '../mesh/schema/read-field';
import type { Line } from './line';
import { lineOf, loadedLine } from './loaded-lines';
import type { Mesh } from './mesh';
import { lineNameByAddress, lineNameOf } from './registry';

/** Keys of `primary.addresses` in an input of either line, the one that is required first. */
export function addressKeys(input: unknown): readonly string[] {
  return lineOf({ line: likelyLine(input) }).components;
}

/** Reads a mesh whose line is loaded. */
export function readSource(source: MeshSource, options: MeshFileOptions): MeshReading<Mesh> {
  const name = likelyLine(source.yaml.value);
  const line: Line = lineOf({ line: name });
  // A line gives meshes of its own type.
  return readMeshOf(line, source, { ...options, other: loadedLine(otherThan(name)) }) as MeshReading<Mesh>;
}

/** The line of the release; where no line has it, the one whose address the mesh has. */
export function likelyLine(input: unknown): LineName {
  const istio = valueAt(input, ['istio']);
  const known = typeof istio === 'string' ? lineNameOf(istio) : undefined;
  return known ?? lineNameByAddress((key) => valueAt(input, ['primary', 'addresses', key]) !== undefined);
}

/** The line that a mesh is not of. */
export function otherThan(name: LineName): LineName {
  return LINE_NAMES.find((other) => other !== name) ?? name;
}
