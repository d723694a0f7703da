import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readManifest } from '../../../src/kubernetes/text/read-yaml';
import { readValuesFile } from '../../../src/migrate/helm-values/values-file';
import { UserError } from '../../../src/problem';

const key = fc.constantFrom('a', 'b', '"c d"', 'e.f/g', "'1'");
const scalar = fc.oneof(
  fc.constantFrom(
    'a',
    'b c',
    '1',
    '010',
    '0x1f',
    '1.20',
    '1e3',
    '-.5',
    '~',
    'null',
    'yes',
    'n',
    'TRUE',
    '""',
  ),
  fc.constantFrom("'x: y'", '"a\\n\\u0041"', '&x v', '*x', '1_000', 'a#b', '2026-01-01', '12:30', '!!str 1'),
  fc.constantFrom('!!int "0b11"', '!mine x', '18446744073709551616', '+1', '0o17', '08', '.5_', '-'),
);
const entries = (value: fc.Arbitrary<string>) =>
  fc.array(
    fc.tuple(fc.oneof({ weight: 9, arbitrary: key }, { weight: 1, arbitrary: fc.constant('<<') }), value),
    {
      minLength: 1,
      maxLength: 4,
    },
  );

/** Collections as text, after a key or a dash: most are valid YAML. */
const { block } = fc.letrec<{ block: (indent: string) => string; flow: string }>((tie) => ({
  flow: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar,
    fc.array(tie('flow'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    entries(tie('flow')).map(
      (pairs) => `&x {${pairs.map(([name, value]) => `${name}: ${value}`).join(', ')}}`,
    ),
  ),
  block: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('flow').map((text) => () => ` ${text}\n`),
    fc.constantFrom<(indent: string) => string>(
      (indent) => ` |-\n${indent}t\n`,
      (indent) => ` >\n${indent}f\n`,
    ),
    fc
      .array(tie('block'), { minLength: 1, maxLength: 3 })
      .map(
        (items) => (indent: string) =>
          `\n${items.map((item) => `${indent}-${item(`${indent}  `)}`).join('')}`,
      ),
    entries(tie('block') as unknown as fc.Arbitrary<string>).map((pairs) => (indent: string) => {
      const lines = pairs.map(
        ([name, value]) =>
          `${indent}${name}:${(value as unknown as (indent: string) => string)(`${indent}  `)}`,
      );
      return `\n${lines.join('')}`;
    }),
  ),
}));

describe('readManifest', () => {
  it('reads values as Helm reads them with the same YAML of Go, or Helm refuses them', () => {
    let compared = 0;
    fc.assert(
      fc.property(fc.array(fc.tuple(key, block), { minLength: 1, maxLength: 4 }), (pairs) => {
        const text = pairs.map(([name, value]) => `${name}:${value('  ')}`).join('');
        const expected = helmValues(text);
        if (expected === undefined) return;
        compared += 1;
        const { value, problems } = readManifest(text);
        expect(value).toEqual(expected);
        expect(problems.every(({ message }) => message === 'is repeated in this map')).toBe(true);
      }),
      { numRuns: 250 },
    );
    expect(compared).toBeGreaterThan(60);
  });
});

function helmValues(text: string): unknown {
  try {
    return readValuesFile('values.yaml', text);
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
