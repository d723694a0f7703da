import type { Alias, CST, ErrorCode, Node, Scalar, YAMLMap, YAMLSeq } from 'yaml';

/** A value and its place in the text. */
interface Placed {
  /** Offset of its first character, an opening quote or bracket included. An empty value begins and ends at one place. */
  readonly start: number;
  /** Offset behind its last character; comments behind it are left out. */
  readonly end: number;
  /** Where it begins with its anchor and tag. */
  readonly outer: number;
  readonly anchor: string | undefined;
  readonly tag: Tag | undefined;
}

/** A tag such as `!!str`. */
export interface Tag {
  readonly written: string;
  readonly start: number;
  /** In full, such as `tag:yaml.org,2002:str`. */
  readonly name: string;
}

export interface MapNode extends Placed {
  readonly kind: 'map';
  readonly flow: boolean;
  readonly entries: readonly Entry[];
}

export interface Entry {
  readonly key: YamlNode;
  readonly value: YamlNode;
}

export interface ListNode extends Placed {
  readonly kind: 'list';
  readonly flow: boolean;
  readonly items: readonly ListItem[];
}

export interface ListItem {
  /** Where its dash is; in a list with brackets where the item begins. */
  readonly start: number;
  readonly node: YamlNode;
}

export interface ScalarNode extends Placed {
  readonly kind: 'scalar';
  readonly text: string;
  readonly style: 'plain' | 'single' | 'double' | 'block';
}

export interface AliasNode extends Placed {
  readonly kind: 'alias';
  readonly name: string;
  /** Undefined when no such anchor is above, or when the alias is inside of what it repeats. */
  readonly target: YamlNode | undefined;
  readonly isInsideTarget: boolean;
}

/** A node of one YAML document. */
export type YamlNode = MapNode | ListNode | ScalarNode | AliasNode;

/** Whether nothing at all stands for a value. */
export function isEmpty(node: YamlNode): boolean {
  return node.kind === 'scalar' && node.start === node.end;
}

/** Whether a value is null, written or not. */
export function isNull(node: YamlNode): boolean {
  const isPlain = node.kind === 'scalar' && node.style === 'plain' && node.tag === undefined;
  return isPlain && /^(?:~|null|Null|NULL|)$/.test(node.text);
}

/** What an alias repeats; any other node itself. */
export function resolved(node: YamlNode | undefined): YamlNode | undefined {
  return node?.kind === 'alias' ? node.target : node;
}

/** The entry of a key; of equal keys the last one counts. */
export function entryOf(map: MapNode, name: string): Entry | undefined {
  return map.entries.findLast(({ key }) => isKey(key, name));
}

/** Whether a key is this text. */
export function isKey(key: YamlNode, name: string | number): boolean {
  return key.kind === 'scalar' && key.text === name;
}

/** Where the children of a map or list begin, their keys, dashes and anchors included, and where they end. */
export function placesIn(node: MapNode | ListNode): { readonly start: number; readonly end: number }[] {
  return node.kind === 'map'
    ? node.entries.map(({ key, value }) => ({ start: key.outer, end: value.end }))
    : node.items.map(({ start, node: { end } }) => ({ start, end }));
}

/** What the package `yaml` finds wrong with the syntax. */
export interface SyntaxFault {
  readonly offset: number;
  readonly code: ErrorCode;
  readonly message: string;
}

/** One document with the places of all its values. */
export interface YamlTree {
  readonly root: YamlNode | undefined;
  /** Nodes that aliases repeat. */
  readonly aliased: ReadonlySet<YamlNode>;
  readonly faults: readonly SyntaxFault[];
  /** Version in its `%YAML` line. */
  readonly version: string | undefined;
}

/**
 * Reads one document with the place of every value. It takes five times as long as reading the values alone, so it is
 * for texts that have a problem or are edited.
 * @param depth maps and lists inside each other. @default any, for a text that was read before
 * @throws TooDeep
 */
export function readTree(text: string, depth = Number.POSITIVE_INFINITY): YamlTree {
  const { Composer } = yaml();
  const options = {
    schema: 'failsafe',
    resolveKnownTags: false,
    uniqueKeys: false,
    prettyErrors: false,
    keepSourceTokens: true,
  } as const;
  // A single carriage return ends a line too, which `yaml` does not know.
  const source = text.replace(/\r(?!\n)/g, '\n');
  const tokens = [...tokensOf(source, depth)];
  const [document] = new Composer(options).compose(tokens, true, source.length);
  if (document === undefined) throw new Error('a forced document is missing');
  const { contents, errors, warnings, directives } = document;
  const start = tokens.find((token) => token.type === 'document')?.start;
  const maker = new TreeMaker();
  return {
    root: contents === null ? undefined : maker.node(contents, start),
    aliased: maker.aliased,
    faults: [...errors, ...warnings].map(({ code, message, pos }) => ({ code, message, offset: pos[0] })),
    version: directives?.yaml.explicit === true ? directives.yaml.version : undefined,
  };
}

