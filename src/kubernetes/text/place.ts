import type { CST } from 'yaml';
import type { Path, Position } from '../../problem';
import {
  type Entry,
  isListNode,
  isMapNode,
  isScalarNode,
  type ListNode,
  type MapNode,
  type YamlNode,
} from './tree';

/** A child of a map or list, from its first character to after its last, with key or dash, anchor and tag. */
interface Place {
  readonly start: number;
  readonly end: number;
}

/** Whether a value is missing, as in `key:` and `{key}`. */
export function isEmpty(node: YamlNode | null): boolean {
  return node === null || (isScalarNode(node) && node.range[0] === node.range[1]);
}

/** Whether a value is null, written or not. */
export function isNull(node: YamlNode | null): boolean {
  if (isEmpty(node)) return true;
  return isScalarNode(node) && isPlain(node) && /^(?:~|null|Null|NULL)$/.test(textOf(node) ?? '');
}

/** Whether a scalar has no quotes and no tag, and is no block. */
export function isPlain(node: YamlNode): boolean {
  return isScalarNode(node) && node.tag === undefined && (node.type ?? 'PLAIN') === 'PLAIN';
}

/** Returns the text of a scalar. */
export function textOf(node: YamlNode | null | undefined): string | undefined {
  return isScalarNode(node) ? String(node.value ?? '') : undefined;
}

/** Returns the offset after the last character of a value, before comments. */
export function endOf(node: YamlNode): number {
  const end = node.range[1];
  if ((!isMapNode(node) && !isListNode(node)) || node.flow === true) return end;
  const last = isMapNode(node) ? node.items.at(-1) : undefined;
  const child = isListNode(node) ? node.items.at(-1) : (last?.value ?? last?.key);
  return child === undefined ? end : endOf(child);
}

/** Returns where the children of a map or list are. */
export function placesIn(node: MapNode | ListNode): Place[] {
  if (isMapNode(node))
    return node.items.map(({ key, value, srcToken }) => ({
      start: outerStart(key, srcToken?.start),
      end: endOf(value ?? key),
    }));
  return node.items.map((item, index) => ({
    start: outerStart(item, tokensBefore(node, index)),
    end: endOf(item),
  }));
}

/** Returns the tokens before an item of a list: its dash, anchor and tag. */
export function tokensBefore({ srcToken }: ListNode, index: number): readonly CST.SourceToken[] {
  return srcToken?.items[index]?.start ?? [];
}

function outerStart(node: YamlNode, before: readonly CST.SourceToken[] = []): number {
  const found = before.find(({ type }) => type === 'seq-item-ind' || type === 'anchor' || type === 'tag');
  return Math.min(node.range[0], found?.offset ?? node.range[0]);
}

/** Returns the entry of a key. Of equal keys the last one counts. */
export function entryOf(node: MapNode, name: string | number): Entry | undefined {
  if (node.items.length < MANY_KEYS) return node.items.findLast(({ key }) => textOf(key) === name);
  const known = entries.get(node) ?? new Map(node.items.map((entry) => [textOf(entry.key), entry]));
  entries.set(node, known);
  return typeof name === 'string' ? known.get(name) : undefined;
}

/** Maps with this many keys get an index, because they are searched once for each key. Trees do not change. */
const MANY_KEYS = 20;
const entries = new WeakMap<MapNode, ReadonlyMap<string | undefined, Entry>>();

/**
 * Returns where the value at a path begins, or its key. An empty value: its key or dash. A missing value: the key or
 * item of its nearest parent.
 */
export function offsetOf(root: YamlNode | undefined, path: Path, atKey = false): number {
  let node: YamlNode | null | undefined = root;
  let place = 0;
  for (const step of path) {
    const child = childOf(node, step);
    if (child === undefined) return place;
    ({ node, place } = child);
  }
  return node === undefined || node === null || atKey || isEmpty(node) ? place : node.range[0];
}

function childOf(node: YamlNode | null | undefined, step: string | number) {
  if (isListNode(node)) {
    const item = typeof step === 'number' ? node.items[step] : undefined;
    if (item === undefined) return undefined;
    const dash = outerStart(item, tokensBefore(node, Number(step)));
    return { node: item, place: isEmpty(item) ? dash : item.range[0] };
  }
  const entry = isMapNode(node) ? entryOf(node, step) : undefined;
  return entry && { node: entry.value, place: entry.key.range[0] };
}

/**
 * Returns the nodes from the top to a path, both included. Undefined if the path goes through an alias or a merge.
 */
export function nodesTo(root: YamlNode | undefined, path: Path): (YamlNode | null)[] | undefined {
  if (root === undefined) return undefined;
  const nodes: (YamlNode | null)[] = [root];
  for (const step of path) {
    const child = childOf(nodes.at(-1), step);
    if (child === undefined) return undefined;
    nodes.push(child.node);
  }
  return nodes;
}

/** Turns offsets of a text into lines and columns. The first call indexes the lines. */
export function positionsIn(text: string): (offset: number) => Position {
  let starts: number[] | undefined;
  return (offset) => {
    starts ??= [0, ...[...text.matchAll(/\r\n?|\n/g)].map(({ index, 0: end }) => index + end.length)];
    let low = 0;
    let high = starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle;
    }
    return { line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  };
}
