import { isDeepStrictEqual } from 'node:util';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Document, isMap, isScalar, LineCounter, parse, parseDocument, visit } from 'yaml';
import { readYaml } from '../../../src/kubernetes/text/read-yaml';
import { errorAt, type Path } from '../../../src/problem';
import { writeYaml, yamlStyle } from './arbitrary-yaml';

const key = fc.oneof(
  fc.string({ maxLength: 6 }),
  fc.constantFrom('a', 'b c', '1', 'true', 'null', '~', 'constructor', 'toString', '<<', '- x', '#', 'a: b'),
);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(
      fc.string({ maxLength: 12 }),
      fc.string({ unit: fc.constantFrom(...'a :-#\n"\'\\%'), maxLength: 12 }),
      fc.constantFrom('1.0', '1e3', '0x1f', '0o7', 'Null', 'no', '.5', '-', '---', '\u00e9', '\u{1f600}'),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.double({ noNaN: true, noDefaultInfinity: true }),
    ),
    fc.array(tie('value'), { maxLength: 4 }),
    fc
      .dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true })
      .filter((map) => !Object.hasOwn(map, '__proto__')),
  ),
}));
const document = fc
  .oneof(
    fc.dictionary(key, value, { minKeys: 1, maxKeys: 5, noNullPrototype: true }),
    fc.array(value, { minLength: 1, maxLength: 5 }),
  )
  .filter((map) => !Object.hasOwn(map, '__proto__'));

/** Pieces of YAML in random order: most are valid in some places. */
const piece = fc.constantFrom(
  ...[
    'a',
    'b',
    'a: ',
    'b:\n',
    '- ',
    '\n',
    '\n  ',
    '\n    ',
    ' ',
    '[',
    ']',
    '{',
    '}',
    ', ',
    '"',
    "'",
    '|\n',
    '>-\n',
  ],
  ...[
    '# c\n',
    '&x ',
    '*x',
    '1.20',
    '-1',
    '0x1f',
    '0o17',
    '017',
    'null',
    '~',
    'true',
    '? ',
    ': ',
    '\t',
    '\r\n',
    '---\n',
  ],
);

describe('readYaml', () => {
  it('reads what another reader of YAML 1.2 reads', () => {
    fc.assert(
      fc.property(document, yamlStyle, (input, style) => {
        const text = writeYaml(input, style);
        const other: unknown = parse(text.replace('\ufeff', ''), { version: '1.2', logLevel: 'silent' });
        // `yaml` loses a last line of blanks.
        fc.pre(isDeepStrictEqual(other, input));
        const source = readYaml(text, 'mesh.yaml');
        expect(source.problems).toEqual([]);
        expect(source.value).toEqual(other);
      }),
      { numRuns: 60 },
    );
  });

  it('reads random text as another reader does, or refuses it', () => {
    fc.assert(
      fc.property(
        fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
        (text) => {
          // js-yaml reads an indented `---` as the start of a document.
          fc.pre(!/^[ \t]+---/m.test(text));
          const source = readYaml(text, 'mesh.yaml');
          if (source.problems.length > 0) return;
          const other = parseDocument(text, { version: '1.2', logLevel: 'silent' });
          if (other.errors.length === 0 && isMap(other.contents) && hasTextKeys(other))
            expect(source.value).toEqual(other.toJS());
        },
      ),
      { numRuns: 60 },
    );
  });

  it('finds every key and value where another reader finds it', () => {
    fc.assert(
      fc.property(document, yamlStyle, (input, style) => {
        const text = writeYaml(input, { ...style, start: '# a comment\n\n' });
        const places = placesIn(text);
        const source = readYaml(text, 'mesh.yaml');
        const wanted = places.map(({ path, atKey }) => ({ ...errorAt(path, ''), atKey }));
        expect(source.locate(wanted).map(({ position }) => position)).toEqual(
          places.map(({ position }) => position),
        );
      }),
      { numRuns: 60 },
    );
  });
});

/** `yaml` has its own rules to turn other keys into text: `1.20` becomes 1.2. */
function hasTextKeys(document: Document): boolean {
  let found = true;
  visit(document, {
    Pair: (_, { key }) => {
      if (!isScalar(key) || typeof key.value !== 'string') found = false;
    },
  });
  return found;
}

interface Place {
  readonly path: Path;
  readonly atKey: boolean;
  readonly position: { readonly line: number; readonly column: number };
}

/** Every key and value of a document as `yaml` places them. */
function placesIn(text: string): Place[] {
  const lineCounter = new LineCounter();
  const found: Place[] = [];
  const walk = (node: unknown, path: Path): void => {
    const { range, items = [] } = node as { range: [number]; items?: unknown[] };
    const note = (offset: number, atKey: boolean): void => {
      const { line, col } = lineCounter.linePos(offset);
      found.push({ path, atKey, position: { line, column: col } });
    };
    if (path.length > 0) note(range[0], false);
    items.forEach((item, index) => {
      if (typeof item !== 'object' || item === null || !('key' in item)) {
        walk(item, [...path, index]);
        return;
      }
      const { key: name, value: child } = item as { key: { value: string; range: [number] }; value: unknown };
      const at = [...path, `${name.value}`];
      const { line, col } = lineCounter.linePos(name.range[0]);
      found.push({ path: at, atKey: true, position: { line, column: col } });
      walk(child, at);
    });
  };
  walk(parseDocument(text, { lineCounter, version: '1.2' }).contents, []);
  return found;
}
