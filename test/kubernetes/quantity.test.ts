import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isQuantity, storedQuantity, storedResources } from '../../src/kubernetes/quantity';
import { STORED_QUANTITIES } from './stored-quantities';

describe('isQuantity', () => {
  it.each([
    '0',
    '100m',
    '.5',
    '1.',
    '128Mi',
    '1e3',
    '1E-3',
    '1e+3',
    '2k',
    '3Ei',
    '7E',
    '+1',
    '-1',
    '1e99',
    '1e-99',
    '0e99',
  ])('accepts %s', (text) => {
    expect(isQuantity(text)).toBe(true);
  });

  it.each([
    '',
    '.',
    'm',
    '+',
    '1 Gi',
    '1mi',
    '1KB',
    '1ki',
    'lots',
    '1e',
    '1e+',
    '1k3',
    '1Ki3',
    '1+3',
    '0x10',
    '1\n',
    '1e9223372036854775808',
  ])('refuses %j', (text) => {
    expect(isQuantity(text)).toBe(false);
  });
});

describe('storedQuantity', () => {
  it.each(STORED_QUANTITIES)('spells %s as %s', (written, stored) => {
    expect(storedQuantity(written)).toBe(stored);
  });

  it.each([
    '',
    '.',
    '-1',
    '1 Gi',
    'lots',
    '1e',
    '1e99',
    '1e2147483647',
    '9223372036854775808',
    '8Ei',
    '1'.repeat(1000),
  ])('refuses %j', (text) => {
    expect(storedQuantity(text)).toBeUndefined();
  });

  it('leaves what it has made as it is, and makes no quantity smaller', () => {
    const written = fc
      .tuple(
        fc.nat(),
        fc.nat(9999),
        fc.constantFrom('', 'm', 'u', 'n', 'k', 'M', 'Ki', 'Mi', 'Gi', 'e3', 'E-2'),
      )
      .map(([whole, fraction, suffix]) => `${whole}.${fraction}${suffix}`);
    fc.assert(
      fc.property(written, (text) => {
        const stored = storedQuantity(text) ?? '';
        expect(storedQuantity(stored)).toBe(stored);
        expect(roughly(stored)).toBeGreaterThanOrEqual(roughly(text) * (1 - 1e-12));
        expect(roughly(stored)).toBeLessThan(roughly(text) + 0.001 + roughly(text) * 1e-12);
      }),
    );
  });
});

describe('storedResources', () => {
  it('leaves out empty maps, and writes every quantity as text', () => {
    expect(storedResources({ requests: {}, limits: {} })).toEqual({});
    expect(storedResources({ requests: { cpu: 2, memory: '1024Mi' }, limits: {} })).toEqual({
      requests: { cpu: '2', memory: '1Gi' },
    });
  });
});

const SIZES: Readonly<Record<string, number>> = {
  n: 1e-9,
  u: 1e-6,
  m: 1e-3,
  k: 1e3,
  M: 1e6,
  G: 1e9,
  T: 1e12,
  P: 1e15,
  E: 1e18,
  Ki: 2 ** 10,
  Mi: 2 ** 20,
  Gi: 2 ** 30,
  Ti: 2 ** 40,
  Pi: 2 ** 50,
  Ei: 2 ** 60,
};

/** Another, simple reader of quantities. */
function roughly(text: string): number {
  const suffix = /[A-Za-z]+$/.exec(text)?.[0];
  return suffix === undefined
    ? Number(text)
    : Number(text.slice(0, -suffix.length)) * (SIZES[suffix] ?? Number.NaN);
}
