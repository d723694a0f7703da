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
  const [document] = [...new Composer(options).compose(tokens, true, source.length)];
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
  private readonly yaml = yaml();

  /** @param before tokens between the node and what precedes it: its anchor and tag are there */
  node(node: Node | null, before: readonly CST.SourceToken[] = [], from = 0): YamlNode {
    // The value of `{key}` and of `? key`.
    if (node === null)
      return scalarAt({ start: from, end: from, outer: from, anchor: undefined, tag: undefined });
    const place = placeOf(node, before);
    if (this.yaml.isAlias(node)) return this.alias(node, place);
    const { anchor } = place;
    if (anchor !== undefined) this.anchors.set(anchor, 'open');
    const made = this.yaml.isMap(node)
      ? this.map(node, place)
      : this.yaml.isSeq(node)
        ? this.list(node, place)
        : scalarAt(place, node as Scalar);
    if (anchor !== undefined) this.anchors.set(anchor, made);
    return made;
  }

  private alias({ source }: Alias, { start, end, outer, anchor, tag }: Placed): AliasNode {
    const found = this.anchors.get(source);
    const target = found === 'open' ? undefined : found;
    if (target !== undefined) this.aliased.add(target);
    const isInsideTarget = found === 'open';
    return { kind: 'alias', name: source, target, isInsideTarget, start, end, outer, anchor, tag };
  }

  private map({ items, flow = false }: YAMLMap, { start, end, outer, anchor, tag }: Placed): MapNode {
    const entries = items.map(({ key, value, srcToken }): Entry => {
      const name = this.node(key as Node, srcToken?.start);
      return { key: name, value: this.node(value as Node | null, srcToken?.sep, name.end) };
    });
    const last = flow ? end : (entries.at(-1)?.value.end ?? end);
    return { kind: 'map', flow, entries, start, end: last, outer, anchor, tag };
  }

  private list(
    { items, flow = false, srcToken }: YAMLSeq,
    { start, end, outer, anchor, tag }: Placed,
  ): ListNode {
    const tokens = srcToken !== undefined && 'items' in srcToken ? srcToken.items : [];
    const found = items.map((item, index): ListItem => {
      const before = tokens[index]?.start ?? [];
      const node = this.node(item as Node, before);
      return { start: tokenOf('seq-item-ind', before)?.offset ?? node.outer, node };
    });
    const last = flow ? end : (found.at(-1)?.node.end ?? end);
    return { kind: 'list', flow, items: found, start, end: last, outer, anchor, tag };
  }
}

const STYLES: Partial<Record<Scalar.Type, ScalarNode['style']>> = {
  QUOTE_SINGLE: 'single',
  QUOTE_DOUBLE: 'double',
  BLOCK_LITERAL: 'block',
  BLOCK_FOLDED: 'block',
};

function scalarAt({ start, end, outer, anchor, tag }: Placed, node?: Scalar): ScalarNode {
  const style = STYLES[node?.type as Scalar.Type] ?? 'plain';
  return { kind: 'scalar', text: String(node?.value ?? ''), style, start, end, outer, anchor, tag };
}

function placeOf(node: Node, before: readonly CST.SourceToken[]): Placed {
  const [start, end] = node.range ?? [0, 0];
  const anchor = tokenOf('anchor', before);
  const tag = tokenOf('tag', before);
  return {
    start,
    end,
    outer: Math.min(start, anchor?.offset ?? start, tag?.offset ?? start),
    anchor: anchor?.source.slice(1),
    tag: tag && { written: tag.source, start: tag.offset, name: ('tag' in node && node.tag) || tag.source },
  };
}

function tokenOf(type: CST.SourceToken['type'], tokens: readonly CST.SourceToken[]) {
  for (const token of tokens) if (token.type === type) return token;
  return undefined;
}
