import type { LineMembership } from '../membership/line-membership';
import type { MeshFileOptions } from '../mesh/mesh';
import { meshSource, meshText } from '../mesh/read-mesh';
import type { MeshOutput } from '../output/mesh-files';
import { type Problem, UserError } from '../problem';
import type { Line } from './line';
import { lineOf, loadedLine } from './loaded-lines';
import type { Mesh } from './mesh';
import { outputOf } from './mesh-output';
import { likelyLine, type MeshReading, otherThan, readSource } from './read-mesh';
import { loadLine } from './registry';

/** A mesh file after reading, with everything that commands need. */
export interface OpenMesh {
  /** Path of mesh.yaml. */
  readonly file: string;
  readonly mesh: Mesh;
  readonly warnings: readonly Problem[];
  readonly line: Line;
  /** Its output. */
  readonly output: MeshOutput;
  /** The facts of its line for clusters that join. */
  readonly membership: LineMembership;
  /** Reads the file again. @throws UserError if it is no longer valid */
  reread(): Promise<Mesh>;
}

/**
 * Reads and validates a mesh file, and loads its line.
 * @param file path of mesh.yaml
 * @throws UserError with every error of the file, each with line and column
 */
export async function openMesh(file: string, options: MeshFileOptions = {}): Promise<OpenMesh> {
  return opened(file, await readMeshFile(file, options), options);
}

/** Returns the mesh of a reading. @throws UserError if the mesh is not valid */
export function opened(
  file: string,
  { mesh, problems }: MeshReading,
  options: MeshFileOptions = {},
): OpenMesh {
  if (mesh === undefined) throw new UserError(problems);
  const line = lineOf(mesh);
  return {
    file,
    mesh,
    warnings: problems,
    line,
    output: outputOf(mesh),
    membership: line.membership(mesh),
    reread: async () => (await openMesh(file, options)).mesh,
  };
}

/** Like {@link openMesh}, but returns errors and warnings instead of throwing. */
export async function readMeshFile(file: string, options: MeshFileOptions = {}): Promise<MeshReading> {
  const text = meshText(file);
  if (typeof text !== 'string') return { mesh: undefined, problems: [text] };
  const source = meshSource(text, file);
  const name = likelyLine(source.yaml.value);
  await loadLine(name);
  const reading = readSource(source, options);
  const other = otherThan(name);
  if (reading.mesh !== undefined || loadedLine(other) !== undefined) return reading;
  // A key that is unknown here may belong to the other line.
  await loadLine(other);
  return readSource(source, options);
}
