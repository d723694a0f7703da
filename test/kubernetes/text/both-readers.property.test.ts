import fc from 'fast-check';
import { parseEvents, YAMLException } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { CoreValues, coreScalar, Fraction } from '../../../src/kubernetes/text/core-values';
import { ManifestValues, manifestScalar } from '../../../src/kubernetes/text/manifest-values';
import { plainSchema, plainValue } from '../../../src/kubernetes/text/plain-values';
import { readTree } from '../../../src/kubernetes/text/tree';
import type { TreeValues } from '../../../src/kubernetes/text/tree-values';

const written = (source: string) => ({ written: source });

const dialects: { name: string; plain: (source: string) => unknown; values: () => TreeValues }[] = [
  {
    name: 'YAML 1.2',
    plain: (source) => {
      const value = coreScalar(source);
      return value instanceof Fraction ? written(source) : value;
    },
    values: () => new CoreValues((_, source) => written(source)),
  },
  { name: 'manifests', plain: manifestScalar, values: () => new ManifestValues() },
];

const scalar = fc.constantFrom(
  ...['a', 'b c', '1', '010', '0x1f', '1.20', '1e3', '-.5', '~', 'null', 'yes', 'n', 'TRUE', '""', "'x: y'"],
  ...[
    '"a\\n\\u0041"',
    '&x v',
    '*x',
    '1_000',
    '.inf',
    'a#b',
    '<<',
    '2026-01-01',
    '12:30',
    '',
    '|-\n      t',
    '>\n      f\n      g',
  ],
);

/** Block and flow collections of such scalars, as text: most of them are valid YAML. */
const { node } = fc.letrec<{ node: (indent: string) => string; flow: string }>((tie) => ({
  flow: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    scalar.filter((text) => !text.includes('\n')),
    fc.array(tie('flow'), { maxLength: 3 }).map((items) => `[${items.join(', ')}]`),
    fc
      .array(
        fc.tuple(
          scalar.filter((text) => !text.includes('\n')),
          tie('flow'),
        ),
        { maxLength: 3 },
      )
      .map((pairs) => `{${pairs.map(([key, value]) => `${key}: ${value}`).join(', ')}}`),
  ),
  node: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    tie('flow').map((text) => () => ` ${text}\n`),
    fc
      .array(tie('node'), { minLength: 1, maxLength: 3 })
      .map(
        (items) => (indent: string) =>
          `\n${items.map((item) => `${indent}-${item(`${indent}  `)}`).join('')}`,
      ),
    fc
      .array(
        fc.tuple(
          scalar.filter((text) => !text.includes('\n')),
          tie('node'),
        ),
        { minLength: 1, maxLength: 3 },
      )
      .map(
        (pairs) => (indent: string) =>
          `\n${pairs.map(([key, value]) => `${indent}${key}:${value(`${indent}  `)}`).join('')}`,
      ),
  ) as fc.Arbitrary<(indent: string) => string>,
}));

describe.each(dialects)('$name', ({ plain, values }) => {
  const schema = plainSchema(plain);

  it('is read alike by the reader of valid texts and by the reader with places', () => {
    let compared = 0;
    fc.assert(
      fc.property(node, (write) => {
        const text = write('').replace(/^\s+/, '');
        const fast = quick(text, schema);
        if (fast === undefined) return;
        const { root, faults } = readTree(text);
        if (root === undefined || faults.length > 0) return;
        const reader = values();
        const slow = reader.read(root);
        expect(reader.faults).toEqual([]);
        expect(slow).toEqual(fast.value);
        compared += 1;
      }),
      { numRuns: 2000 },
    );
    expect(compared).toBeGreaterThan(300);
  });
});

function quick(text: string, schema: ReturnType<typeof plainSchema>) {
  try {
    const events = parseEvents(text, {});
    return events.length < 3 ? undefined : plainValue(text, events, schema);
  } catch (error) {
    if (error instanceof YAMLException) return undefined;
    throw error;
  }
}
