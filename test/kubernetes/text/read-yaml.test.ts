import { describe, expect, it } from 'vitest';
import { readYaml } from '../../../src/kubernetes/text/read-yaml';
import { errorAt, type Path, problemText } from '../../../src/problem';

const read = (text: string): unknown => readYaml(text, 'a.yaml').value;
const problems = (text: string): string[] => readYaml(text, 'a.yaml').problems.map(problemText);

/** `line:column` of a value, or of its key. */
function place(text: string, path: Path, atKey = false): string {
  const [problem] = readYaml(text, 'a.yaml').locate([{ ...errorAt(path, ''), atKey }]);
  return `${problem?.position?.line}:${problem?.position?.column}`;
}

describe('readYaml', () => {
  it.each([
    ['null', 'a: ~\nb: null\nc: Null\nd:\n', { a: null, b: null, c: null, d: null }],
    ['truth values', 'a: true\nb: False\nc: TRUE\n', { a: true, b: false, c: true }],
    ['words of YAML 1.1 as text', 'a: yes\nb: no\nc: on\nd: y\n', { a: 'yes', b: 'no', c: 'on', d: 'y' }],
    [
      'integers',
      'a: 12\nb: -1\nc: 0x1F\nd: 0o17\ne: 017\nf: +3\n',
      { a: 12, b: -1, c: 31, d: 15, e: 17, f: 3 },
    ],
    ['fractions', 'a: 1.5\nb: .5\nc: 1e3\nd: 1.\n', { a: 1.5, b: 0.5, c: 1000, d: 1 }],
    [
      'times and underscores as text',
      'a: 12:30\nb: 1_000\nc: 2026-01-01\n',
      { a: '12:30', b: '1_000', c: '2026-01-01' },
    ],
    [
      'numbers that are too large as text',
      `a: 1e400\nb: -${'9'.repeat(400)}\n`,
      { a: '1e400', b: `-${'9'.repeat(400)}` },
    ],
    ['quoted numbers as text', 'a: "1"\nb: \'true\'\n', { a: '1', b: 'true' }],
    ['text with the tag for text', 'a: !!str 1\nb: ! 2\n', { a: '1', b: '2' }],
    ['anchors and aliases', 'a: &x { b: 1 }\nc: *x\n', { a: { b: 1 }, c: { b: 1 } }],
    ['block scalars', 'a: |\n  b\n  c\nd: >-\n  e\n  f\n', { a: 'b\nc\n', d: 'e f' }],
    ['keys as text', '1: a\nnull: b\n', { 1: 'a', null: 'b' }],
  ])('reads %s', (_, text, value) => {
    expect(read(text)).toEqual(value);
    expect(problems(text)).toEqual([]);
  });

  it('lets the caller say what a fraction means, by its path and as it was written', () => {
    const { value } = readYaml('a: { version: 1.20 }\nb: [1.20, 3]\n', 'a.yaml', (path, written) => [
      [...path],
      written,
    ]);
    expect(value).toEqual({ a: { version: [['a', 'version'], '1.20'] }, b: [[['b', 0], '1.20'], 3] });
  });

  it.each([
    ['braces', 'a: {\n  b: 1\n}\n', { a: { b: 1 } }],
    ['brackets', 'm:\n  a: [\n    1\n  ]\n  b: 2\n', { m: { a: [1], b: 2 } }],
    ['fractions in them', 'a: [\n  1.20\n]\n', { a: [1.2] }],
  ])('reads %s that close as far left as their key', (_, text, value) => {
    expect(read(text)).toEqual(value);
    expect(problems(text)).toEqual([]);
  });

  it('shares the value that aliases name', () => {
    const { a, b } = read('a: &x [1]\nb: *x\n') as { a: unknown; b: unknown };
    expect(b).toBe(a);
  });

  it('gives objects the prototype of all objects, whatever their keys', () => {
    const value = read('__proto__: { polluted: true }\nconstructor: 1\n') as object;
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value).toEqual({ constructor: 1 });
    expect('polluted' in {}).toBe(false);
  });

  it('accepts aliases that repeat 20,000 values, and refuses more', () => {
    const text = (count: number): string => `a: &a [${'1, '.repeat(99)}]\nb: [${'*a, '.repeat(count)}]\n`;
    expect(problems(text(200))).toEqual([]);
    expect(problems(text(201))).toEqual([
      'a.yaml:2:805 b[200]: aliases repeat more than 20000 values. Use `defaults:` for what remotes share',
    ]);
  });

  it('refuses maps and lists forty deep in each other', () => {
    expect(problems(`${'['.repeat(39)}${']'.repeat(39)}`)).toEqual([]);
    expect(problems(`${'['.repeat(40)}${']'.repeat(40)}`)).toHaveLength(1);
  });

  it('refuses a tag of the whole document', () => {
    expect(problems('!!map\na: 1\n')).toEqual([
      'a.yaml:1:1: YAML tags are not read, got "!!map". Remove the tag',
    ]);
  });

  it('lists the places that it could not read', () => {
    const { unread } = readYaml('a: *none\nb: [1, !x 2]\nc: &c [*c]\n? [x]\n: 1\n', 'a.yaml');
    expect(unread).toEqual([['a'], ['b', 1], ['c', 0]]);
  });
});

