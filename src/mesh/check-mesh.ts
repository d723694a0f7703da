import { isMap } from '../is-map';
import { fieldAt } from '../kubernetes/fields';
import { type MergedValue, type Path, type Problem, pathText, problemText } from '../problem';
import type { CheckedMesh, MeshCore } from './mesh';
import type { MeshLine } from './mesh-line';
import { Paths, type Repaired, repaired } from './repair';
import { type OtherSchema, readField } from './schema/read-field';

interface CheckOptions {
  /** Places whose value could not be read. They are already reported. @default - none */
  readonly unread?: readonly Path[];
  /** The other line. Its keys get a special message. @default - its keys are unknown keys */
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

/** Applies the rules of the line, and drops problems that come from an invalid value. */
function applyRules<M extends MeshCore>(
  line: MeshLine<M>,
  input: unknown,
  whole: Repaired,
  faults: Paths,
): CheckedMesh<M> {
  const mesh = line.resolve(input);
  const problems: Problem[] = [];
  /** Problems at a default, each with the ids of its remotes. */
  const about = new Map<string, string[]>();
  for (const problem of line.rules.flatMap((rule) => rule(mesh, input))) {
    const { path, reliesOn = [] } = problem;
    if ([path, ...reliesOn].some((place) => isDoubtful(place, whole, faults))) continue;
    const placed = { ...problem, path: whole.inFile(pathAsWritten(path, whole.input)) };
    const merged = mergedValue(problem, mesh, whole);
    const clusters = [...(merged?.clusters ?? [])];
    if (placed.path[0] === 'defaults') {
      // Every remote with this default has the same problem. Remotes with another place have one of their own.
      const others = (merged?.with ?? []).map((other) => pathText(other.path));
      const key = [problemText(placed), ...others].join('\n');
      const known = about.get(key);
      known?.push(...clusters);
      if (known !== undefined) continue;
      about.set(key, clusters);
    }
    problems.push(merged === undefined ? placed : { ...placed, merged: { ...merged, clusters } });
  }
  return { mesh, problems: problems.map((problem) => withoutAll(problem, mesh)) };
}

/**
 * Returns the cluster and the other place of a value merged from `defaults` and a remote. Undefined for other values.
 */
function mergedValue(
  { path, reliesOn = [] }: Problem,
  { remotes }: MeshCore,
  { input, inFile }: Repaired,
): MergedValue | undefined {
  const [group, index] = path;
  if (group !== 'remotes' || typeof index !== 'number' || path.length < 3) return undefined;
  const cluster = remotes[index]?.name;
  if (cluster === undefined) return undefined;
  const place = pathAsWritten(path, input);
  const shared = ['defaults', ...path.slice(2)];
  const others = reliesOn
    .filter((other) => other[0] === group && other[1] === index && other.length > 2)
    .map((other) => pathAsWritten(other, input));
  // A merged map has keys from both sides.
  if (isMap(fieldAt(input, ...path))) others.push(shared);
  const far = others.filter((other) => other[0] !== place[0] && fieldAt(input, ...other) !== undefined);
  if (place[0] !== 'defaults' && far.length === 0) return undefined;
  return { clusters: [cluster], with: far.map((other) => ({ path: inFile(other) })) };
}

/** Removes the list of remotes from a problem if the default is wrong in all of them. */
function withoutAll(problem: Problem, { remotes }: MeshCore): Problem {
  const { merged, ...rest } = problem;
  const isOfAll = merged?.with.length === 0 && merged.clusters.length >= remotes.length;
  return isOfAll ? rest : problem;
}

/** Whether a value is invalid itself, or in the `defaults:` that it is merged with. */
function isDoubtful(path: Path, { input, inFile }: Repaired, faults: Paths): boolean {
  if (faults.touches(inFile(path))) return true;
  if (path[0] !== 'remotes' || path.length < 3) return false;
  const own = fieldAt(input, ...path);
  const isMergedWithDefaults = own === undefined || (typeof own === 'object' && !Array.isArray(own));
  return isMergedWithDefaults && faults.touches(['defaults', ...path.slice(2)]);
}

/** Returns the path of a value in the file: in the remote, or in `defaults:` if the remote does not set it. */
function pathAsWritten(path: Path, input: unknown): Path {
  if (path[0] !== 'remotes' || path.length < 3) return path;
  const shared = ['defaults', ...path.slice(2)];
  for (let length = path.length; length >= 3; length--) {
    if (fieldAt(input, ...path.slice(0, length)) !== undefined) return path;
    if (fieldAt(input, ...shared.slice(0, length - 1)) !== undefined) return shared;
  }
  return path;
}
