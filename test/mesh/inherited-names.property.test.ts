import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lineOf } from '../../src/lines/loaded-lines';
import { outputOf } from '../../src/lines/mesh-output';
import { parseMesh } from '../../src/lines/read-mesh';
import { LINE_NAMES } from '../../src/mesh/mesh';
import { outputFiles } from '../../src/output/mesh-files';
import { type Path, UserError } from '../../src/problem';
import { validationOf } from '../../src/validate/validate-files';
import { INHERITED, wholeMesh } from './arbitrary-whole-mesh';

const word = fc.constantFrom('__proto__', '__defineGetter__', 'prototype', ...INHERITED);

/** Every map (for another key) and every text (to replace) of an input. */
function placesIn(value: unknown, at: Path = []): Path[] {
  if (typeof value === 'string') return [at];
  if (typeof value !== 'object' || value === null) return [];
  const below = Object.entries(value).flatMap(([key, inner]) =>
    placesIn(inner, [...at, Array.isArray(value) ? Number(key) : key]),
  );
  return Array.isArray(value) ? below : [at, ...below];
}

/** Returns the same value with a word as another key of the map at a path, or instead of the text there. */
function withWord(value: unknown, [step, ...rest]: Path, word: string, keyed: unknown): unknown {
  if (step === undefined)
    return typeof value === 'string'
      ? word
      : Object.fromEntries([...Object.entries(Object(value)), [word, keyed]]);
  if (Array.isArray(value))
    return value.map((item, index) => (index === step ? withWord(item, rest, word, keyed) : item));
  const entries = Object.entries(Object(value)).map(([key, inner]) => [
    key,
    key === step ? withWord(inner, rest, word, keyed) : inner,
  ]);
  return Object.fromEntries(entries);
}

describe.each(LINE_NAMES)('a mesh of line %s with words that objects inherit', (line) => {
  it('is valid, or refused at a place, whatever key or name has the word', () => {
    fc.assert(
      fc.property(
        wholeMesh(line),
        word,
        fc.nat(),
        fc.constantFrom('a', 1, true, null, {}),
        (input, word, choice, keyed) => {
          const places = placesIn(input);
          const place = places[choice % places.length] ?? [];
          const text = JSON.stringify(withWord(input, place, word, keyed));
          const { mesh, problems } = parseMesh(text, 'mesh.yaml');
          if (mesh === undefined) {
            expect(problems.some(({ severity }) => severity === 'error')).toBe(true);
            return;
          }
          // No written value is lost silently.
          if (text.includes('"__proto__":')) expect.unreachable(`took __proto__ at ${place.join('.')}`);
          const validation = validationOf(mesh, lineOf(mesh).validation(mesh));
          try {
            for (const file of outputFiles(outputOf(mesh))) validation.pass(file);
            validation.problems();
          } catch (error) {
            expect(error).toBeInstanceOf(UserError);
          }
        },
      ),
      { numRuns: 10, endOnFailure: true },
    );
  });
});
