import fc from 'fast-check';
import { expect, it } from 'vitest';
import { parse } from 'yaml';
import { plainNode, printCommented, type YamlLine } from '../../../src/kubernetes/text/print-commented';
import { codePoint } from '../../code-point';
import { inputIn } from '../../lines/istio-1.0/migrate/migrated';

/** Any text without half surrogate pairs, which no file can contain. */
const text = fc.oneof(
  fc.string({ unit: codePoint }),
  fc.constantFrom(
    '1.0.9',
    '1e3',
    'true',
    'null',
    '~',
    '- a',
    'a: b',
    '# x',
    ' #',
    "'",
    '"',
    '---',
    '*',
    '&a',
    '\ta',
    'a\nb',
  ),
);
const { value } = fc.letrec((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    text,
    fc.integer(),
    fc.double({ noNaN: true, noDefaultInfinity: true }),
    fc.boolean(),
    fc.constant(null),
    fc.array(tie('value'), { maxLength: 3 }),
    fc.dictionary(
      text.filter((key) => key !== '__proto__'),
      tie('value'),
      { maxKeys: 3 },
    ),
  ),
}));

it('reads back whatever it prints, with any comment', () => {
  fc.assert(
    fc.property(value, text, text, (data, key, comment) => {
      fc.pre(key !== '__proto__');
      const lines: YamlLine[] = [{ comment }, { key, value: plainNode(data), note: comment }, { comment }];
      const printed = printCommented(lines);
      expect(inputIn(printed)).toEqual({ [key]: data });
      expect(parse(printed)).toEqual({ [key]: data });
    }),
    { numRuns: 500 },
  );
});

it('prints comments beside the fields they are about', () => {
  const lines: YamlLine[] = [
    { comment: 'top' },
    { key: 'list', value: { list: [{ map: [{ comment: 'first' }, { key: 'a', value: 1, note: 'one' }] }] } },
  ];
  expect(printCommented(lines)).toBe('# top\nlist:\n  - # first\n    a: 1 # one\n');
});
