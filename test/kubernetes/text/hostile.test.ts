import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { injectDocument } from '../../../src/inject/inject-document';
import { WORKLOAD_KINDS } from '../../../src/inject/workload-kinds';
import { documentsOf, manifestsIn } from '../../../src/kubernetes/text/documents';
import { readManifest, readYaml, type YamlSource } from '../../../src/kubernetes/text/read-yaml';
import { setTexts } from '../../../src/kubernetes/text/set-text';
import { readValuesFile } from '../../../src/migrate/helm-values/values-file';
import { errorAt, problemText } from '../../../src/problem';

/** Ten aliases of ten aliases of ten aliases, and so on. */
function bomb(levels: number, reference = (name: string): string => `*${name}`): string {
  return Array.from({ length: levels }, (_, level) => {
    const items = Array.from({ length: 10 }, () => (level === 0 ? '1' : reference(`a${level - 1}`)));
    return `a${level}: &a${level} [${items.join(', ')}]\n`;
  }).join('');
}

/** Each value is inside the one above. The innermost is last in the text and first in the order of the keys. */
const CHAIN = Array.from(
  { length: 5_000 },
  (_, index) => `"${5_000 - index}": &a${index} [${index === 0 ? '' : `*a${index - 1}`}]\n`,
).join('');

const readers: { name: string; read: (text: string) => YamlSource }[] = [
  { name: 'mesh.yaml', read: (text) => readYaml(text, 'f') },
  { name: 'a manifest', read: (text) => readManifest(text) },
];

/** The message of the first problem, and its place. */
function first({ problems }: YamlSource): string | undefined {
  return problems[0] && problemText(problems[0]).replace(/^f(?=:)/, '');
}

function sizeOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 1;
  return Object.values(value).reduce<number>((sum, inner) => sum + sizeOf(inner), 1);
}

describe.each(readers)('$name', ({ read }) => {
  it.each([
    ['that repeat each other', bomb(9)],
    ['that merge each other', bomb(9, (name) => `{ <<: { x: *${name} } }`)],
    ['that nest without end', CHAIN],
  ])('stops at aliases %s, and says where', (_, text) => {
    const source = read(text);
    expect(source.problems).toHaveLength(1);
    expect(first(source)).toMatch(/aliases repeat more than \d+ values/);
    expect(sizeOf(source.value)).toBeLessThan(1_000_000);
    expect(source.unread.length).toBeGreaterThan(0);
  });

  it.each([
    ['brackets', '['.repeat(100_000)],
    ['braces', '{a: '.repeat(100_000)],
    ['dashes', '- '.repeat(100_000)],
    ['keys', Array.from({ length: 500 }, (_, depth) => `${' '.repeat(depth)}a:\n`).join('')],
  ])('refuses %s that are nested too deep', (_, text) => {
    const source = read(text);
    expect(first(source)).toMatch(/not valid YAML: .*nested 40 deep/);
    expect(source.value).toBeUndefined();
  });

  it('reads a scalar of two megabytes, and keeps it out of messages', () => {
    const long = 'x'.repeat(2_000_000);
    expect(read(`a: ${long}\n`).value).toEqual({ a: long });
    expect(first(read(`a: ${long}\n${long}: 1\n${long}: 2\n`))?.length).toBeLessThan(300);
  });

  it('reads a number of a million digits as text', () => {
    const digits = '9'.repeat(1_000_000);
    expect(read(`a: ${digits}\n`).value).toEqual({ a: digits });
  });

  it('reports every repeated key, and takes the last value', () => {
    const source = read(`a: 1\nb: {c: 1, "c": 2}\na: 3\n${'x: 1\n'.repeat(3000)}`);
    expect(source.problems).toHaveLength(2 + 2999);
    expect(source.value).toEqual({ a: 3, b: { c: 2 }, x: 1 });
    expect(source.problems.map(({ position }) => position)).toContainEqual({ line: 3, column: 1 });
  });

  it('gives objects the prototype of all objects, whatever their keys', () => {
    const { value } = read('__proto__: { polluted: true }\nconstructor: { prototype: 1 }\n');
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect(value).toHaveProperty('constructor', { prototype: 1 });
    expect('polluted' in {}).toBe(false);
  });

  it.each([
    ['a tab as indentation', 'a:\n\tb: 1\n', 2],
    ['a NUL', 'a: 1\nb: \0\n', 2],
    ['an escape sequence of a terminal', 'a: 1\nb: "\u001b[2J"\n', 2],
    ['a quote that is never closed', 'a: "1\nb: 2\n', 2],
  ])('refuses %s, and says where', (_, text, line) => {
    const source = read(text);
    expect(first(source)).toMatch(/not valid YAML/);
    expect(source.problems[0]?.position?.line).toBe(line);
  });

  it('reads tabs in JSON as blanks', () => {
    expect(read('{\n\t"a": [\n\t\t1\n\t]\n}\n').value).toEqual({ a: [1] });
  });

  it.each([
    ['CRLF', '\r\n'],
    ['CR', '\r'],
  ])('reads and counts lines that end in %s', (_, end) => {
    const source = read(`a: 1${end}b:${end}  c: |${end}    x${end}    y${end}`);
    expect(source.value).toEqual({ a: 1, b: { c: 'x\ny\n' } });
    expect(source.locate([errorAt(['b', 'c'], '')])[0]?.position).toEqual({ line: 3, column: 6 });
  });

  it('leaves a byte order mark out', () => {
    const source = read('\ufeffa: 1\n');
    expect(source.value).toEqual({ a: 1 });
    expect(source.locate([errorAt(['a'], '')])[0]?.position).toEqual({ line: 1, column: 4 });
  });
});

