import { describe, expect, it } from 'vitest';
import { imagePathLength, isImageHub, isImagePath, isImageTag } from '../../src/kubernetes/image';

/** Results of github.com/distribution/reference v0.6.0. */
describe.each([
  {
    test: isImagePath,
    accepts: ['proxyv2', 'a/b', 'a.b', 'a_b', 'a__b', 'a---b', '0', 'a'.repeat(255)],
    refuses: ['', 'A', 'é', 'a/', '/a', 'a//b', '-a', 'a-', 'a..b', 'a___b', 'a:1', 'a b', 'a'.repeat(256)],
  },
  {
    test: isImageHub,
    accepts: ['docker.io/istio', 'istio', 'localhost', 'R.io:5000/a', 'REG/a', '[fd00::1]:5000/a', 'a.b_c/d'],
    refuses: [
      '',
      'docker.io/',
      'docker.io/Istio',
      'a:b/c',
      'a:/c',
      '[fd00::1',
      'a/b:5000',
      'https://a',
      'a@b',
    ],
  },
  {
    test: isImageTag,
    accepts: ['1.0.9', '_A-b.c', 'a'.repeat(128)],
    refuses: ['', '.a', '-a', 'a:b', 'é', 'a'.repeat(129), `a@sha256:${'0'.repeat(64)}`],
  },
])('$test.name', ({ test, accepts, refuses }) => {
  it('accepts what a runtime accepts', () => {
    expect(accepts.filter((text) => !test(text))).toEqual([]);
  });

  it('refuses what a runtime refuses', () => {
    expect(refuses.filter(test)).toEqual([]);
  });
});

describe('imagePathLength', () => {
  it.each([
    ['docker.io/istio', 'proxyv2', 13],
    ['docker.io', 'proxyv2', 7],
    ['localhost/a', 'b', 3],
    ['istio', 'proxyv2', 13],
    ['a:5000/b/c', 'd', 5],
  ])('does not count the registry of %s/%s', (hub, name, length) => {
    expect(imagePathLength(hub, name)).toBe(length);
  });
});
