import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkMesh } from '../../../src/lines/read-mesh';
import { LINE_NAMES } from '../../../src/mesh/mesh';
import { problemText } from '../../../src/problem';
import { wholeMesh } from '../arbitrary-whole-mesh';

/** Values that users write in the wrong place. */
const WRONG = [
  null,
  true,
  0,
  -1,
  1.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  '',
  ' ',
  'x',
  'a b',
  [],
  {},
  [null],
  [[]],
  { '': 1 },
  { 'a b': null },
];

/** Every place of a value, and every map with an additional key. */
function placesIn(value: unknown, path: readonly string[] = []): (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [path];
  return [
    path,
    [...path, 'a b'],
    ...Object.entries(value).flatMap(([key, inner]) => placesIn(inner, [...path, key])),
  ];
}

function withValue(value: unknown, [key, ...rest]: readonly string[], own: unknown): unknown {
  if (key === undefined) return own;
  const inner = (value as Record<string, unknown>)[key];
  const changed = withValue(inner, rest, own);
  if (Array.isArray(value)) return value.map((item, index) => (`${index}` === key ? changed : item));
  return { ...(value as object), [key]: changed };
}

describe.each(LINE_NAMES)('what is said about wrong values of Istio %s', (line) => {
  it('is in words of this tool, never in those of its parser', () => {
    fc.assert(
      fc.property(wholeMesh(line), fc.nat(), fc.constantFrom(...WRONG), (mesh, place, wrong) => {
        const places = placesIn(mesh);
        const { problems } = checkMesh(withValue(mesh, places[place % places.length] ?? [], wrong));
        expect(problems.map(problemText).join('\n')).not.toMatch(/Invalid|Unrecognized|Too (?:big|small)/);
      }),
      { numRuns: 50 },
    );
  });
});