describe('locate', () => {
  const text = `# comment
primary:
  name: hq
  "quoted": 'text'
  block: |
    text
remotes:
  - name: eu
    list: [a, b,
      c]
  -
  - name: us
    empty:
anchor: &a { b: 1 }
alias: *a
`;

  it.each<[string, Path, string]>([
    ['a plain value', ['primary', 'name'], '3:9'],
    ['a quoted value', ['primary', 'quoted'], '4:13'],
    ['a block scalar', ['primary', 'block'], '5:10'],
    ['a map', ['primary'], '3:3'],
    ['an item of a list', ['remotes', 0], '8:5'],
    ['an item on another line', ['remotes', 0, 'list', 2], '10:7'],
    ['an empty item, at its dash', ['remotes', 1], '11:3'],
    ['an item after an empty one', ['remotes', 2, 'name'], '12:11'],
    ['an empty value, at its key', ['remotes', 2, 'empty'], '13:5'],
    ['an alias', ['alias'], '15:8'],
    ['a value within an alias, at the key of the alias', ['alias', 'b'], '15:1'],
    ['a value that is missing, at the key of its map', ['primary', 'nope'], '2:1'],
    ['a value that is missing in an item, at the item', ['remotes', 0, 'nope', 'deeper'], '8:5'],
    ['a value that is missing at the top', ['nope'], '1:1'],
    ['the whole document', [], '2:1'],
  ])('finds %s', (_, path, expected) => {
    expect(place(text, path)).toBe(expected);
  });

  it.each<[string, Path, string]>([
    ['a key', ['primary', 'name'], '3:3'],
    ['a quoted key', ['primary', 'quoted'], '4:3'],
    ['a key in an item', ['remotes', 2, 'name'], '12:5'],
  ])('finds %s', (_, path, expected) => {
    expect(place(text, path, true)).toBe(expected);
  });

  it.each([
    ['\n', 'line feeds'],
    ['\r\n', 'carriage returns and line feeds'],
    ['\r', 'carriage returns'],
  ])('counts lines that end with %j', (newline) => {
    expect(place(text.replaceAll('\n', newline), ['remotes', 2, 'name'])).toBe('12:11');
  });

  it('does not count a byte order mark', () => {
    expect(place('\ufeffa: b\n', ['a'])).toBe('1:4');
  });

  it('finds the last of equal keys, which is the one that counts', () => {
    expect(read('a: 1\na: 2\n')).toEqual({ a: 2 });
    expect(place('a: 1\na: 2\n', ['a'])).toBe('2:4');
  });

  it('leaves problems that have a position where they are', () => {
    const position = { line: 7, column: 7 };
    expect(readYaml('a: 1', 'a.yaml').locate([{ ...errorAt(['a'], ''), position }])).toMatchObject([
      { position },
    ]);
  });
});
