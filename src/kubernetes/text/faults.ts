import { type Path, quoted } from '../../problem';
import type { Dialect } from './dialects';
import { type AliasNode, type MapNode, sizeOf, type YamlNode } from './tree';

/** Something wrong in a document whose syntax is right. */
export interface Fault {
  readonly offset: number;
  readonly path: Path;
  /** Undefined for what follows from an earlier fault. */
  readonly message: string | undefined;
  readonly fix: string;
  /** Whether the value at the path is not what was written. */
  readonly isUnread: boolean;
  /** The alias whose value cannot be had. */
  readonly alias?: AliasNode;
}

/** What is wrong with the aliases, keys and tags of a document, by the rules of its dialect. */
export function faultsIn(root: YamlNode, dialect: Dialect): Fault[] {
  const search = new Search(dialect);
  search.node(root, []);
  return search.faults;
}

class Search {
  readonly faults: Fault[] = [];
  private aliased = 0;
  private readonly sizes = new Map<YamlNode, number>();

  constructor(private readonly dialect: Dialect) {}

  node(node: YamlNode, path: Path): void {
    const { tag, kind } = node;
    const isText = tag?.written === '!' || (tag?.written === '!!str' && kind === 'scalar');
    if (tag !== undefined && !isText && !this.dialect.isManifest) {
      const message = `YAML tags are not read, got ${quoted(tag.written)}`;
      this.faults.push({ offset: tag.start, path, message, fix: 'Remove the tag', isUnread: true });
    }
    if (kind === 'alias') this.alias(node, path);
    if (kind === 'map') this.map(node, path);
    if (kind === 'list')
      for (const [index, item] of node.items.entries()) this.node(item.node, [...path, index]);
  }

  private map({ entries }: MapNode, path: Path): void {
    const { isManifest, repeated } = this.dialect;
    const seen = new Set<string>();
    for (const { key, value } of entries) {
      // What is wrong with a key leaves the values of its map as they are.
      const before = this.faults.length;
      this.node(key, path);
      this.faults.push(...this.faults.splice(before).map((fault) => ({ ...fault, isUnread: false })));
      const text = key.kind === 'alias' ? key.target : key;
      const name = text?.kind === 'scalar' ? text.text : '';
      const inner = [...path, name];
      const wrong = (at: Path, message: string, fix: string): void => {
        this.faults.push({ offset: key.start, path: at, message, fix, isUnread: false });
      };
      if (text?.kind === 'scalar' && seen.has(name) && !(isManifest && name === '<<'))
        wrong(inner, ...repeated);
      else if (!isManifest && text?.kind !== 'scalar') wrong(path, ...noKey(key));
      else if (!isManifest && name === '__proto__') wrong(inner, 'unknown key', 'Remove it');
      if (text?.kind === 'scalar') seen.add(name);
      this.node(value, inner);
    }
  }

  private alias(alias: AliasNode, path: Path): void {
    const { name, target, start, isInsideTarget } = alias;
    const { mostAliased, aliasFix, repetitionFix } = this.dialect;
    const wrong = (message: string | undefined, fix: string): void => {
      this.faults.push({ offset: start, path, message, fix, isUnread: true, alias });
    };
    if (isInsideTarget) wrong(`the alias ${quoted(`*${name}`)} stands within what it repeats`, aliasFix);
    else if (target === undefined)
      wrong(`no anchor ${quoted(`&${name}`)} stands before this alias`, aliasFix);
    else {
      const before = this.aliased;
      this.aliased += sizeOf(target, this.sizes);
      const message = before > mostAliased ? undefined : `aliases repeat more than ${mostAliased} values`;
      if (this.aliased > mostAliased) wrong(message, repetitionFix);
    }
  }
}

function noKey({ kind }: YamlNode): [message: string, fix: string] {
  const fix = 'Write `key: value`, with quotes around text that begins with { [ or *';
  return [`expected a plain key, got ${kind === 'alias' ? 'an alias' : 'a map or a list'}`, fix];
}
