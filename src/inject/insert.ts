import { printYaml } from '../kubernetes/text/print-yaml';
import { printFlow } from './print-flow';
import { columnOf, type Edit, lastLineEnd, lineBreakOf, lineEnd } from './text-edit';
import type { Entry, ListNode, MapNode, YamlNode } from './yaml-node';
import { isNull } from './yaml-value';

/*
 * What stood in the place of a list or a map that injection makes is told by its first blanks, so that `--revert`
 * can put it back: YAML and JSON have no other place for it.
 *
 * |               | block style                | flow style, JSON |
 * |---------------|----------------------------|------------------|
 * | no such key   | two columns below its key  | `[ {`, `{ "`     |
 * | null          | four columns below its key | `[  {`, `{  "`   |
 * | empty         | –                          | `[{`, `{"`       |
 */

/** Columns by which a new value stands behind its key. */
export const NEW_KEY_INDENT = 2;
const NULL_INDENT = 4;

/** Adds items to the end of a list in a map; makes the list when there is none. */
export function addItems(text: string, map: MapNode, key: string, items: readonly unknown[]): Edit[] {
  if (items.length === 0) return [];
  const entry = lastEntry(map, key);
  if (entry === undefined) return [addEntry(text, map, key, items)];
  const { value } = entry;
  if (value.kind !== 'list') return [fillNull(text, map, entry, items)];
  if (!value.flow)
    return [below(text, value, lines(text, items, columnOf(text, value.items[0]?.start ?? value.start)))];
  return [
    addFlow(
      text,
      value,
      items.map((item) => printFlow(item, flowStyle(text))),
    ),
  ];
}

/** Adds one entry to a map in a map; makes the map when there is none. */
export function addToMap(text: string, map: MapNode, key: string, name: string, value: unknown): Edit {
  const entry = lastEntry(map, key);
  if (entry === undefined) return addEntry(text, map, key, { [name]: value });
  const inner = entry.value;
  return inner.kind === 'map'
    ? addEntry(text, inner, name, value)
    : fillNull(text, map, entry, { [name]: value });
}

/** Adds an entry to the end of a map. */
export function addEntry(text: string, map: MapNode, key: string, value: unknown): Edit {
  if (map.flow) {
    const style = flowStyle(text);
    return addFlow(text, map, [
      `${JSON.stringify(key)}:${style === 'tight' ? '' : ' '}${printFlow(value, style, ' ')}`,
    ]);
  }
  const column = columnOf(text, map.entries[0]?.keyStart ?? map.start);
  const fresh = Array.isArray(value)
    ? `${lineBreakOf(text)}${' '.repeat(column)}${key}:${lines(text, value, column + NEW_KEY_INDENT)}`
    : lines(text, { [key]: value }, column);
  return below(text, map, fresh);
}

/** The entry of a key; the last one counts. */
export function lastEntry(map: MapNode, key: string): Entry | undefined {
  return map.entries.findLast((entry) => entry.key === key);
}

function fillNull(text: string, map: MapNode, entry: Entry, value: unknown): Edit {
  const { value: node } = entry;
  if (node.kind !== 'scalar' || !isNull(node))
    throw new Error('the place of the sidecar is neither a list, nor a map, nor null');
  if (map.flow || node.text !== '')
    return {
      start: node.start,
      end: node.end,
      text: `${separator(text, node)}${printFlow(value, flowStyle(text), '  ')}`,
    };
  const end = lineEnd(text, node.end);
  return { start: end, end, text: lines(text, value, columnOf(text, entry.keyStart) + NULL_INDENT) };
}

/** A blank where a value would otherwise touch its colon. */
function separator(text: string, node: YamlNode): string {
  return text[node.start - 1] === ':' && text[node.start] !== ' ' && node.start === node.end ? ' ' : '';
}

/** Block lines of a value, each behind a line break. */
function lines(text: string, value: unknown, column: number): string {
  const lineBreak = lineBreakOf(text);
  if (!Array.isArray(value)) return printedLines(value, lineBreak, column);
  const key = `${column}${lineBreak}`;
  const known = printed.get(value) ?? new Map<string, string>();
  const fresh = known.get(key) ?? printedLines(value, lineBreak, column);
  printed.set(value, known.set(key, fresh));
  return fresh;
}

/** Lists that many pods share, as they were printed. */
const printed = new WeakMap<readonly unknown[], Map<string, string>>();

function printedLines(value: unknown, lineBreak: string, column: number): string {
  const indent = ' '.repeat(column);
  return printYaml(value)
    .trimEnd()
    .split('\n')
    .map((line) => `${lineBreak}${line === '' ? '' : indent}${line}`)
    .join('');
}

/** Behind the last line of a block value and the comments that stand deeper than it. */
function below(text: string, node: MapNode | ListNode, fresh: string): Edit {
  const [first] =
    node.kind === 'map' ? node.entries.map(({ keyStart }) => keyStart) : node.items.map(({ start }) => start);
  const column = columnOf(text, first ?? node.start);
  let end = lastLineEnd(text, node.end);
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

/** Behind the last child of a flow collection, on a line of its own when that one has one. */
function addFlow(text: string, node: MapNode | ListNode, children: readonly string[]): Edit {
  const ends =
    node.kind === 'map'
      ? node.entries.map(({ value }) => value.end)
      : node.items.map((item) => item.node.end);
  const starts =
    node.kind === 'map' ? node.entries.map(({ keyStart }) => keyStart) : node.items.map(({ start }) => start);
  const [last, start] = [ends.at(-1), starts.at(-1)];
  const gap = flowStyle(text) === 'tight' ? ',' : ', ';
  if (last === undefined || start === undefined)
    return {
      start: node.start + openingOf(text, node),
      end: node.start + openingOf(text, node),
      text: children.join(gap),
    };
  const before = /(?:\r\n?|\n)[ \t]*$/.exec(text.slice(0, start))?.[0];
  const comma = before === undefined ? gap : `,${before}`;
  return { start: last, end: last, text: children.map((child) => comma + child).join('') };
}

/** Characters up to and with the bracket, behind an anchor or a tag. */
export function openingOf(text: string, node: MapNode | ListNode): number {
  const bracket = node.kind === 'map' ? '{' : '[';
  return text.indexOf(bracket, node.start) - node.start + 1;
}

/** How a document spaces its flow collections: JSON without any blanks stays without. */
export function flowStyle(text: string): 'tight' | 'spaced' {
  return /^\s*[[{]/.test(text) && !/[:,]\s/.test(text.slice(0, 10_000)) ? 'tight' : 'spaced';
}
