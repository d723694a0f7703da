import { fieldAt } from '../kubernetes/fields';
import { type Path, problemText } from '../problem';
import type { CheckedMesh, MeshCore } from './mesh';
import type { MeshLine } from './mesh-line';
import { Paths, type Repaired, repaired } from './repair';
import { type OtherSchema, readField } from './schema/read-field';

interface CheckOptions {
  /** Places whose value could not be read, which are reported already. @default - none */
  readonly unread?: readonly Path[];
  /** The other line, whose keys get a message of their own. @default - its keys are unknown keys */
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
  if (shape === undefined)
    return applyRules(line, value, { input, inFile: (path) => path }, new Paths(unread));
  const faults = new Paths([...unread, ...shape.paths]);
  const rest = repaired(input, faults, line.standIns);
  const second = readField(line.schema, rest.input).value;
  const lost = new Paths(unread);
  return {
    problems: [
      ...shape.problems.filter(({ path }) => !lost.touches(path)),
      ...(second === undefined ? [] : applyRules(line, second, rest, faults).problems),
    ],
  };
}

/** Applies the rules of the line, and drops problems that rely on a faulty place. */
function applyRules<M extends MeshCore>(
  line: MeshLine<M>,
  input: unknown,
  whole: Repaired,
  faults: Paths,
): CheckedMesh<M> {
  const mesh = line.resolve(input);
  const seen = new Set<string>();
  const problems = line.rules
    .flatMap((rule) => rule(mesh, input))
    .flatMap((problem) => {
      const { path, reliesOn = [] } = problem;
      if ([path, ...reliesOn].some((place) => isDoubtful(place, whole, faults))) return [];
      const placed = { ...problem, path: whole.inFile(pathAsWritten(path, whole.input)) };
      if (placed.path[0] !== 'defaults') return [placed];
      // Every remote with this default has the same problem.
      const text = problemText(placed);
      if (seen.has(text)) return [];
      seen.add(text);
      return [placed];
    });
  return { mesh, problems };
}

/** Whether a value is faulty itself, or in the `defaults:` that it is merged with. */
function isDoubtful(path: Path, { input, inFile }: Repaired, faults: Paths): boolean {
  if (faults.touches(inFile(path))) return true;
  if (path[0] !== 'remotes' || path.length < 3) return false;
  const own = fieldAt(input, ...path);
  const isMergedWithDefaults = own === undefined || (typeof own === 'object' && !Array.isArray(own));
  return isMergedWithDefaults && faults.touches(['defaults', ...path.slice(2)]);
}

/** The path of a value in the file: in the remote, or in `defaults:` if the remote does not set it. */
function pathAsWritten(path: Path, input: unknown): Path {
  if (path[0] !== 'remotes' || path.length < 3) return path;
  const shared = ['defaults', ...path.slice(2)];
  for (let length = path.length; length >= 3; length--) {
    if (fieldAt(input, ...path.slice(0, length)) !== undefined) return path;
    if (fieldAt(input, ...shared.slice(0, length - 1)) !== undefined) return shared;
  }
  return path;
}
