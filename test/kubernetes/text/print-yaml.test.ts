import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Yaml } from 'cdk8s';
import fc from 'fast-check';
import { CORE_SCHEMA, load, YAML11_SCHEMA } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { parse, parseAllDocuments } from 'yaml';
import { printYaml } from '../../../src/kubernetes/text/print-yaml';
import { codePoint } from '../../code-point';
import { REFERENCE } from '../../reference';

const readers: Record<string, (text: string) => unknown> = {
  'yaml 1.1': (text) => parse(text, { version: '1.1', logLevel: 'silent' }),
  'yaml 1.2': (text) => parse(text, { version: '1.2', logLevel: 'silent' }),
  'js-yaml core': (text) => load(text, { schema: CORE_SCHEMA }),
  'js-yaml 1.1': (text) => load(text, { schema: YAML11_SCHEMA }),
};

/** Returns the readers, of those above, that fail on the text or read another value. */
function misreaders(text: string, value: unknown): string[] {
  return Object.keys(readers).filter((name) => {
    try {
      return !sameValue(readers[name]?.(text), value);
    } catch {
      return true;
    }
  });
}

function sameValue(a: unknown, b: unknown): boolean {
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return Object.is(a, b);
  if (Array.isArray(a) !== Array.isArray(b) || a instanceof Date) return false;
  const [left, right] = [new Map(Object.entries(a)), new Map(Object.entries(b))];
  return (
    left.size === right.size &&
    [...left].every(([key, value]) => right.has(key) && sameValue(value, right.get(key)))
  );
}

/** Strings that all four readers above get back from cdk8s, but PyYAML 6 or go-yaml v2 (kubectl) do not. */
const readWrongElsewhere: Record<string, RegExp> = {
  'the value and merge keys of YAML 1.1': /^(?:=|<<)$/,
  'a tab in one plain line': /^[^\n]*\t[^\n]*$/,
  'a block that starts with a tab': /^\n*\t/,
  'characters YAML 1.1 cannot print, or breaks lines at': /[\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff]/,
  'numbers to go-yaml': /^(?=[-+.\d])(?=.*(?:_|0[xob]))[-+.\da-fxo_]*$/i,
};

function hasStringReadWrongElsewhere(value: unknown): boolean {
  if (typeof value === 'string') return Object.values(readWrongElsewhere).some((wrong) => wrong.test(value));
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).flat().some(hasStringReadWrongElsewhere);
}

function cdk8sIsRead(value: unknown): boolean {
  const isUnindented = typeof value === 'string' && /\n|^(?:---|\.\.\.)/.test(value);
  if (isUnindented || hasStringReadWrongElsewhere(value)) return false;
  return misreaders(Yaml.stringify(value), value).length === 0;
}

/** The same string in every place where the style may differ. */
const places: Record<string, (text: string) => unknown> = {
  'the document': (text) => text,
  'a map value': (text) => ({ a: text, b: 1 }),
  'a list item': (text) => [text, 1],
  'nested lists and maps': (text) => ({ a: { b: [{ c: text, d: [[text]] }, text] } }),
  'a key of the document': (text) => ({ [text]: 1, b: [] }),
  'a key with a collection below': (text) => ({ a: [{ [text]: { b: 1 } }, { [text]: [1] }] }),
};

const typed = `2021-01-01|2021-1-1 12:00:00|2001-12-14t21:59:43.10-05:00|12:30|190:20:30.15|1:60|1_000|_1|+e0|.5|+1|-.inf|.NaN|
.nan|0b1|0x1F|0x_|0o17|017|08|1e3|1.e+3|e3|.|+|-|~|null|Null|nULL|y|n|Y|N|yes|No|on|OFF|tRue|true|1.|-0|+12:30|
inf|Infinity|0o7|-0o7|0X1F|0B1|1e_3|+_1|0b-1|15004|1.0.9|8e12|128Mi|15m|=|<<`;
const structural = `| x|x |a: b|a #b|a#b|- a|-a|-|?|? a|?a|:|:a|a:|::|a:b|*|*a|&a|!t|%x|@x|\`x|{|[|]|}|{{ x }}|[[ x ]]|,|>|#|
'|"|it's|"q"|"it's"|a "b"|\\|a\\b|---|...|--- a|-- a|a---|http://x:80/|key: \\||é|１２|😀|__proto__|constructor`;
const texts = [
  ...['a\nb', 'a\n', '\na', '  a\nb', ' a\n', 'a\n\n', 'a\n\n\n', 'a \nb', 'a\n b\n', 'a \n\n', '\n', '\n\n'],
  ...[' \n', '\n ', ' \n\n', '\n\n a', 'a\n ', 'a\n\t', 'a\n\tb', '\ta\nb', '\n\ta', '\t', 'a\tb', '\t\n'],
  ...[
    '---\na',
    'a\n---\n',
    'a\n...\nb',
    'a\n%b',
    '# a\nb',
    'a\n# b',
    '- a\n- b',
    'a: b\nc: d',
    'a\n \nb',
    ' \na',
  ],
  ...['|', '!|', 'x'.repeat(1022), 'x'.repeat(1025), 'long '.repeat(300), 'key: |\n  text \n\n'.repeat(40)],
  ...[
    '\r',
    'a\r\nb',
    'a\r\n'.repeat(20),
    `a\r${' b\n \n\n c \n'.repeat(9)}`,
    `${'a\r\n'.repeat(20)}---\nb\n\n\n`,
  ],
  ...[
    '\0',
    '\x07\b\v\x1b[0m',
    'a\x7fb',
    '\x85',
    'a\x85\nb',
    '\xa0',
    '\u2028',
    'a\u2029b',
    '\ufeff',
    '\ufeff\na',
  ],
  ...['\ufffe', '\uffff', '\ud800', 'a\udc00b', '\u200b'],
];
const hostile = [...new Set(`${typed}|${structural}`.split(/\|\n?/).concat(texts))];

