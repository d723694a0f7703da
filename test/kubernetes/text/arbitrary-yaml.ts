import fc from 'fast-check';
import { dump } from 'js-yaml';
import { Document, type Node, visit } from 'yaml';

/** The styles that a user, or a tool, may write the same value in. */
export interface YamlStyle {
  readonly printer: 'yaml' | 'js-yaml';
  readonly indent: number;
  /** Whether the first, second, third… collection is written in flow style; repeats at the end. */
  readonly flow: readonly boolean[];
  readonly flowLevel: number;
  readonly quotes: 'PLAIN' | 'QUOTE_DOUBLE' | 'QUOTE_SINGLE';
  readonly start: string;
  readonly newline: '\n' | '\r\n';
}

export const yamlStyle: fc.Arbitrary<YamlStyle> = fc.record({
  printer: fc.constantFrom('yaml', 'js-yaml'),
  // With one space `yaml` prints block scalars that no reader accepts.
  indent: fc.integer({ min: 2, max: 4 }),
  flow: fc.array(fc.boolean(), { minLength: 1, maxLength: 5 }),
  flowLevel: fc.integer({ min: -1, max: 4 }),
  quotes: fc.constantFrom('PLAIN', 'QUOTE_DOUBLE', 'QUOTE_SINGLE'),
  start: fc.constantFrom('', '---\n', '# a comment\n\n', '\ufeff'),
  newline: fc.constantFrom('\n', '\r\n'),
});

/** Prints a value in a style. */
export function writeYaml(value: unknown, style: YamlStyle): string {
  const text =
    style.printer === 'yaml' ? withYaml(value, style) : dump(value, { flowLevel: style.flowLevel });
  return (style.start + text).replaceAll('\n', style.newline);
}

function withYaml(value: unknown, { indent, flow, quotes }: YamlStyle): string {
  const document = new Document(value, { aliasDuplicateObjects: false });
  let count = 0;
  visit(document, {
    Collection: (_, node: Node & { flow?: boolean }) => {
      node.flow = flow[count++ % flow.length] ?? false;
    },
    // `yaml` prints block scalars into flow collections.
    Scalar: (_, node) => {
      if (flow.includes(true) && String(node.value).includes('\n')) node.type = 'QUOTE_DOUBLE';
    },
  });
  return document.toString({ indent, defaultStringType: quotes, lineWidth: 80 });
}
