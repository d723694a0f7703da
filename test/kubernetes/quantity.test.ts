import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { storedQuantity, storedResources } from '../../src/kubernetes/quantity';
import { STORED_QUANTITIES } from './stored-quantities';

describe('storedQuantity', () => {
  it.each(STORED_QUANTITIES)('spells %s as %s', (written, stored) => {
    expect(storedQuantity(written)).toBe(stored);
  });

  it.each(['', '.', '-1', '1 Gi', 'lots', '1e', '1e99', '9223372036854775808', '10Ei', '1'.repeat(1000)])(
    'refuses %j',
    (text) => {
      expect(storedQuantity(text)).toBeUndefined();
    },
  );

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

/** Another, rough reader of quantities. */
function roughly(text: string): number {
  const suffix = /[A-Za-z]+$/.exec(text)?.[0];
  return suffix === undefined
    ? Number(text)
    : Number(text.slice(0, -suffix.length)) * (SIZES[suffix] ?? Number.NaN);
}
