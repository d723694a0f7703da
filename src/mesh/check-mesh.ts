import * as istio10 from '../istio-1.0/line';
import * as istioCurrent from '../istio-current/line';
import { type Path, type Problem, problemText } from '../problem';
import { type Line, lineOf, type Mesh } from './mesh';
import { Paths } from './paths';
import { type Repaired, repaired } from './repair';
import { readField, valueAt } from './schema/issues';
import type { Field, ValueOf } from './schema/leaf';
import type { SharedServicesInput } from './shared-services/input';
import * as sharedServices from './shared-services/rules';

/** What validating a mesh gives. */
export interface CheckedMesh {
  /** Undefined when the input has another shape than a mesh. */
  readonly mesh?: Mesh;
  readonly problems: readonly Problem[];
}

/** What there is to know of a line in order to read a mesh of it. */
interface LineReader<Schema extends Field, M extends Mesh> {
  readonly line: M['line'];
  readonly schema: Schema;
  resolve(input: ValueOf<Schema>): M;
  /** Keys of `primary.addresses`, the one that is required first. */
  readonly components: readonly string[];
  readonly rules: readonly ((mesh: M, input: ValueOf<Schema>) => readonly Problem[])[];
}

/** Every rule looks at a mesh that has services to share, or none. */
type WithServices = { readonly sharedServices?: SharedServicesInput | undefined };

/**
 * Validates a mesh that did not come from a file; problems carry paths but no lines.
 * @param unread places whose value could not be read; nothing more is said about them
 * @param line the line that the mesh must be of. Default: the one of its release
 */
export function checkMesh(
  input: unknown,
  unread: readonly Path[] = [],
  line: Line = likelyLine(input),
): CheckedMesh {
  return line === '1.0'
    ? checkLine(istio10, { schema: istioCurrent.schema, name: 'Istio 1.28 to 1.31' }, input, unread)
    : checkLine(istioCurrent, { schema: istio10.schema, name: 'Istio 1.0' }, input, unread);
}

/** Keys of `primary.addresses` in an input of either line, the one that is required first. */
export function addressKeys(input: unknown): readonly string[] {
  return (likelyLine(input) === '1.0' ? istio10 : istioCurrent).components;
}

/** The line of the release; where neither line has it, the one whose address the mesh has. */
function likelyLine(input: unknown): Line {
  const istio = valueAt(input, ['istio']);
  const known = typeof istio === 'string' ? lineOf(istio) : undefined;
  return known ?? (valueAt(input, ['primary', 'addresses', 'istiod']) === undefined ? '1.0' : 'current');
}

function checkLine<Schema extends Field, M extends Mesh>(
  line: LineReader<Schema, M>,
  other: { readonly schema: Field; readonly name: string },
  input: unknown,
  unread: readonly Path[],
): CheckedMesh {
  const { value, faults: shape } = readField(line.schema, input, other);
  if (shape === undefined) return judged(line, value, { input, inFile: (path) => path }, new Paths(unread));
  const faults = new Paths([...unread, ...shape.paths]);
  const rest = repaired(input, faults, line.line);
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
function judged<Schema extends Field, M extends Mesh>(
  line: LineReader<Schema, M>,
  input: ValueOf<Schema>,
  whole: Repaired,
  faults: Paths,
): CheckedMesh {
  const mesh = line.resolve(input);
  const seen = new Set<string>();
  const found = [
    ...line.rules.flatMap((rule) => rule(mesh, input)),
    ...Object.values(sharedServices).flatMap((rule) => rule(mesh, input as WithServices)),
  ];
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
