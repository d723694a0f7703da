import type { CST } from 'yaml';
import type { Path } from '../../problem';
import { isPlain, textOf, tokensBefore } from './place';
import {
  type AliasNode,
  isAliasNode,
  isListNode,
  isMapNode,
  type MapNode,
  type ScalarNode,
  type YamlNode,
  type YamlTree,
} from './tree';

interface Fault {
  readonly offset: number;
  readonly path: Path;
  readonly message: string;
  readonly fix: string;
}

type Complaint = readonly [message: string, fix: string];

/** The differences between dialects of YAML. */
export interface DialectRules {
  /** Limit of values that aliases may repeat in all. No file written by a person reaches it. */
  readonly mostAliased: number;
  /** Whether `<<` merges maps. */
  readonly merges: boolean;
  noAnchor(name: string): Complaint;
  /** The complaint about an alias inside the value that it repeats. */
  endless(name: string): Complaint;
  readonly repeatsTooMuch: Complaint;
  /** The complaint about a repeated key. Undefined: the last one counts, without a complaint. */
  readonly repeatedKey: Complaint | undefined;
}

/** Reads the values of a tree by the rules of a dialect, and records mistakes. */
export abstract class TreeValues {
  readonly faults: Fault[] = [];
  /** Places whose value could not be read. A fault reports each. */
  readonly unread: Path[] = [];
  private readonly reported = new Set<string>();
  private readonly sizes = new Map<YamlNode, number>();
  private aliased = 0;
  private isInAlias = false;

  constructor(
    private readonly tree: YamlTree,
    private readonly rules: DialectRules,
  ) {}

  protected abstract scalar(node: ScalarNode, path: Path): unknown;
  /** Returns the text of a key. Undefined if it cannot be a key. */
  protected abstract keyOf(key: YamlNode, path: Path): string | undefined;

  /**
   * @param path of the node, for faults
   * @param _before tokens between the previous node and this one: its anchor and tag are there
   */
  read(node: YamlNode, path: Path = [], _before?: readonly CST.SourceToken[]): unknown {
    if (isAliasNode(node)) return this.followed(node, path, (target) => this.read(target, path));
    if (isMapNode(node)) return this.fill({}, node, path);
    if (!isListNode(node)) return this.scalar(node, path);
    return node.items.map((item, index) => this.read(item, [...path, index], tokensBefore(node, index)));
  }

  /** Records a mistake. A place that aliases repeat gets only one. */
  protected fault(offset: number, path: Path, message: string, fix: string): void {
    const key = `${offset} ${message}`;
    if (!this.reported.has(key)) this.faults.push({ offset, path, message, fix });
    this.reported.add(key);
  }

  /** Called for a merge key without a map. */
  protected notMergeable(_key: YamlNode): void {}

  /** Returns the node that defines a key: the key itself, or the target of its alias. */
  protected namedBy(key: YamlNode): YamlNode | undefined {
    return isAliasNode(key) ? this.tree.targets.get(key) : key;
  }

  /** Adds the entries of a node to a map. Of equal keys the last one counts. */
  private fill(map: object, node: MapNode, path: Path): object {
    const own = new Set<string>();
    for (const { key, value, srcToken } of node.items) {
      // go-yaml merges at the position of the merge key, so it also replaces keys above it.
      if (this.rules.merges && isMergeKey(key)) this.merge(map, value, key, path);
      else {
        const name = this.keyOf(key, path);
        const inner = [...path, name ?? ''];
        const { repeatedKey } = this.rules;
        if (repeatedKey !== undefined && name !== undefined && own.has(name))
          this.fault(key.range[0], inner, ...repeatedKey);
        const read = value === null ? null : this.read(value, inner, srcToken?.sep);
        if (name === undefined) continue;
        putValue(map, name, read);
        own.add(name);
      }
    }
    return map;
  }

  private merge(map: object, value: YamlNode | null, key: YamlNode, path: Path): void {
    // Earlier maps of a list win, so they are applied last.
    for (const source of isListNode(value) ? value.items.toReversed() : [value]) {
      const add = (target: YamlNode | null): void => {
        if (isMapNode(target)) this.fill(map, target, path);
        else this.notMergeable(key);
      };
      if (isAliasNode(source)) this.followed(source, path, add);
      else add(source);
    }
  }

  /** Reads the target of an alias, unless it has none or repeats too much. */
  private followed<T>(alias: AliasNode, path: Path, use: (target: YamlNode) => T): T | undefined {
    const { source, range } = alias;
    const { noAnchor, endless, repeatsTooMuch, mostAliased } = this.rules;
    const target = this.tree.targets.get(alias);
    const before = this.aliased;
    if (target !== undefined && !this.isInAlias) this.aliased += this.sizeOf(target);
    if (target === undefined || this.aliased > mostAliased) {
      this.unread.push(path);
      const why = this.tree.endless.has(alias) ? endless(source) : noAnchor(source);
      if (before <= mostAliased) this.fault(range[0], path, ...(target === undefined ? why : repeatsTooMuch));
      return undefined;
    }
    const outer = this.isInAlias;
    this.isInAlias = true;
    const used = use(target);
    this.isInAlias = outer;
    return used;
  }

  /** Returns how many values a node contains, including everything that its aliases repeat. */
  private sizeOf(node: YamlNode): number {
    const known = this.sizes.get(node);
    if (known !== undefined) return known;
    const own = isAliasNode(node) ? 0 : 1;
    const size = this.childrenOf(node).reduce((sum, child) => sum + (child ? this.sizeOf(child) : 1), own);
    this.sizes.set(node, size);
    return size;
  }

  private childrenOf(node: YamlNode): readonly (YamlNode | null | undefined)[] {
    if (isAliasNode(node)) return [this.tree.targets.get(node)];
    if (isMapNode(node)) return node.items.flatMap(({ key, value }) => [key, value]);
    return isListNode(node) ? node.items : [];
  }
}

/** Writes a key of a map. `__proto__` is a key like any other, so it must not reach the setter of that name. */
export function putValue(map: object, key: string, value: unknown): void {
  Object.defineProperty(map, key, { value, configurable: true, enumerable: true, writable: true });
}

/** A quoted "<<" is an ordinary key. */
function isMergeKey(key: YamlNode): boolean {
  return textOf(key) === '<<' && (isPlain(key) || key.tag === 'tag:yaml.org,2002:merge');
}