/** Maps and lists inside each other beyond what is read. */
export class TooDeep extends Error {
  constructor(readonly offset: number) {
    super('maps and lists are nested too deep');
  }
}

/** Loaded at the first use: most runs read valid files, and starting it takes longer than to read a small mesh. */
function yaml(): typeof import('yaml') {
  return require('yaml');
}

/** Tokens of the syntax. The parser keeps a stack of its own, but the composer after it would crash the process. */
function* tokensOf(text: string, depth: number): Generator<CST.Token> {
  const { Lexer, Parser } = yaml();
  const parser = new Parser();
  for (const lexeme of new Lexer().lex(text)) {
    yield* parser.next(lexeme);
    if (parser.stack.length > depth) throw new TooDeep(parser.offset);
  }
  yield* parser.end();
}

/** Turns the nodes of `yaml` into ours. */
class TreeMaker {
  readonly aliased = new Set<YamlNode>();
  private readonly anchors = new Map<string, YamlNode | 'open'>();

  /** @param before tokens between the node and what precedes it: its anchor and tag are there */
  node(node: Node, before: readonly CST.SourceToken[] = []): YamlNode {
    const { isAlias, isMap, isSeq } = yaml();
    if (isAlias(node)) return this.alias(node);
    const { anchor } = node;
    if (anchor) this.anchors.set(anchor, 'open');
    const place = placeOf(node, before);
    const made = isMap(node)
      ? this.map(node, place)
      : isSeq(node)
        ? this.list(node, place)
        : scalar(node as Scalar, place);
    if (anchor) this.anchors.set(anchor, made);
    return made;
  }

  private alias(node: Alias): AliasNode {
    const found = this.anchors.get(node.source);
    const target = found === 'open' ? undefined : found;
    if (target !== undefined) this.aliased.add(target);
    return {
      ...placeOf(node, []),
      kind: 'alias',
      name: node.source,
      target,
      isInsideTarget: found === 'open',
    };
  }

  private map({ items, flow = false }: YAMLMap, place: Placed): MapNode {
    const entries = items.map(({ key, value, srcToken }): Entry => {
      const name = this.node(key as Node, srcToken?.start);
      return { key: name, value: value === null ? empty(name.end) : this.node(value as Node, srcToken?.sep) };
    });
    const end = flow ? place.end : (entries.at(-1)?.value.end ?? place.end);
    return { ...place, kind: 'map', flow, entries, end };
  }

  private list({ items, flow = false, srcToken }: YAMLSeq, place: Placed): ListNode {
    const tokens = srcToken !== undefined && 'items' in srcToken ? srcToken.items : [];
    const found = items.map((item, index): ListItem => {
      const before = tokens[index]?.start ?? [];
      const node = this.node(item as Node, before);
      const dash = before.find(({ type }) => type === 'seq-item-ind');
      return { start: dash?.offset ?? node.outer, node };
    });
    const end = flow ? place.end : (found.at(-1)?.node.end ?? place.end);
    return { ...place, kind: 'list', flow, items: found, end };
  }
}

const STYLES: Partial<Record<Scalar.Type, ScalarNode['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

function scalar({ value, type = 'PLAIN' }: Scalar, place: Placed): ScalarNode {
  return {
    ...place,
    kind: 'scalar',
    text: String(value ?? ''),
    style: STYLES[type as Scalar.Type] ?? 'plain',
  };
}

/** The value of `{key}` and of `? key`. */
function empty(offset: number): ScalarNode {
  const place = { start: offset, end: offset, outer: offset, anchor: undefined, tag: undefined };
  return { ...place, kind: 'scalar', text: '', style: 'plain' };
}

function placeOf(node: Node, before: readonly CST.SourceToken[]): Placed {
  const [start, end] = node.range ?? [0, 0];
  const anchor = before.find(({ type }) => type === 'anchor');
  const tag = before.find(({ type }) => type === 'tag');
  return {
    start,
    end,
    outer: Math.min(start, anchor?.offset ?? start, tag?.offset ?? start),
    anchor: anchor?.source.slice(1),
    tag: tag && { written: tag.source, start: tag.offset, name: ('tag' in node && node.tag) || tag.source },
  };
}
