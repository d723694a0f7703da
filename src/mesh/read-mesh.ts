import { isUtf8 } from 'node:buffer';
import { statSync } from 'node:fs';
import { dirname, relative } from 'node:path';
import { readFailure } from '../files';
import { readYaml } from '../kubernetes/text/read-yaml';
import { errorIn, type Path, type Problem } from '../problem';
import { readBytes } from '../read-file';
import { checkMesh } from './check-mesh';
import type { MeshCore, MeshFileOptions, MeshReading } from './mesh';
import type { LoadedFiles, MeshLine } from './mesh-line';
import { keepPlaces } from './places';

/** The text of a mesh file, parsed as YAML and not yet validated. */
export interface MeshSource {
  readonly file: string;
  readonly yaml: ReturnType<typeof readYaml>;
}

interface ReadOptions extends MeshFileOptions {
  /** The other line. Its keys get a special message. @default - its keys are unknown keys */
  readonly other?: Pick<MeshLine, 'schema' | 'title'> | undefined;
}

/**
 * Parses the text of a mesh file as YAML.
 * @param file its name in messages; files that the mesh refers to are relative to it
 */
export function meshSource(text: string, file: string): MeshSource {
  return { file, yaml: readYaml(text, file, fractionOfMesh) };
}

/** Reads a mesh of one line. */
export function readMeshOf<M extends MeshCore>(
  line: MeshLine<M>,
  { file, yaml }: MeshSource,
  { other, alone = false }: ReadOptions = {},
): MeshReading<M> {
  const checked =
    yaml.value === undefined ? { problems: [] } : checkMesh(line, yaml.value, { unread: yaml.unread, other });
  const loaded =
    checked.mesh === undefined || alone ? undefined : loadFiles(line, checked.mesh, dirname(file));
  const problems = [
    ...[...yaml.problems, ...yaml.locate([...checked.problems, ...(loaded?.entryProblems ?? [])])].sort(
      byPosition,
    ),
    ...(loaded?.fileProblems ?? []),
  ];
  const valid = !problems.some(({ severity }) => severity === 'error');
  const mesh = valid ? (loaded?.mesh ?? checked.mesh) : undefined;
  if (mesh === undefined) return { mesh, problems };
  const whole = withWarnings(mesh, problems, file);
  keepPlaces(whole, yaml.locate);
  return { mesh: whole, problems };
}

function loadFiles<M extends MeshCore>(line: MeshLine<M>, mesh: M, base: string): LoadedFiles<M> {
  const loaded = { mesh, entryProblems: [] as Problem[], fileProblems: [] as Problem[] };
  for (const load of line.loaders) {
    const { mesh, entryProblems, fileProblems } = load(loaded.mesh, base);
    loaded.mesh = mesh;
    loaded.entryProblems.push(...entryProblems);
    loaded.fileProblems.push(...fileProblems);
  }
  return loaded;
}

/**
 * Adds the warnings to the mesh, for its page. Leaves out lines, columns and the folder of the mesh file, so that the
 * page is the same wherever the project is.
 */
function withWarnings<M extends MeshCore>(mesh: M, warnings: readonly Problem[], meshFile: string): M {
  if (warnings.length === 0) return mesh;
  const base = dirname(meshFile);
  return {
    ...mesh,
    warnings: warnings.map(({ position: _, merged: __, file, ...warning }) =>
      file === undefined || file === meshFile ? warning : { ...warning, file: relative(base, file) },
    ),
  };
}

/** Reads `1.30` as a release in version fields, and as a number in all others. */
export function fractionOfMesh(path: Path, source: string): unknown {
  const key = path.at(-1);
  return key === 'istio' || key === 'kubernetes' || key === 'tag' ? source : Number(source);
}

function byPosition(left: Problem, right: Problem): number {
  const rows = (left.position?.line ?? 0) - (right.position?.line ?? 0);
  return rows === 0 ? (left.position?.column ?? 0) - (right.position?.column ?? 0) : rows;
}

/** Returns the text of a mesh file, or the problem of reading it. */
export function meshText(file: string): string | Problem {
  const fault = (message: string, fix: string) => errorIn(file, message, fix);
  try {
    const stats = statSync(file);
    if (stats.isDirectory()) return fault('expected a file, got a folder', 'Name the mesh.yaml in it');
    if (!stats.isFile()) return fault('expected a file, got a pipe or a device', 'Name a mesh.yaml');
    const bytes = readBytes(file);
    if (/^(?:fffe|feff)/.test(bytes.toString('hex', 0, 2)))
      return fault('expected text in UTF-8, got UTF-16', 'Save the file as UTF-8');
    if (!isUtf8(bytes)) return fault('expected text in UTF-8, got something else', 'Is this the right file?');
    return bytes.toString('utf8');
  } catch (error) {
    return fault(...readFailure(error, 'Run `istio-remote init` to make one, or name it with --config'));
  }
}
