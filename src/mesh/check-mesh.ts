import { type Path, problemText } from '../problem';
import type { CheckedMesh, MeshCore } from './mesh';
import type { MeshLine } from './mesh-line';
import { Paths, type Repaired, repaired } from './repair';
import { type OtherSchema, readField, valueAt } from './schema/read-field';

interface CheckOptions {
  /** Places whose value could not be read; nothing more is said about them. @default - none */
  readonly unread?: readonly Path[];
  /** The other line, whose keys are not called misspelt. @default - its keys are unknown keys */
  readonly other?: Pick<MeshLine, 'schema' | 'title'> | undefined;
}

/** Validates a mesh of one line. Problems carry paths but no lines. */
export function checkMesh<M extends MeshCore>(
  line: MeshLine<M>,
  input: unknown,
  { unread = [], other }: CheckOptions = {},
): CheckedMesh<M> {
  const foreign: OtherSchema | undefined =
    other === undefined ? undefined : { schema: other.schema, name: other.title };
  const { value, faults: shape } = readField(line.schema, input, foreign);
  if (shape === undefined) return judged(line, value, { input, inFile: (path) => path }, new Paths(unread));
  const faults = new Paths([...unread, ...shape.paths]);
  const rest = repaired(input, faults, line.standIns);
  const second = readField(line.schema, rest.input).value;
  const lost = new Paths(unread);
  return {
    problems: [
      ...shape.problems.filter(({ path }) => !lost.touches(path)),
      ...(second === undefined ? [] : judged(line, second, rest, faults).problems),
    ],
  };
}

/** Applies the rules of the line. Nothing is said about a place that is faulty itself, or that follows from one. */
function judged<M extends MeshCore>(
  line: MeshLine<M>,
  input: unknown,
  whole: Repaired,
  faults: Paths,
): CheckedMesh<M> {
  const mesh = line.resolve(input);
  const seen = new Set<string>();
  const found = line.rules.flatMap((rule) => rule(mesh, input));
  const problems = found.flatMap((problem) => {
    const { path, reliesOn = [] } = problem;
    if ([path, ...reliesOn].some((place) => isDoubtful(place, whole, faults))) return [];
    const placed = { ...problem, path: whole.inFile(pathAsWritten(path, whole.input)) };
    if (placed.path[0] !== 'defaults') return [placed];
    // Every remote that takes over the default says the same.
    const text = problemText(placed);
    if (seen.has(text)) return [];
    seen.add(text);
    return [placed];
  });
  return { mesh, problems };
}

/** Whether a value is faulty where it stands, or in the `defaults:` on which it is laid. */
function isDoubtful(path: Path, { input, inFile }: Repaired, faults: Paths): boolean {
  if (faults.touches(inFile(path))) return true;
  if (path[0] !== 'remotes' || path.length < 3) return false;
  const own = valueAt(input, path);
  const isLaidOnDefaults = own === undefined || (typeof own === 'object' && !Array.isArray(own));
  return isLaidOnDefaults && faults.touches(['defaults', ...path.slice(2)]);
}

/** Where a value really stands: in the remote, or in `defaults:` when the remote does not set it. */
function pathAsWritten(path: Path, input: unknown): Path {
  if (path[0] !== 'remotes' || path.length < 3) return path;
  const shared = ['defaults', ...path.slice(2)];
  for (let length = path.length; length >= 3; length--) {
    if (valueAt(input, path.slice(0, length)) !== undefined) return path;
    if (valueAt(input, shared.slice(0, length - 1)) !== undefined) return shared;
  }
  return path;
}
