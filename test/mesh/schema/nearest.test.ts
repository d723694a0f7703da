import { describe, expect, it } from 'vitest';
import { nearest } from '../../../src/mesh/schema/nearest';

const keys = ['name', 'namespace', 'kubernetes', 'podCidrs', 'serviceCidrs', 'addresses'];

describe('nearest', () => {
  it.each([
    ['nme', 'name'],
    ['nmae', 'name'],
    ['NAME', 'name'],
    ['kubernets', 'kubernetes'],
    ['podCIDRs', 'podCidrs'],
    ['adreses', 'addresses'],
    ['namspace', 'namespace'],
  ])('takes %s for %s', (word, expected) => {
    expect(nearest(word, keys)).toBe(expected);
  });

  it.each(['', 'x', 'clusters', 'istio', 'n', 'a'.repeat(61)])('takes %j for none of the keys', (word) => {
    expect(nearest(word, keys)).toBeUndefined();
  });

  it('prefers the nearest of several', () => {
    expect(nearest('ab', ['abc', 'ab', 'abcd'])).toBe('ab');
    expect(nearest('polic', ['pilot', 'policy'])).toBe('policy');
  });
});
