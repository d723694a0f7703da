import { describe, expect, it } from 'vitest';
import { hashesOf, hashProblems } from './object-hashes';

const one = (value: unknown) => hashesOf(new Map([['a', value]]));

describe('the hash of an object', () => {
  it('is the SHA-256 of its JSON with sorted keys', () => {
    expect(one({ b: [{ d: 1, c: null }], a: 'x' })).toEqual({
      a: '1c1451bc7341981acdfe67059dc05924072254c244446853f639e574855aac44',
    });
  });

  it('does not depend on the order of keys', () => {
    expect(one({ a: { b: 1, c: [2] }, d: 3 })).toEqual(one({ d: 3, a: { c: [2], b: 1 } }));
  });

  it.each([
    ['a value', { a: 1 }, { a: 2 }],
    ['a type', { a: 1 }, { a: '1' }],
    ['the order of a list', [1, 2], [2, 1]],
    ['a key that is not there', { a: {} }, { a: {}, b: {} }],
    ['null', { a: null }, {}],
    ['a place', { a: { b: 1 } }, { b: 1 }],
  ])('depends on %s', (_, left, right) => {
    expect(one(left)).not.toEqual(one(right));
  });
});

describe('the problems of a case', () => {
  it('are none if all hashes agree', () => {
    expect(hashProblems({ a: '1', b: '2' }, { b: '2', a: '1' }, 'case')).toEqual([]);
  });

  it('say the case, each object, and where to see the fields', () => {
    expect(
      hashProblems({ same: '1', other: '2', gone: '3' }, { same: '1', other: '4', more: '5' }, 'case'),
    ).toEqual([
      'With case:',
      'gone: the chart makes it, and synth does not',
      'more: synth makes it, and the chart does not',
      "other: differs from the chart's",
      expect.stringMatching(/ISTIO_REMOTE_CHART_ROOT .*CONTRIBUTING\.md/),
    ]);
  });

  it('say the fields where the chart is at hand', () => {
    expect(hashProblems({ a: '1' }, { a: '2' }, 'case', () => ['a.b: 1, 2'])).toEqual([
      'With case:',
      "a: differs from the chart's",
      'a.b: 1, 2',
    ]);
  });

  it('say how to make hashes that are missing', () => {
    expect(hashProblems(undefined, { a: '1' }, 'case')).toEqual([
      expect.stringContaining('Run `node build/chart-hashes.mjs'),
    ]);
  });
});
