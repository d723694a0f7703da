import { isMap } from '../../is-map';
import { endOf, entryOf, isEmpty, isNull, placesIn } from './place';
import { printYaml } from './print-yaml';
import { columnOf, type Edit, lastLineEnd, lineBreakOf, lineEnd } from './text-edit';
import { type Entry, isListNode, isMapNode, type ListNode, type MapNode } from './tree';

/*
 * `--revert` restores what injection replaced. The first blanks of a list or map that injection added say what that
 * was, since YAML and JSON have no other place for it:
 *
 * |               | block style                | flow style, JSON |
 * |---------------|----------------------------|------------------|
 * | no such key   | two columns below its key  | `[ {`, `{ "`     |
 * | null          | four columns below its key | `[  {`, `{  "`   |
 * | empty         | –                          | `[{`, `{"`       |
 */

/** Columns between a key and a new value below it. */
export const NEW_KEY_INDENT = 2;
const NULL_INDENT = 4;

/** Adds items to the end of a list in a map. Creates a missing list. */
export function addItems(text: string, map: MapNode, key: string, items: readonly unknown[]): Edit[] {
  if (items.length === 0) return [];
  const entry = entryOf(map, key);
  if (entry === undefined) return [addEntry(text, map, key, items)];
  const { value } = entry;
  if (!isListNode(value)) return [fillNull(text, map, entry, items)];
  const style = flowStyle(text);
  if (value.flow === true) {
    const children = items.map((item) => printFlow(item, style));
    return [insertFlow(text, value, children)];
  }
  return [insertBlock(text, value, lines(text, items, columnIn(text, value)))];
}

/** Adds one entry to a map in a map. Creates a missing map. */
export function addToMap(text: string, map: MapNode, key: string, name: string, value: unknown): Edit {
  const entry = entryOf(map, key);
  if (entry === undefined) return addEntry(text, map, key, { [name]: value });
  return isMapNode(entry.value)
    ? addEntry(text, entry.value, name, value)
    : fillNull(text, map, entry, { [name]: value });
}

/** Adds an entry to the end of a map. */
export function addEntry(text: string, map: MapNode, key: string, value: unknown): Edit {
  if (map.flow === true) {
    const style = flowStyle(text);
    const colon = style === 'tight' ? ':' : ': ';
    return insertFlow(text, map, [`${JSON.stringify(key)}${colon}${printFlow(value, style, ' ')}`]);
  }
  const column = columnIn(text, map);
  const fresh = Array.isArray(value)
    ? `${lineBreakOf(text)}${' '.repeat(column)}${key}:${lines(text, value, column + NEW_KEY_INDENT)}`
    : lines(text, { [key]: value }, column);
  return insertBlock(text, map, fresh);
}

function fillNull(text: string, map: MapNode, { key, value: node }: Entry, value: unknown): Edit {
  if (!isNull(node)) throw new Error('the place of the sidecar is neither a list, nor a map, nor null');
  const [start, end] = node?.range ?? [endOf(key), endOf(key)];
  if (map.flow === true || !isEmpty(node)) {
    // Without the blank, a value would touch its colon, or its key if there is no colon.
    const blank = node === null ? ': ' : isEmpty(node) && text[start - 1] === ':' ? ' ' : '';
    return { start, end, text: blank + printFlow(value, flowStyle(text), '  ') };
  }
  const line = lineEnd(text, end);
  return { start: line, end: line, text: lines(text, value, columnOf(text, key.range[0]) + NULL_INDENT) };
}

/** Returns the column of the children of a block collection. */
function columnIn(text: string, node: MapNode | ListNode): number {
  return columnOf(text, placesIn(node)[0]?.start ?? node.range[0]);
}

function lines(text: string, value: unknown, column: number): string {
  const lineBreak = lineBreakOf(text);
  const indent = ' '.repeat(column);
  return printYaml(value)
    .trimEnd()
    .replace(/^(?=.)/gm, indent)
    .replace(/^|\n/g, lineBreak);
}

/**
 * Inserts lines after a child of a block collection and the comments that are indented deeper.
 * @param index of the child.
 * @default the last one
 */
export function insertBlock(text: string, node: MapNode | ListNode, fresh: string, index = -1): Edit {
  const column = columnIn(text, node);
  let end = lastLineEnd(text, placesIn(node).at(index)?.end ?? node.range[1]);
  const comments = /(?:\r\n?|\n)([ \t]*)(#[^\r\n]*)?(?=[\r\n]|$)/y;
  let seen = end;
  for (;;) {
    comments.lastIndex = seen;
    const match = comments.exec(text);
    if (match === null) break;
    seen = comments.lastIndex;
    if (match[2] === undefined) continue;
    if ((match[1] ?? '').length <= column) break;
    end = seen;
  }
  return { start: end, end, text: fresh };
}

/**
 * Inserts children after a child of a flow collection, on a new line if that child has one.
 * @param index of the child.
 * @default the last one
 */
export function insertFlow(
  text: string,
  node: MapNode | ListNode,
  children: readonly string[],
  index = -1,
): Edit {
  const gap = flowStyle(text) === 'tight' ? ',' : ', ';
  const place = placesIn(node).at(index);
  if (place === undefined) {
    const start = node.range[0] + 1;
    return { start, end: start, text: children.join(gap) };
  }
  const { start, end } = place;
  const before = /(?:\r\n?|\n)[ \t]*$/.exec(text.slice(0, start))?.[0];
  const comma = before === undefined ? gap : `,${before}`;
  return { start: end, end, text: children.map((child) => comma + child).join('') };
}

/** Returns how a document spaces its flow collections: JSON without blanks stays without. */
function flowStyle(text: string): 'tight' | 'spaced' {
  return /^\s*[[{]/.test(text) && !/[:,]\s/.test(text.slice(0, 10_000)) ? 'tight' : 'spaced';
}

/**
 * Prints a plain value in flow style, which is valid JSON and YAML.
 * @param opening blanks after the bracket of the outermost collection
 */
function printFlow(value: unknown, style: 'tight' | 'spaced', opening = ''): string {
  const [comma, colon] = style === 'tight' ? [',', ':'] : [', ', ': '];
  const print = (each: unknown): string => {
    if (Array.isArray(each)) return `[${each.map(print).join(comma)}]`;
    if (typeof each !== 'object' || each === null) return scalar(each);
    const entries = Object.entries(each).map(([key, inner]) => `${scalar(key)}${colon}${print(inner)}`);
    return `{${entries.join(comma)}}`;
  };
  if (opening === '' || typeof value !== 'object' || value === null) return print(value);
  if (!Array.isArray(value)) {
    // The opening blanks also apply to nested maps, because each of them is new.
    const entries = Object.entries(value).map(
      ([key, inner]) => `${scalar(key)}${colon}${isMap(inner) ? printFlow(inner, style, ' ') : print(inner)}`,
    );
    return `{${opening}${entries.join(comma)} }`;
  }
  return `[${opening}${value.map(print).join(comma)} ]`;
}

/** Prints JSON and escapes every character that some YAML reader does not accept. */
function scalar(value: unknown): string {
  return (JSON.stringify(value) ?? 'null').replace(
    /[\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff]/g,
    (char) => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}
