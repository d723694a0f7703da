import type { Alias, CST, ErrorCode, Pair, ParsedNode, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A node of one YAML document, from the package `yaml`. */
export type YamlNode = ParsedNode;
export type MapNode = YAMLMap.Parsed;
export type ListNode = YAMLSeq.Parsed;
export type ScalarNode = Scalar.Parsed;
export type AliasNode = Alias.Parsed;
/** A key of a map and its value. */
export type Entry = Pair<YamlNode, YamlNode | null>;

/** A syntax mistake that the package `yaml` found. */
export interface SyntaxFault {
  readonly offset: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** The first document of a text with the places of all its values. The value of each scalar is its text. */
export interface YamlTree {
  readonly documents: number;
  readonly root: YamlNode | undefined;
  /** The target of each alias: the last node above it with that anchor. Undefined if it does not exist. */
  readonly targets: ReadonlyMap<YamlNode, YamlNode | undefined>;
  /** Aliases inside the value that they repeat. */
  readonly endless: ReadonlySet<YamlNode>;
  readonly faults: readonly SyntaxFault[];
  /** Version in its `%YAML` line. */
  readonly version: string | undefined;
}

/** Limit of nesting. No file written by a person reaches it. */
export const MAX_DEPTH = 200;

/** The text is nested deeper than the limit. */
export class TooDeep extends Error {
  constructor(readonly offset: number) {
    super('maps and lists are nested too deep');
  }
}

/**
 * Loads the package at the first use: most runs read valid files, and loading takes longer than reading a small mesh.
 */
function yaml(): Yaml {
  loaded ??= require('yaml') as Yaml;
  return loaded;
}

type Yaml = typeof import('yaml');
let loaded: Yaml | undefined;

export const isMapNode = (node: unknown): node is MapNode => yaml().isMap(node);
export const isListNode = (node: unknown): node is ListNode => yaml().isSeq(node);
export const isScalarNode = (node: unknown): node is ScalarNode => yaml().isScalar(node);
export const isAliasNode = (node: unknown): node is AliasNode => yaml().isAlias(node);

/**
 * Reads one document with the place of every value. It takes five times as long as reading only the values, so it is
 * for texts that have a problem or are edited.
 * @throws TooDeep
 */
export function readTree(text: string): YamlTree {
  const { Composer, visit } = yaml();
  const options = {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: true,
  } as const;
  // A single carriage return also ends a line, but `yaml` does not know that.
  const source = text.replace(/\r(?!\n)/g, '\n');
  const documents = [...new Composer(options).compose(tokensOf(source), true, source.length)];
  const [document] = documents;
  if (document === undefined) throw new Error('a forced document is missing');
  const { contents, errors, warnings, directives } = document;
  const anchors = new Map<string, YamlNode>();
  const targets = new Map<YamlNode, YamlNode | undefined>();
  const endless = new Set<YamlNode>();
  visit(document, (_, node, path) => {
    if (isAliasNode(node)) {
      const target = anchors.get(node.source);
      const isEndless = target !== undefined && path.includes(target);
      targets.set(node, isEndless ? undefined : target);
      if (isEndless) endless.add(node);
    } else if (yaml().isNode(node) && node.anchor !== undefined) anchors.set(node.anchor, node as YamlNode);
  });
  return {
    root: contents ?? undefined,
    documents: documents.length,
    targets,
    endless,
    faults: [...errors, ...warnings].map(({ code, message, pos }) => ({ code, message, offset: pos[0] })),
    version: directives.yaml.explicit === true ? directives.yaml.version : undefined,
  };
}

/**
 * Yields the tokens of the syntax and limits their nesting. The parser keeps its own stack, but the composer after it
 * would crash the process.
 */
function* tokensOf(text: string): Generator<CST.Token> {
  const { Lexer, Parser } = yaml();
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > MAX_DEPTH) throw new TooDeep(parser.offset);
  }
  yield* parser.end();
}