describe('several documents', () => {
  const text = '# first\na: 1\n---\na: 2\n...\n---\n# nothing\n---\na: [\n';

  it('are one too many for a mesh', () => {
    expect(first(readYaml('a: 1\n---\na: 2\n', 'f'))).toBe(
      ':1:1: expected one YAML document, got 2. Describe one mesh per file',
    );
  });

  it('are read one by one, and a broken one does not hide the others', () => {
    expect(manifestsIn(text)).toEqual([{ a: 1 }, { a: 2 }, undefined]);
    const documents = documentsOf(text, 'f');
    expect(documents.map(({ number, position }) => `${number}:${position.line}`)).toEqual([
      '1:2',
      '2:4',
      '3:9',
    ]);
    expect(documents[2]?.source.problems[0]?.position?.line).toBe(10);
  });
});

describe('what edits a text', () => {
  const pod = (spec: string): string => `apiVersion: v1\nkind: Pod\nmetadata: { name: a }\nspec: ${spec}\n`;

  it('refuses pods in a text with aliases that explode', () => {
    const { problems, text } = injectDocument(
      `${pod('{ containers: [] }')}${bomb(9)}`,
      'revert',
      WORKLOAD_KINDS,
    );
    expect(problems.map(problemText)).toEqual([expect.stringMatching(/^9:\d+ .*aliases repeat more than/)]);
    expect(text).toContain('a8: &a8');
  });

  it('refuses to set a key that is in the text twice', () => {
    const set = (text: string) => setTexts(text, [{ path: ['a', 'b'], value: 'x' }], ['b']);
    expect(set('a: { b: 1, b: 2 }')).toBe('a: { b: 1, b: x }');
    expect(() => set('a: { c: 1 }\na: [b]\n')).toThrow('a: expected a map, got another value');
  });
});

describe('a values file', () => {
  it('with aliases that nest without end is refused', () => {
    expect(() => readValuesFile('f', CHAIN)).toThrow('aliases repeat too much');
  });
});

describe('the packages that read YAML', () => {
  it('are known to this room alone', () => {
    const users = readdirSync('src', { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.ts'))
      .filter((file) =>
        /(?:from |require\(|import\()'(?:js-)?yaml'/.test(readFileSync(`src/${file}`, 'utf8')),
      );
    expect(users.length).toBeGreaterThan(1);
    expect(users.filter((file) => !file.startsWith('kubernetes/text/'))).toEqual([]);
  });
});