const hostileString = fc.oneof(
  fc.constantFrom(...hostile),
  fc.string({ unit: codePoint, maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'aA \n\t:-#?"\'\\%.\r'), maxLength: 12 }),
  fc.string({ unit: fc.constantFrom(...'0178_.eE+-:xXoObBaf'), maxLength: 7 }),
  fc.array(fc.constantFrom(...hostile), { maxLength: 5 }).map((lines) => lines.join('\n')),
);
const { value: hostileValue } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    hostileString,
    fc.oneof(
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(hostileString, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));
const runs = { numRuns: 50 };

describe('printYaml', () => {
  it.each(hostile.map((text) => ({ text, title: JSON.stringify(text).slice(0, 40) })))(
    'keeps the string $title in every place',
    ({ text }) => {
      for (const [place, put] of Object.entries(places)) {
        const value = put(text);
        expect(misreaders(printYaml(value), value), place).toEqual([]);
        if (cdk8sIsRead(value)) expect(printYaml(value), place).toBe(Yaml.stringify(value));
      }
    },
  );

  it.each([
    ['0o7', '"0o7"'],
    ['0X1F', '"0X1F"'],
    ['<<', '"<<"'],
    ['=', '"="'],
    ['a\tb', '"a\\tb"'],
    ['\tif x\n', '"\\tif x\\n"'],
    [' \n', '"\\ \\n"'],
    ['a\x85\u2028\x7f', '"a\\N\\L\\x7f"'],
  ])('quotes %j, which some readers misread as cdk8s prints it', (text, printed) => {
    expect(printYaml({ a: text })).toBe(`a: ${printed}\n`);
    expect(Yaml.stringify({ a: text })).not.toBe(`a: ${printed}\n`);
  });

  it('reads back as the same value in every reader', () => {
    fc.assert(
      fc.property(hostileValue, (value) => {
        expect(misreaders(printYaml(value), value)).toEqual([]);
      }),
      runs,
    );
  });

  it('equals cdk8s wherever the text of cdk8s reads back', () => {
    fc.assert(
      fc.property(hostileValue, (value) => {
        fc.pre(cdk8sIsRead(value));
        expect(printYaml(value)).toBe(Yaml.stringify(value));
      }),
      runs,
    );
  });

  it.each([0, -0, 1.5, -1, 1e20, 1e21, -1e-7, 5e-324, 1.25e300, 2 ** 53])('keeps the number %d', (number) => {
    expect(misreaders(printYaml({ a: [number] }), { a: [number] })).toEqual([]);
  });

  it('gives a number with an exponent the point that YAML 1.1 asks for', () => {
    expect(printYaml([1e21, -1e-7, 1.5e-7])).toBe('- 1.0e+21\n- -1.0e-7\n- 1.5e-7\n');
  });

  it('prints undefined as null, as cdk8s does', () => {
    const value = { a: undefined, b: [undefined] };
    expect(printYaml(value)).toBe(Yaml.stringify(value));
  });

  it('prints a value twice when it is referenced twice', () => {
    const shared = { app: 'pilot' };
    expect(printYaml({ a: shared, b: [shared] })).toBe('a:\n  app: pilot\nb:\n  - app: pilot\n');
  });

  it('rejects a cycle', () => {
    const loop: Record<string, unknown> = {};
    loop.again = [loop];
    expect(() => printYaml(loop)).toThrow('contains itself');
  });

  it.each([
    ['function', () => 1],
    ['symbol', Symbol('a')],
    ['bigint', 1n],
    ['Map', new Map()],
    ['Date', new Date(0)],
    ['NaN', Number.NaN],
    ['Infinity', Number.POSITIVE_INFINITY],
  ])('rejects a %s and names it', (name, value) => {
    expect(() => printYaml({ a: [value] })).toThrow(new RegExp(`cannot print .*${name}`));
    expect(() => printYaml({ a: [value] })).toThrow(TypeError);
  });
});

const cases = join(REFERENCE ?? '', 'istio-1.0/cases');

it.each(REFERENCE === undefined ? [] : readdirSync(cases))(
  'prints the rendered chart %s as cdk8s does',
  (name) => {
    const text = readFileSync(join(cases, name, 'rendered.yaml'), 'utf8');
    const objects = parseAllDocuments(text, { version: '1.1' }).map((document) => document.toJS());
    expect(objects.length).toBeGreaterThan(1);
    for (const object of objects) expect(printYaml(object)).toBe(Yaml.stringify(object));
  },
);
