import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merged } from '../../src/mesh/merge';

const value = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.constantFrom(0, 1, 'a', true, [], [1, 2]),
    fc.dictionary(fc.constantFrom('a', 'b', 'c'), fc.oneof(tie('value'), fc.constant(null)), {
      noNullPrototype: true,
    }),
  ),
})).value;
const map = fc.dictionary(fc.constantFrom('a', 'b', 'c'), value, { noNullPrototype: true });

describe('merged', () => {
  it.each([
    ['maps key by key', { a: { b: 1, c: 2 } }, { a: { c: 3 } }, { a: { b: 1, c: 3 } }],
    ['a list in place of a list', { a: [1, 2] }, { a: [3] }, { a: [3] }],
    ['a value in place of a map', { a: { b: 1 } }, { a: 2 }, { a: 2 }],
    ['a map in place of a value', { a: 1 }, { a: { b: 2 } }, { a: { b: 2 } }],
    ['a key that was not there', { a: 1 }, { b: { c: 2 } }, { a: 1, b: { c: 2 } }],
    ['null, which takes away', { a: 1, b: { c: 2, d: 3 } }, { a: null, b: { c: null } }, { b: { d: 3 } }],
    ['null where nothing was', { a: 1 }, { b: null, c: { d: null } }, { a: 1, c: {} }],
    ['undefined, which changes nothing', { a: 1 }, { a: undefined, b: { c: undefined } }, { a: 1, b: {} }],
    [
      'falsy values like all others',
      { a: 1, b: 'x', c: true },
      { a: 0, b: '', c: false },
      { a: 0, b: '', c: false },
    ],
  ])('merges %s', (_, base: object, over: object, expected) => {
    expect(merged(base, over)).toEqual(expected);
  });

  it('returns the base itself without overrides', () => {
    const base = { a: 1 };
    expect(merged(base, undefined)).toBe(base);
  });

  it('changes neither argument and leaves no null', () => {
    fc.assert(
      fc.property(map, map, (base, over) => {
        const before = structuredClone([base, over]);
        const clean: unknown = merged({}, base);
        expect(JSON.stringify(merged(clean, over))).not.toContain('null');
        expect([base, over]).toEqual(before);
      }),
    );
  });

  it('returns the same if the same is merged twice', () => {
    fc.assert(
      fc.property(map, map, (base, over) => {
        const once: unknown = merged(base as unknown, over);
        expect(merged(once, over)).toEqual(once);
      }),
    );
  });
});
