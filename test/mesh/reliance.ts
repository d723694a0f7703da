import { isMap } from '../../src/is-map';
import { fieldAt } from '../../src/kubernetes/fields';
import type { MeshLine, Rule } from '../../src/mesh/mesh-line';
import { accepts } from '../../src/mesh/schema/fields';
import type { Path, Problem } from '../../src/problem';

/** Places of a mesh that a rule's problem depends on without declaring it. */
export function unsaidCauses(line: MeshLine, rule: Rule, input: object): string[] {
  const before = problemsOf(line, rule, input);
  return before.filter(isOfAnOption).flatMap((problem) =>
    writtenValues(input)
      .filter(([list, index]) => list === 'defaults' || index === problem.path[1])
      .filter((place) => !isSaid(place, problem))
      .filter((place) => {
        const without = withoutValue(input, place) as object;
        return (
          accepts(line.schema, without) &&
          !problemsOf(line, rule, without).some((other) => isSame(other, problem))
        );
      })
      .map((place) => `${problem.path.join('.')}: ${place.join('.')}`),
  );
}

/** Returns the problems of a rule in a mesh file. */
export function problemsOf(line: MeshLine, rule: Rule, input: unknown): readonly Problem[] {
  return [rule(line.resolve(input), input)].flat();
}

/** Whether it is about a value that `defaults` may have. */
export function isOfAnOption({ path }: Problem): boolean {
  return path[0] === 'remotes' && path.length > 2;
}

function isSame(one: Problem, other: Problem): boolean {
  return one.path.join('.') === other.path.join('.') && one.message === other.message;
}

/** Whether a problem is at a place, or relies on it. */
function isSaid(place: Path, { path, reliesOn = [] }: Problem): boolean {
  return [path, ...reliesOn].some((known) => {
    const [one, other] = [known, place].map((at) =>
      at[0] === 'defaults' ? ['remotes', known[1], ...at.slice(1)] : at,
    );
    return (one ?? []).every((step, index) => index >= (other ?? []).length || step === other?.[index]);
  });
}

/** Returns the options of `defaults` and of remotes in the file, with lists as a whole. */
function writtenValues(input: unknown, path: Path = []): Path[] {
  const value = fieldAt(input, ...path);
  const isList = path.length === 1 && Array.isArray(value);
  if (isList) return value.flatMap((_, index) => writtenValues(input, [...path, index]));
  if (path.length === 0) return [...writtenValues(input, ['defaults']), ...writtenValues(input, ['remotes'])];
  if (!isMap(value)) return path.length < 2 || path.at(-1) === 'name' ? [] : [path];
  return Object.keys(value).flatMap((key) => writtenValues(input, [...path, key]));
}

function withoutValue(value: unknown, [step, ...rest]: Path): unknown {
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? withoutValue(item, rest) : item));
  if (!isMap(value) || step === undefined) return value;
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) =>
      key !== step ? [[key, inner]] : rest.length === 0 ? [] : [[key, withoutValue(inner, rest)]],
    ),
  );
}
