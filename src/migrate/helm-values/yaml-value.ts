import {
  type Alias,
  isAlias,
  isMap,
  isNode,
  isScalar,
  isSeq,
  type Node,
  type Scalar,
  type YAMLMap,
} from 'yaml';
import { type HelmMap, type HelmValue, putValue } from './helm-value';
import type { FileFault } from './values-error';
import { startOf } from './yaml-aliases';
import { jsonKey } from './yaml-key';
import { resolvePlainScalar, resolveTaggedScalar, type YamlScalar } from './yaml-scalar';

/** Nodes that aliases may repeat in all: far beyond any values file, far below what hurts. */
const ALIAS_BUDGET = 100_000;

/** Turns YAML nodes into values: works in merge keys, copies what aliases repeat, makes keys text. */
export class YamlValueMaker {
  private budget = ALIAS_BUDGET;
  private insideAliases = 0;

  /**
   * @param targets what each alias repeats
   * @param fault makes an error about the file
   */
  constructor(
    private readonly targets: ReadonlyMap<Alias, Node>,
    private readonly fault: FileFault,
  ) {}

  /** The value of a map. Of keys written twice the last one counts, without a word from Helm. */
  mapOf(node: YAMLMap): HelmMap {
    const map: HelmMap = {};
    this.fill(map, node);
    return map;
  }

  /** The scalar as Helm types it. */
  scalarOf(node: Scalar): YamlScalar {
    const source = String(node.value ?? '');
    if (/\p{Surrogate}/u.test(source)) {
      throw this.fault(startOf(node), 'half a surrogate pair is no character', 'Write \\U and eight digits.');
    }
    if (node.tag === undefined)
      return isPlain(node) ? resolvePlainScalar(source) : { type: 'str', value: source };
    const scalar = resolveTaggedScalar(node.tag, source);
    if (scalar !== undefined) return scalar;
    const message = `${JSON.stringify(source)} does not fit the tag ${node.tag.replace('tag:yaml.org,2002:', '!!')}`;
    throw this.fault(startOf(node), message, 'Remove the tag, or change the value.');
  }

  private valueOf(node: unknown): HelmValue {
    // The parser leaves out the value in {key} and in "? key".
    if (!isNode(node)) return null;
    if (isScalar(node)) this.spend(node);
    if (isAlias(node)) return this.follow(node, (target) => this.valueOf(target));
    if (isSeq(node)) return node.items.map((item) => this.valueOf(item));
    if (isMap(node)) return this.mapOf(node);
    const { type, value } = this.scalarOf(node);
    if (type !== 'float' || Number.isFinite(value)) return value;
    throw this.fault(startOf(node), 'Helm cannot hold infinity and not-a-number', 'Put the value in quotes.');
  }

  private fill(map: HelmMap, node: YAMLMap): void {
    this.spend(node);
    for (const { key, value } of node.items) {
      // yaml.v2 merges where it meets the merge key: it also replaces keys written above it.
      if (isMergeKey(key)) this.merge(map, value, startOf(key));
      else putValue(map, this.keyOf(key, startOf(node)), this.valueOf(value));
    }
  }

  private merge(map: HelmMap, node: unknown, at: number): void {
    // Earlier maps of a list win, so they come last.
    const sources = isSeq(node) ? node.items.toReversed() : [node];
    for (const source of sources) {
      const target = isAlias(source) ? this.targets.get(source) : source;
      if (!isMap(target)) {
        const message = 'expected a map, or a list of maps, after "<<"';
        throw this.fault(at, message, 'Use an alias of a map, as in <<: *name.');
      }
      if (isAlias(source)) this.follow(source, () => this.fill(map, target));
      else this.fill(map, target);
    }
  }

  private keyOf(node: unknown, mapAt: number): string {
    const named = isAlias(node) ? this.targets.get(node) : node;
    const key = isScalar(named) ? jsonKey(this.scalarOf(named)) : undefined;
    if (key !== undefined) return key;
    throw this.fault(
      isNode(node) ? startOf(node) : mapAt,
      'Helm cannot use this as a key',
      'Put the key in quotes.',
    );
  }

  private follow<T>(alias: Alias, make: (target: Node | undefined) => T): T {
    this.insideAliases += 1;
    const made = make(this.targets.get(alias));
    this.insideAliases -= 1;
    return made;
  }

  private spend(node: Node): void {
    if (this.insideAliases === 0) return;
    this.budget -= 1;
    if (this.budget < 0) throw this.fault(startOf(node), 'aliases repeat too much', 'Write the values out.');
  }
}

function isPlain(node: Scalar): boolean {
  return node.type === undefined || node.type === 'PLAIN';
}

/** A quoted "<<" is an ordinary key. */
function isMergeKey(key: unknown): key is Scalar {
  if (!isScalar(key) || key.value !== '<<') return false;
  return key.tag === undefined ? isPlain(key) : key.tag === 'tag:yaml.org,2002:merge';
}
