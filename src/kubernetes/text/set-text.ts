import type { Scalar } from 'yaml';
import { isMap } from '../../is-map';
import { type Path, pathText, quoted, UserError } from '../../problem';
import { canonicalJson, fieldAt } from '../fields';
import { insertBlock, insertFlow } from './insert';
import { entryOf, isEmpty, textOf } from './place';
import { readYaml } from './read-yaml';
import { applyEdits, columnOf, type Edit, lineBreakOf } from './text-edit';
import {
  type Entry,
  isAliasNode,
  isListNode,
  isMapNode,
  isScalarNode,
  type MapNode,
  readTree,
  type YamlNode,
} from './tree';

interface TextAtPath {
  /** Keys and indexes from the top. The last key may be missing; the map around it must exist. */
  readonly path: Path;
  readonly value: string;
}

/**
 * Writes values into a YAML text and keeps every other byte: comments, order, blanks, line ends. A value keeps its
 * quotes. A missing key is inserted after its predecessors in `order`, in the style of its neighbour.
 * @param order keys of the edited maps, in their usual order
 * @throws UserError if a value cannot be written without changing another one, for example because of an anchor
 */
export function setTexts(source: string, wanted: readonly TextAtPath[], order: readonly string[]): string {
  const mark = source.startsWith('\ufeff') ? '\ufeff' : '';
  const before = source.slice(mark.length);
  const value = valueIn(before);
  const { root, targets } = readTree(before);
  const place = ({ path }: TextAtPath): number => order.indexOf(`${path.at(-1)}`);
  const changes = wanted
    .filter(({ path, value: own }) => fieldAt(value, ...path) !== own)
    .sort((left, right) => place(left) - place(right))
    .map(({ path, value: own }) => {
      const map = mapAt(root, path.slice(0, -1));
      const key = `${path.at(-1)}`;
      return { map, key, own, entry: entryOf(map, key) };
    });
  const edits = changes.flatMap(({ map, key, own, entry }) => {
    if (entry === undefined) return [inserted(before, map, key, own, order)];
    const target = entry.value === null ? undefined : targets.get(entry.value);
    const follows = changes.some((other) => other.entry?.value === target && other.own === own);
    return target !== undefined && follows ? [] : [replaced(before, entry, own)];
  });
  const after = applyEdits(before, edits);
  const expected = wanted.reduce((whole, { path, value: own }) => withValue(whole, path, own), value);
  if (canonicalJson(valueIn(after)) !== canonicalJson(expected))
    throw new UserError(
      `${wanted.map(({ path }) => pathText(path)).join(', ')}: cannot be changed without changing something else, as where an anchor and its aliases share a value. Write the values out, then repeat`,
    );
  return mark + after;
}

function mapAt(root: YamlNode | undefined, path: Path): MapNode {
  let node: YamlNode | null | undefined = root;
  for (const [depth, key] of path.entries()) {
    node = isMapNode(node)
      ? entryOf(node, key)?.value
      : isListNode(node)
        ? node.items[Number(key)]
        : undefined;
    if (isMapNode(node) || (isListNode(node) && depth < path.length - 1)) continue;
    const what = node === undefined ? 'nothing' : isAliasNode(node) ? 'an alias' : 'another value';
    throw new UserError(
      `${pathText(path.slice(0, depth + 1))}: expected a map, got ${what}. Write the map out, then repeat`,
    );
  }
  if (!isMapNode(node)) throw new UserError('expected a map at the top of the file');
  return node;
}

function replaced(text: string, { key, value }: Entry, wanted: string): Edit {
  const [from, to] = key.range;
  if (isMapNode(value) || isListNode(value))
    throw new UserError(
      `${quoted(text.slice(from, to))}: expected a value, got a map or a list. Change it by hand`,
    );
  if (value === null || isEmpty(value)) {
    const start = text.indexOf(':', to) + 1;
    return { start, end: start, text: ` ${written(wanted, 'PLAIN')}` };
  }
  const [start, end] = value.range;
  if (!styleOf(value).startsWith('BLOCK')) return { start, end, text: written(wanted, styleOf(value)) };
  // The lines after the `|` or `>` of a block.
  const [, head = '', body = ''] = /^([^\r\n]*\s*)([\s\S]*?)\s*$/.exec(text.slice(start, end)) ?? [];
  return { start: start + head.length, end: start + head.length + body.length, text: wanted };
}

/** Inserts a missing key after its neighbour, with the neighbour's quotes and blanks. */
function inserted(text: string, map: MapNode, name: string, value: string, order: readonly string[]): Edit {
  const index = neighbourOf(map, name, order);
  const beside = map.items[index];
  if (beside === undefined || isMapNode(beside.value) || isListNode(beside.value))
    throw new UserError(`${name}: there is no neighbour to write it after. Add the key by hand, then repeat`);
  const [start, end] = beside.key.range;
  const colon = /^:[ \t]*$/.exec(text.slice(end, beside.value?.range[0]))?.[0] ?? ': ';
  const keyStyle = styleOf(beside.key);
  const gap = colon.length > 1 || keyStyle !== 'PLAIN' ? colon : ': ';
  const own = written(name, keyStyle) + gap + written(value, styleOf(beside.value));
  if (map.flow === true) return insertFlow(text, map, [own], index);
  return insertBlock(text, map, `${lineBreakOf(text)}${' '.repeat(columnOf(text, start))}${own}`, index);
}

/** Returns the index of the entry before a new key. */
function neighbourOf({ items }: MapNode, key: string, order: readonly string[]): number {
  const earlier = order.slice(0, order.indexOf(key)).reverse();
  const indexes = earlier.map((name) => items.findIndex((entry) => textOf(entry.key) === name));
  return indexes.find((index) => index >= 0) ?? items.length - 1;
}

function styleOf(node: YamlNode | null): Scalar.Type {
  return (isScalarNode(node) ? node.type : undefined) ?? 'PLAIN';
}

/**
 * Prints a text as a YAML scalar: with the quotes of its place, and with double quotes if a plain one would mean
 * something else.
 */
function written(value: string, style: Scalar.Type): string {
  if (style === 'QUOTE_SINGLE') return `'${value.replaceAll("'", "''")}'`;
  const isSafe =
    /^[A-Za-z\d](?:[\w.:-]*[A-Za-z\d])?$/.test(value) && fieldAt(valueIn(`a: ${value}`), 'a') === value;
  return style !== 'QUOTE_DOUBLE' && isSafe ? value : JSON.stringify(value);
}

function valueIn(text: string): unknown {
  return readYaml(text, '').value;
}

function withValue(value: unknown, [key, ...rest]: Path, own: string): unknown {
  if (key === undefined) return own;
  if (Array.isArray(value)) return value.with(Number(key), withValue(value[Number(key)], rest, own));
  const map = isMap(value) ? value : {};
  return { ...map, [key]: withValue(map[key], rest, own) };
}
