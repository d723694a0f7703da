import { dirname, relative } from 'node:path';
import { readYaml } from '../kubernetes/text/read-yaml';
import type { Path, Problem } from '../problem';
import { checkMesh } from './check-mesh';
import type { MeshCore } from './mesh';
import type { LoadedFiles, MeshLine } from './mesh-line';
import type { MeshFileOptions, MeshReading } from './mesh-reading';

/** The text of a mesh file, read as YAML and not looked at yet. */
export interface MeshSource {
  readonly file: string;
  readonly yaml: ReturnType<typeof readYaml>;
}

export interface ReadOptions extends MeshFileOptions {
  /** The other line, whose keys are not called misspelt. @default - its keys are unknown keys */
  readonly other?: Pick<MeshLine, 'schema' | 'title'> | undefined;
}

/** Reads the text of a mesh file as YAML. @param file its name in messages; the files that the mesh names are beside it */
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
  return { mesh: mesh === undefined ? undefined : withWarnings(mesh, problems, file), problems };
}

/** Lets every loader of the line read its files. */
function loadFiles<M extends MeshCore>(line: MeshLine<M>, mesh: M, base: string): LoadedFiles<M> {
  return line.loaders.reduce<LoadedFiles<M>>(
    (before, load) => {
      const { mesh, entryProblems, fileProblems } = load(before.mesh, base);
      return {
        mesh,
        entryProblems: [...before.entryProblems, ...entryProblems],
        fileProblems: [...before.fileProblems, ...fileProblems],
      };
    },
    { mesh, entryProblems: [], fileProblems: [] },
  );
}

/**
 * The mesh with what is doubtful about it, so that its page says it. Lines and columns are left out, and so is the
 * folder of the mesh file: the page is the same wherever the project is.
 */
function withWarnings<M extends MeshCore>(mesh: M, warnings: readonly Problem[], meshFile: string): M {
  if (warnings.length === 0) return mesh;
  const base = dirname(meshFile);
  return {
    ...mesh,
    warnings: warnings.map(({ position: _, file, ...warning }) =>
      file === undefined || file === meshFile ? warning : { ...warning, file: relative(base, file) },
    ),
  };
}

/** `1.30` is a release in version fields and a number in all others. */
export function fractionOfMesh(path: Path, source: string): unknown {
  const key = path.at(-1);
  return key === 'istio' || key === 'kubernetes' || key === 'tag' ? source : Number(source);
}

function byPosition(left: Problem, right: Problem): number {
  const lines = (left.position?.line ?? 0) - (right.position?.line ?? 0);
  return lines === 0 ? (left.position?.column ?? 0) - (right.position?.column ?? 0) : lines;
}
