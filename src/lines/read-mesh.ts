import type { LineMembership } from '../membership/line-membership';
import { type CheckedMesh, checkMesh as checkMeshOf } from '../mesh/check-mesh';
import { LINE_NAMES, type LineName } from '../mesh/mesh';
import { meshText } from '../mesh/mesh-text';
import { type MeshSource, meshSource, type MeshReading as Reading, readMeshOf } from '../mesh/read-mesh';
import { valueAt } from '../mesh/schema/read-field';
import type { MeshOutput } from '../output/mesh-output';
import { type Problem, UserError } from '../problem';
import type { Line } from './line';
import { lineOf, loadedLine } from './loaded-lines';
import { outputOf } from './mesh-output';
import { lineNameByAddress, lineNameOf, loadLine, type Mesh } from './registry';

/** What reading a mesh gives: the mesh when it is valid, and everything wrong or doubtful in file order. */
export type MeshReading = Reading<Mesh>;

/** What of a mesh file is read. */
export interface MeshFileOptions {
  /** Leaves out the files that the mesh names, which may not be there yet or be broken. @default false */
  readonly alone?: boolean;
}

/** A mesh file that was read, with everything that commands ask about its mesh. */
export interface OpenMesh {
  /** Path of mesh.yaml. */
  readonly file: string;
  readonly mesh: Mesh;
  readonly warnings: readonly Problem[];
  readonly line: Line;
  /** What is written for it. */
  readonly output: MeshOutput;
  /** What its line says about the clusters that join. */
  readonly membership: LineMembership;
  /** Reads the file again. @throws UserError when it is no longer valid */
  reread(): Promise<Mesh>;
}

/**
 * Reads and validates a mesh file, and loads the line that it is of.
 * @param file path of mesh.yaml
 * @throws UserError with every error of the file, each with line and column
 */
export async function openMesh(file: string, options: MeshFileOptions = {}): Promise<OpenMesh> {
  return opened(file, await readMeshFile(file, options), options);
}

/** A mesh file that was read. @throws UserError when the mesh is not valid */
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

/** Like {@link openMesh}, but gives errors and warnings instead of throwing. */
export async function readMeshFile(file: string, options: MeshFileOptions = {}): Promise<MeshReading> {
  const text = meshText(file);
  if (typeof text !== 'string') return { mesh: undefined, problems: [text] };
  const source = meshSource(text, file);
  const name = likelyLine(source.yaml.value);
  await loadLine(name);
  const reading = readSource(source, options);
  const other = otherThan(name);
  if (reading.mesh !== undefined || loadedLine(other) !== undefined) return reading;
  // A key that is wrong here may be one of the other line.
  await loadLine(other);
  return readSource(source, options);
}

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

/** Keys of `primary.addresses` in an input of either line, the one that is required first. */
export function addressKeys(input: unknown): readonly string[] {
  return lineOf({ line: likelyLine(input) }).components;
}

function readSource(source: MeshSource, options: MeshFileOptions): MeshReading {
  const name = likelyLine(source.yaml.value);
  const line: Line = lineOf({ line: name });
  // A line gives meshes of its own type.
  return readMeshOf(line, source, { ...options, other: loadedLine(otherThan(name)) }) as MeshReading;
}

/** The line of the release; where no line has it, the one whose address the mesh has. */
function likelyLine(input: unknown): LineName {
  const istio = valueAt(input, ['istio']);
  const known = typeof istio === 'string' ? lineNameOf(istio) : undefined;
  return known ?? lineNameByAddress((key) => valueAt(input, ['primary', 'addresses', key]) !== undefined);
}

function otherThan(name: LineName): LineName {
  return LINE_NAMES.find((other) => other !== name) ?? name;
}
