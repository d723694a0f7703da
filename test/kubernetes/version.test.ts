import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isAtLeast, parseKubernetesVersion } from '../../src/kubernetes/version';

describe('parseKubernetesVersion', () => {
  it.each(['1.9', '1.21', '1.21.14', '1.21.0', '2.0', '10.100'])('reads %s', (text) => {
    const [major, minor] = text.split('.').map(Number);
    expect(parseKubernetesVersion(text)).toEqual({ major, minor });
  });

  it.each([
    ['v1.16.15', 16],
    ['v1.34.1', 34],
    ['v1.30.5+k3s1', 30],
    ['v1.29.4-gke.1043002', 29],
    ['v1.27.16-eks-a737599', 27],
    ['v1.31.0-rc.1+rke2r1', 31],
    ['1.18.20', 18],
    ['v1.21', 21],
  ])('reads %s, as kubectl prints it', (text, minor) => {
    expect(parseKubernetesVersion(text)).toEqual({ major: 1, minor });
  });

  it.each([
    '',
    '1',
    '1.',
    '.1',
    'v',
    'v1',
    'V1.21.1',
    'vv1.21.1',
    '1.21.1-',
    '1.21.1 -x',
    '1.21-gke.3',
    '1.021',
    '01.2',
    '1.21.x',
    '1.2.3.4',
    ' 1.2',
    '1.2\n',
  ])('reads nothing from %j', (text) => {
    expect(parseKubernetesVersion(text)).toBeUndefined();
  });
});

describe('isAtLeast', () => {
  it.each([
    ['1.9', '1.10', false],
    ['1.10', '1.9', true],
    ['1.14', '1.14', true],
    ['1.14.0', '1.14', true],
    ['1.13.99', '1.14', false],
    ['2.0', '1.21', true],
    ['latest', '1.9', false],
    ['1.21', 'latest', false],
  ])('says whether %s is at least %s: %s', (version, than, expected) => {
    expect(isAtLeast(version, than)).toBe(expected);
  });

  it('orders versions as numbers', () => {
    const version = fc.tuple(fc.nat(3), fc.nat(40));
    fc.assert(
      fc.property(version, version, ([major, minor], [otherMajor, otherMinor]) => {
        const isNewer = major * 1000 + minor >= otherMajor * 1000 + otherMinor;
        expect(isAtLeast(`${major}.${minor}`, `${otherMajor}.${otherMinor}`)).toBe(isNewer);
      }),
    );
  });
});
