import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { pathFits } from '../../../src/output/folder/wildcard';

describe('pathFits', () => {
  it.each([
    ['a.yaml', 'a.yaml', true],
    ['a.yaml', 'b/a.yaml', false],
    ['*.yaml', 'a.yaml', true],
    ['*.yaml', 'b/a.yaml', false],
    ['*/*.yaml', 'b/a.yaml', true],
    ['**', 'b/c/a.yaml', true],
    ['**/a.yaml', 'a.yaml', true],
    ['**/a.yaml', 'b/c/a.yaml', true],
    ['b/**', 'b/c/a.yaml', true],
    ['b/**', 'bc/a.yaml', false],
    ['b/**/a.*', 'b/a.yaml', true],
    ['a?c', 'abc', true],
    ['a?c', 'a/c', false],
    ['a.c', 'abc', false],
    ['*', '.hidden', true],
    ['[ab]', 'a', false],
  ])('%s and %s: %s', (pattern, path, fits) => {
    expect(pathFits(pattern, path)).toBe(fits);
  });

  it('agrees with a regular expression', () => {
    const name = fc.stringMatching(/^[ab*?]{0,5}$/);
    const pattern = fc.array(fc.oneof(name, fc.constant('**')), { minLength: 1, maxLength: 4 });
    const path = fc.array(fc.stringMatching(/^[ab]{0,5}$/), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(pattern, path, (pattern, path) => {
        const steps = pattern.map((step) =>
          /^\*\*$/.test(step) ? '(?:[^/]*/)*' : `${step.replace(/\*+/g, '[^/]*').replace(/\?/g, '[^/]')}/`,
        );
        const expected = new RegExp(`^${steps.join('')}$`).test(`${path.join('/')}/`);
        expect(pathFits(pattern.join('/'), path.join('/'))).toBe(expected);
      }),
      { numRuns: 1000 },
    );
  });

  it('needs no more steps for a hostile pattern than for a plain one', () => {
    expect(pathFits(`${'*a'.repeat(500)}b`, 'a'.repeat(4000))).toBe(false);
    expect(pathFits(`${'**/a/'.repeat(200)}b`, 'a/'.repeat(2000))).toBe(false);
  });
});
