import { expect, test } from 'vitest';
import { readValuesFile } from '../../../src/migrate/helm-values/values-file';

// Every expectation here is what helm 3.12.1 passes to a template for the same file.
test.each([
  ['', {}],
  ['# only a comment\n', {}],
  ['---\n', {}],
  ['~\n', {}],
  ['a: {yes: yes, no: no, on: on, off: off, y: y, n: n}\n', { a: { false: false, true: true } }],
  ['a: [yES, nO, tRUE, nULL]\n', { a: ['yES', 'nO', 'tRUE', 'nULL'] }],
  ['a: [null, Null, ~, ]\n', { a: [null, null, null] }],
  ['a: [0, -0, 010, 0o10, 08, 0x1F, 0b11, 1_000, +1, 0b-1]\n', { a: [0, 0, 8, 8, 8, 31, 3, 1000, 1, -1] }],
  ['a: [1.5, 1., .5, 1e3, 1_0.5, 1.0, 08.5]\n', { a: [1.5, 1, 0.5, 1000, 10.5, 1, 8.5] }],
  [
    'a: [., 1e, ._5, 0b12, 0x1G, 0x1p3, .5_, 1e400]\n',
    { a: ['.', '1e', '._5', '0b12', '0x1G', '0x1p3', '.5_', '1e400'] },
  ],
  ['a: [1:20, 190:20:30, 2001-01-01, 1.2.3]\n', { a: ['1:20', '190:20:30', '2001-01-01', '1.2.3'] }],
  [
    'a: [9007199254740993, 18446744073709551615, 18446744073709551616]\n',
    { a: [9007199254740992, 18446744073709552000, 18446744073709552000] },
  ],
  [
    'on: 1\n010: 2\n1.0: 3\n1e6: 4\n2001-01-01: 5\n',
    { '1': 3, '1e+06': 4, '2001-01-01': 5, '8': 2, true: 1 },
  ],
  ['"1": quoted\n"on": quoted\n', { '1': 'quoted', on: 'quoted' }],
  ['a: ["1", \'yes\', "null"]\n', { a: ['1', 'yes', 'null'] }],
  ['a: 1\na: 2\n', { a: 2 }],
  ['a: {b: 1}\na: {c: 2}\n', { a: { c: 2 } }],
  ['a: &x {p: 1}\nb: *x\nc: [*x]\n', { a: { p: 1 }, b: { p: 1 }, c: [{ p: 1 }] }],
  ['a: &x 1\nb: &x 2\nc: *x\n', { a: 1, b: 2, c: 2 }],
  ['a: &x {p: 1}\nb: {<<: *x, p: 2}\n', { a: { p: 1 }, b: { p: 2 } }],
  ['a: &x {p: 1}\nb: {p: 2, <<: *x}\n', { a: { p: 1 }, b: { p: 1 } }],
  ['b: {<<: [{p: 1}, {p: 2, q: 3}]}\n', { b: { p: 1, q: 3 } }],
  ['b: {"<<": {p: 1}}\n', { b: { '<<': { p: 1 } } }],
  [
    'a: [!!str 1, !!int "1", !!float 1, !!bool "yes", !!null "", !!binary aGk=, !mine 1]\n',
    { a: ['1', 1, 1, true, null, 'hi', '1'] },
  ],
  ['a: !mine {b: 1}\nc: !!map [1]\n', { a: { b: 1 }, c: [1] }],
  ['a: 1\n---\nb: 2\n', { a: 1 }],
  ['a: 1\n...\n{[\n', { a: 1 }],
  ['---\n---\nb: 2\n', {}],
  ['%YAML 1.1\n---\na: 1\n', { a: 1 }],
  ['\ufeffa: 1\r\nb: 2\r\n', { a: 1, b: 2 }],
  ['a:\t1\t# tab\n', { a: 1 }],
  ['{\n\t"a": {\n\t\t"b": [1]\n\t}\n}\n', { a: { b: [1] } }],
  ['a: [\n  1\n]\nb: {\n  c: 2\n}\n', { a: [1], b: { c: 2 } }],
  ['a: {x, z: }\n', { a: { x: null, z: null } }],
  ['a: [x: 1, z: 2]\n', { a: [{ x: 1 }, { z: 2 }] }],
  ['a: http://x:1/#y\n', { a: 'http://x:1/#y' }],
  ['a: |\n  x\n   y\nb: >-\n  x\n  y\n\n  z\n', { a: 'x\n y\n', b: 'x y\nz' }],
  ['a: x\n  y\n', { a: 'x y' }],
  ['a: "x\\\n  y\\x41"\n', { a: 'xyA' }],
  ['a:\n- b\n- c: 1\n  d:\n', { a: ['b', { c: 1, d: null }] }],
  ['? a\n: 1\n? b\n', { a: 1, b: null }],
])('reads %j as helm does', (text, expected) => {
  expect(readValuesFile('values.yaml', text)).toEqual(expected);
});

