import type { Path } from '../../problem';
import type { AliasNode, MapNode, ScalarNode, YamlNode } from './tree';

/** Something wrong with a value, found while it was read. */
export interface Fault {
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

/** Reads the values of a tree by the rules of a dialect, and notes what is wrong with them. */
export abstract class TreeValues {
  readonly faults: Fault[] = [];
  /** Places whose value could not be read, as a fault says. */
  readonly unread: Path[] = [];
  private readonly told = new Set<string>();
  private readonly sizes = new Map<YamlNode, number>();
  private aliased = 0;
  private isInAlias = false;

  protected abstract scalar(node: ScalarNode, path: Path): unknown;
  /** The text of a key; undefined when it cannot be one. */
  protected abstract keyOf(key: YamlNode, map: MapNode, path: Path): string | undefined;
  /** Hears of an alias without anchor, or one inside of what it repeats. */
  protected abstract noTarget(alias: AliasNode, path: Path): void;
  /** Hears of the first alias that repeats too much. */
  protected abstract tooMuch(alias: AliasNode, path: Path): void;
  /** Hears of a key that is in its map a second time. */
  protected abstract repeated(key: YamlNode, path: Path): void;

  /**
   * @param mostAliased values that aliases may repeat in all: far beyond any file of a person, far below what hurts
   * @param merges whether `<<` merges maps. @default false
   */
  constructor(
    private readonly mostAliased: number,
    private readonly merges = false,
  ) {}

  /** @param path of the node, for what is wrong with it */
  read(node: YamlNode, path: Path = []): unknown {
    switch (node.kind) {
      case 'scalar':
        return this.scalar(node, path);
      case 'list':
        return node.items.map((item, index) => this.read(item.node, [...path, index]));
      case 'map':
        return this.fill({}, node, path);
      case 'alias':
        return this.followed(node, path, (target) => this.read(target, path));
    }
  }

  /** Notes what is wrong, once for a place that aliases repeat. */
  protected fault(offset: number, path: Path, message: string, fix: string): void {
    const key = `${offset} ${message}`;
    if (!this.told.has(key)) this.faults.push({ offset, path, message, fix });
    this.told.add(key);
  }

  protected unreadable(offset: number, path: Path, message: string, fix: string): void {
    this.fault(offset, path, message, fix);
    this.unread.push(path);
  }

  /** Hears of a merge key without a map. */
  protected notMergeable(_key: YamlNode, _path: Path): void {}

  /** Adds the entries of a node to a map. Of equal keys the last one counts. */
  private fill(map: object, node: MapNode, path: Path): object {
    const own = new Set<string>();
    for (const { key, value } of node.entries) {
      // go-yaml merges where it meets the merge key: it also replaces keys written above it.
      if (this.merges && isMergeKey(key)) this.merge(map, value, key, path);
      else {
        const name = this.keyOf(key, node, path);
        const inner = [...path, name ?? ''];
        if (name !== undefined && own.has(name)) this.repeated(key, inner);
        const read = this.read(value, inner);
        if (name !== undefined) putValue(map, name, read);
        own.add(name ?? '');
      }
    }
    return map;
  }

  private merge(map: object, value: YamlNode, key: YamlNode, path: Path): void {
    // Earlier maps of a list win, so they come last.
    const sources = value.kind === 'list' ? value.items.map(({ node }) => node).reverse() : [value];
    for (const source of sources) {
      const add = (target: YamlNode): void => {
        if (target.kind === 'map') this.fill(map, target, path);
        else this.notMergeable(key, path);
      };
      if (source.kind === 'alias') this.followed(source, path, add);
      else add(source);
    }
  }

  /** Does something with what an alias repeats. */
  protected followed<T>(alias: AliasNode, path: Path, use: (target: YamlNode) => T): T | undefined {
    const { target } = alias;
    const before = this.aliased;
    if (target !== undefined && !this.isInAlias) this.aliased += this.sizeOf(target);
    if (target === undefined || this.aliased > this.mostAliased) {
      this.unread.push(path);
      if (target === undefined) this.noTarget(alias, path);
      else if (before <= this.mostAliased) this.tooMuch(alias, path);
      return undefined;
    }
    const outer = this.isInAlias;
    this.isInAlias = true;
    const used = use(target);
    this.isInAlias = outer;
    return used;
  }

  /** How many values a node holds, with everything that its aliases repeat. */
  private sizeOf(node: YamlNode): number {
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    const own = node.kind === 'alias' ? 0 : 1;
    const size = childrenOf(node).reduce((sum, child) => sum + this.sizeOf(child), own);
    this.sizes.set(node, size);
    return size;
  }
}

function childrenOf(node: YamlNode): readonly YamlNode[] {
  switch (node.kind) {
    case 'list':
      return node.items.map((item) => item.node);
    case 'map':
      return node.entries.flatMap(({ key, value }) => [key, value]);
    case 'alias':
      return node.target === undefined ? [] : [node.target];
    case 'scalar':
      return [];
  }
}

/** Writes a key of a map; `__proto__` is a key like any other, so it must not reach the setter of that name. */
export function putValue(map: object, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
}

/** A quoted "<<" is an ordinary key. */
function isMergeKey(key: YamlNode): boolean {
  if (key.kind !== 'scalar' || key.text !== '<<') return false;
  return key.tag === undefined ? key.style === 'plain' : key.tag.name === 'tag:yaml.org,2002:merge';
}
