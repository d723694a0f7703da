import { closeSync, fstatSync, openSync, readFileSync } from 'node:fs';
import * as istio10 from '../istio-1.0/line';
import { errorAt, type Path, type Problem, problemText, quoted, UserError } from '../problem';
import { lineOf, type Mesh } from './mesh';
import { repaired } from './repair';
import { issueProblems, valueAt } from './schema/issues';
import { readYaml } from './yaml-source';

/** What reading a mesh gives: the mesh when it is valid, and everything wrong or doubtful in file order. */
export interface MeshReading {
  /** Undefined when any problem is an error. */
  readonly mesh: Mesh | undefined;
  readonly problems: readonly Problem[];
}

/** No mesh comes near: 10,000 remotes with all options take a third of it. */
const LARGEST_FILE = 24 * 1024 * 1024;

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
export function readMesh(file: string): MeshReading {
  const text = readText(file);
  return typeof text === 'string' ? parseMesh(text, file) : { mesh: undefined, problems: [text] };
}

/** Reads a mesh from text; `file` is its name in messages. */
export function parseMesh(text: string, file: string): MeshReading {
  const source = readYaml(text, file, fractionOfMesh);
  const found = source.value === undefined ? { problems: [] } : checkMesh(source.value);
  const problems = [...source.problems, ...source.locate(found.problems)].sort(byPosition);
  const valid = !problems.some(({ severity }) => severity === 'error');
  return { mesh: valid ? found.mesh : undefined, problems };
}

/** Validates a mesh that did not come from a file; problems carry paths but no lines. */
export function checkMesh(input: unknown): { mesh?: Mesh; problems: readonly Problem[] } {
  const istio = valueAt(input, ['istio']);
  const line = typeof istio === 'string' ? lineOf(istio) : undefined;
  if (line === 'current') {
    return {
      problems: [
        errorAt(
          ['istio'],
          `Istio ${String(istio)} is not supported yet, only 1.0.0 to 1.0.9`,
          'Wait for the second line, or set the 1.0 release of the primary',
        ),
      ],
    };
  }
  const first = istio10.schema.safeParse(input);
  if (first.success) return judged(first.data, input, undefined);
  const shape = issueProblems(istio10.schema, input, first.error.issues);
  const rest = repaired(input, shape);
  const second = istio10.schema.safeParse(rest.input);
  const judgements = second.success ? judged(second.data, input, rest.remotes).problems : [];
  const faulty = shape.map(({ path }) => path);
  return {
    problems: [...shape, ...judgements.filter(({ path }) => !faulty.some((other) => touches(path, other)))],
  };
}

/** Applies the rules of the line; `remotes` are the indexes in the file when some were left out. */
function judged(input: istio10.Input, asWritten: unknown, remotes: readonly number[] | undefined) {
  const mesh = istio10.resolve(input);
  const seen = new Set<string>();
  const problems = istio10.rules
    .flatMap((rule) => rule(mesh, input))
    .flatMap((problem) => {
      const placed = { ...problem, path: pathAsWritten(problem.path, asWritten, remotes) };
      const text = problemText(placed);
      if (seen.has(text)) return [];
      seen.add(text);
      return [placed];
    });
  return { mesh, problems };
}

/** Where a value really stands: the remote's index in the file, or `defaults:` when the remote does not set it. */
function pathAsWritten(path: Path, input: unknown, remotes: readonly number[] | undefined): Path {
  if (path[0] !== 'remotes' || typeof path[1] !== 'number' || path.length < 3) return path;
  const own = [path[0], remotes?.[path[1]] ?? path[1], ...path.slice(2)];
  const shared = ['defaults', ...path.slice(2)];
  for (let length = own.length; length >= 3; length--) {
    if (valueAt(input, own.slice(0, length)) !== undefined) return own;
    if (valueAt(input, shared.slice(0, length - 1)) !== undefined) return shared;
  }
  return own;
}

function touches(path: Path, other: Path): boolean {
  const length = Math.min(path.length, other.length);
  return path.slice(0, length).every((step, index) => step === other[index]);
}

/** `1.30` is a release in version fields and a number in all others. */
function fractionOfMesh(path: Path, source: string): unknown {
  const key = path.at(-1);
  return key === 'istio' || key === 'kubernetes' || key === 'tag' ? source : Number(source);
}

function byPosition(left: Problem, right: Problem): number {
  const lines = (left.position?.line ?? 0) - (right.position?.line ?? 0);
  return lines === 0 ? (left.position?.column ?? 0) - (right.position?.column ?? 0) : lines;
}

function readText(file: string): string | Problem {
  const wrong = (message: string, fix: string): Problem => ({ ...errorAt([], message, fix), file });
  let handle: number | undefined;
  try {
    handle = openSync(file, 'r');
    const stats = fstatSync(handle);
    if (!stats.isFile()) return wrong('expected a file, got something else', 'Name a mesh.yaml');
    if (stats.size > LARGEST_FILE) {
      return wrong(
        `expected at most ${LARGEST_FILE >> 20} MB, got ${Math.round(stats.size / 2 ** 20)} MB`,
        'Is this the right file?',
      );
    }
    const bytes = readFileSync(handle);
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
  } catch (error) {
    return wrong(...readFailure(error));
  } finally {
    if (handle !== undefined) closeSync(handle);
  }
}

function readFailure(error: unknown): [string, string] {
  if (error instanceof TypeError)
    return ['expected text in UTF-8, got something else', 'Is this the right file?'];
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (code === 'ENOENT')
    return ['there is no such file', 'Run `istio-remote init` to make one, or name it with --config'];
  if (code === 'EACCES' || code === 'EPERM') return ['may not be read', 'Check its permissions'];
  if (code !== '') return [`cannot be read: ${quoted(code)}`, 'Check the path'];
  throw error;
}