// helm 3.12.1 refuses every file of this table.
test.each([
  ['a\n', 'values.yaml:1:1: expected a map, got a scalar. Write lines such as "key: value".'],
  ['1\n', 'values.yaml:1:1: expected a map, got a scalar. Write lines such as "key: value".'],
  ['- a\n', 'values.yaml:1:1: expected a map, got a list. Write lines such as "key: value".'],
  [
    'a: 1\n b: 2\n',
    'values.yaml:1:4: not YAML: Nested mappings are not allowed in compact mappings. Put a value that contains ": " in quotes, or check the indentation around it.',
  ],
  [
    'a:\n  b: 1\n c: 2\n',
    'values.yaml:3:1: not YAML: All mapping items must start at the same column. Line up the keys of a map, and indent what is inside brackets.',
  ],
  ['a:\n\tb: 1\n', 'values.yaml:2:1: not YAML: Tabs are not allowed as indentation. Indent with spaces.'],
  ['\ta: 1\n', 'values.yaml:1:1: not YAML: Tabs are not allowed as indentation. Indent with spaces.'],
  [
    'a: b: c\n',
    'values.yaml:1:4: not YAML: Nested mappings are not allowed in compact mappings. Put a value that contains ": " in quotes, or check the indentation around it.',
  ],
  [
    'a: @x\n',
    'values.yaml:1:4: not YAML: Plain value cannot start with reserved character @. Put the value in quotes.',
  ],
  ['a: "x\n', 'values.yaml:2:1: not YAML: Missing closing "quote. Correct the syntax.'],
  [
    'a: [1, 2\n',
    'values.yaml:2:1: not YAML: Flow sequence in block collection must be sufficiently indented and end with a ]. Line up the keys of a map, and indent what is inside brackets.',
  ],
  [
    'a: {x: 1\n',
    'values.yaml:2:1: not YAML: Flow map in block collection must be sufficiently indented and end with a }. Line up the keys of a map, and indent what is inside brackets.',
  ],
  ['a: [1, , 2]\n', 'values.yaml:1:8: not YAML: Unexpected , in flow sequence. Correct the syntax.'],
  [
    'a:1\nb: 2\n',
    'values.yaml:1:1: not YAML: Implicit keys need to be on a single line. Put a space after the colon of each key.',
  ],
  ['a: *x\n', 'values.yaml:1:4: there is no anchor &x above. Put the anchor on what the alias repeats.'],
  ['a: &x [*x]\n', 'values.yaml:1:8: the anchor &x contains itself. Remove the alias inside it.'],
  [
    'b: {<<: 1}\n',
    'values.yaml:1:5: expected a map, or a list of maps, after "<<". Use an alias of a map, as in <<: *name.',
  ],
  ['a: .inf\n', 'values.yaml:1:4: Helm cannot store infinity and not-a-number. Put the value in quotes.'],
  ['a: 1\nnull: 2\n', 'values.yaml:2:1: Helm cannot use this as a key. Put the key in quotes.'],
  ['[a]: 1\n', 'values.yaml:1:1: Helm cannot use this as a key. Put the key in quotes.'],
  ['18446744073709551615: 1\n', 'values.yaml:1:1: Helm cannot use this as a key. Put the key in quotes.'],
  ['a: !!int x\n', 'values.yaml:1:10: "x" does not fit the tag !!int. Remove the tag, or change the value.'],
  [
    'a: !!binary "!"\n',
    'values.yaml:1:13: "!" does not fit the tag !!binary. Remove the tag, or change the value.',
  ],
  ['%YAML 1.2\n---\na: 1\n', 'values.yaml:1:1: Helm refuses YAML 1.2. Remove the line.'],
  [
    'a: "\x07"\n',
    'values.yaml:1:5: character U+0007 is not allowed. Remove it, or escape it in double quotes.',
  ],
  [
    'a: x\nb\n',
    'values.yaml:2:1: not YAML: Implicit map keys need to be followed by map values. Correct the syntax.',
  ],
  ['a: &x.y 1\n', 'values.yaml:1:9: Helm cannot read the anchor name x.y. Use letters, digits, "-" and "_".'],
  ['%FOO\n---\na: 1\n', 'values.yaml:1:1: not YAML: Unknown directive %FOO. Correct the syntax.'],
  ['a: "\\ud83d"\n', 'values.yaml:1:4: half a surrogate pair is no character. Write \\U and eight digits.'],
])('refuses %j', (text, message) => {
  expect(() => readValuesFile('values.yaml', text)).toThrow(message);
});

test('keeps __proto__ as a key like any other', () => {
  expect(JSON.stringify(readValuesFile('values.yaml', '__proto__: {x: 1}'))).toBe('{"__proto__":{"x":1}}');
});

test('gives every alias its own copy', () => {
  const { a, b } = readValuesFile('values.yaml', 'a: &x {p: 1}\nb: *x\n');
  expect(b).toEqual(a);
  expect(b).not.toBe(a);
});

test('refuses aliases that multiply without end', () => {
  const levels = Array.from(
    { length: 9 },
    (_, level) => `a${level + 1}: &a${level + 1} [${`*a${level},`.repeat(9)}]`,
  );
  expect(() => readValuesFile('bomb.yaml', ['a0: &a0 [x]', ...levels].join('\n'))).toThrow(
    'aliases repeat too much',
  );
});

test.each(['a: '.padEnd(100_000, '['), 'a: '.padEnd(100_000, '{'), 'a:\n'.padEnd(100_000, '- ')])(
  'refuses what is nested too deeply to read: %.8s…',
  (text) => {
    expect(() => readValuesFile('deep.yaml', text)).toThrow(
      /^deep\.yaml:[12]:\d+: nested more than 200 deep/,
    );
  },
);
