import { resolvePlainScalar, resolveTaggedScalar, type YamlScalar } from '../../kubernetes/text/go-scalar';
import {
  type AliasNode,
  type MapNode,
  type ScalarNode,
  sizeOf,
  type YamlNode,
} from '../../kubernetes/text/tree';
import { putValue } from '../../kubernetes/text/values';
import type { HelmMap, HelmValue } from './helm-value';
import type { FileFault } from './values-error';
import { jsonKey } from './yaml-key';

/** Values that aliases may repeat in all: far beyond any values file, far below what hurts. */
const MOST_ALIASED = 100_000;

/** Reads a values file as Helm does: YAML 1.1 in the dialect of Go's yaml.v2. What is wrong first is thrown. */
export class HelmValues {
  private aliased = 0;
  private readonly sizes = new Map<YamlNode, number>();
  private isInAlias = false;

  /** @param error makes an error about the file */
  constructor(private readonly error: FileFault) {}

  /** The value of a map. Of keys written twice the last one counts, without a word from Helm. */
  mapOf(node: MapNode): HelmMap {
    const map: HelmMap = {};
    this.fill(map, node);
    return map;
  }

  /** The scalar as Helm types it. */
  scalarOf({ text, style, tag, start }: ScalarNode): YamlScalar {
    if (/\p{Surrogate}/u.test(text))
      throw this.error(start, 'half a surrogate pair is no character', 'Write \\U and eight digits.');
    if (tag === undefined) return style === 'plain' ? resolvePlainScalar(text) : { type: 'str', value: text };
    const scalar = resolveTaggedScalar(tag.name, text);
    if (scalar !== undefined) return scalar;
    const name = tag.name.replace('tag:yaml.org,2002:', '!!');
    const message = `${JSON.stringify(text)} does not fit the tag ${name}`;
    throw this.error(start, message, 'Remove the tag, or change the value.');
  }

  private valueOf(node: YamlNode): HelmValue {
    if (node.anchor !== undefined && !/^[\w-]+$/.test(node.anchor)) {
      const message = `Helm cannot read the anchor name ${node.anchor}`;
      throw this.error(node.start, message, 'Use letters, digits, "-" and "_".');
    }
    if (node.kind === 'alias') return this.followed(node, (target) => this.valueOf(target));
    if (node.kind === 'list') return node.items.map((item) => this.valueOf(item.node));
    if (node.kind === 'map') return this.mapOf(node);
    const { type, value } = this.scalarOf(node);
    if (type !== 'float' || Number.isFinite(value)) return value;
    throw this.error(node.start, 'Helm cannot hold infinity and not-a-number', 'Put the value in quotes.');
  }

  private fill(map: HelmMap, node: MapNode): void {
    for (const { key, value } of node.entries) {
      // yaml.v2 merges where it meets the merge key: it also replaces keys written above it.
      if (isMergeKey(key)) this.merge(map, value, key);
      else putValue(map, this.keyOf(key), this.valueOf(value));
    }
  }

  private merge(map: HelmMap, node: YamlNode, key: YamlNode): void {
    // Earlier maps of a list win, so they come last.
    const sources = node.kind === 'list' ? node.items.map((item) => item.node).reverse() : [node];
    for (const source of sources) {
      const add = (target: YamlNode): void => {
        const message = 'expected a map, or a list of maps, after "<<"';
        if (target.kind === 'map') this.fill(map, target);
        else throw this.error(key.start, message, 'Use an alias of a map, as in <<: *name.');
      };
      if (source.kind === 'alias') this.followed(source, add);
      else add(source);
    }
  }

  private keyOf(key: YamlNode): string {
    const named = key.kind === 'alias' ? key.target : key;
    const text = named?.kind === 'scalar' ? jsonKey(this.scalarOf(named)) : undefined;
    if (text !== undefined) return text;
    throw this.error(key.start, 'Helm cannot use this as a key', 'Put the key in quotes.');
  }

  /** Every alias gets a copy of its own of what it repeats. */
  private followed<T>(alias: AliasNode, use: (target: YamlNode) => T): T {
    const { name, target, start, isInsideTarget } = alias;
    if (isInsideTarget)
      throw this.error(start, `the anchor &${name} contains itself`, 'Remove the alias inside it.');
    if (target === undefined)
      throw this.error(
        start,
        `there is no anchor &${name} above`,
        'Put the anchor on what the alias repeats.',
      );
    const outer = this.isInAlias;
    if (!outer) this.aliased += sizeOf(target, this.sizes);
    if (this.aliased > MOST_ALIASED)
      throw this.error(start, 'aliases repeat too much', 'Write the values out.');
    this.isInAlias = true;
    const used = use(target);
    this.isInAlias = outer;
    return used;
  }
}

/** A quoted "<<" is an ordinary key. */
function isMergeKey(key: YamlNode): boolean {
  if (key.kind !== 'scalar' || key.text !== '<<') return false;
  return key.tag === undefined ? key.style === 'plain' : key.tag.name === 'tag:yaml.org,2002:merge';
}
