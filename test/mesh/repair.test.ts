import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Paths } from '../../src/mesh/repair';
import type { Path } from '../../src/problem';

describe('Paths', () => {
  it.each<[string, Path, boolean]>([
    ['itself', ['remotes', 0, 'name'], true],
    ['a place within it', ['remotes', 0, 'name', 'x'], true],
    ['a place around it', ['remotes', 0], true],
    ['the whole', [], true],
    ['its neighbour', ['remotes', 0, 'kubernetes'], false],
    ['the same place elsewhere', ['remotes', 1, 'name'], false],
    ['a key that looks like an index', ['remotes', '0', 'name'], false],
  ])('finds out whether a path touches %s', (_, path, expected) => {
    expect(new Paths([['remotes', 0, 'name']]).touches(path)).toBe(expected);
  });

  it('touches nothing when it is empty, and everything when it holds the whole', () => {
    expect(new Paths([]).touches(['a'])).toBe(false);
    expect(new Paths([[]]).touches(['a'])).toBe(true);
  });

  it('touches what begins like a member, or is the beginning of one', () => {
    const path = fc.array(fc.constantFrom('a', 'b', 0, 1), { maxLength: 4 });
    fc.assert(
      fc.property(fc.array(path, { maxLength: 4 }), path, (members, wanted) => {
        const expected = members.some((member) => {
          const length = Math.min(member.length, wanted.length);
          return member.slice(0, length).every((step, index) => step === wanted[index]);
        });
        expect(new Paths(members).touches(wanted)).toBe(expected);
      }),
    );
  });
});
