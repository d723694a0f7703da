import { NEW_KEY_INDENT } from './insert';
import { endOf, entryOf, placesIn, textOf } from './place';
import { columnOf, type Edit, lastLineEnd, lineStart, previousLineEnd } from './text-edit';
import { type Entry, isListNode, isMapNode, type ListNode, type MapNode, type YamlNode } from './tree';

/** Removes items from a list of a map. Removes the list too if injection added it. */
export function removeItems(
  text: string,
  map: MapNode,
  key: string,
  isGone: (item: YamlNode) => boolean,
): Edit[] {
  const entry = entryOf(map, key);
  if (!isListNode(entry?.value)) return [];
  const gone = entry.value.items.map(isGone);
  if (gone.includes(false) || gone.length === 0) return removeChildren(text, entry.value, gone);
  return [removeAll(text, map, entry, entry.value)];
}

/**
 * Removes an entry from the map at a path, and the maps around it that injection added.
 * @param path keys from `map` to the map of the entry, at least one
 */
export function removeFromMap(text: string, map: MapNode, path: readonly string[], name: string): Edit[] {
  const [key = '', next = name, ...rest] = path;
  const entry = entryOf(map, key);
  const inner = entry?.value;
  if (entry === undefined || !isMapNode(inner)) return [];
  const child = entryOf(inner, next);
  const isAlone = inner.items.every((each) => textOf(each.key) === next);
  if (path.length === 1) {
    if (child === undefined) return [];
    if (isAlone) return [removeAll(text, map, entry, inner)];
    const gone = inner.items.map((each) => textOf(each.key) === name);
    return removeChildren(text, inner, gone);
  }
  const [below = name] = rest;
  const isOurs =
    child !== undefined &&
    isMapNode(child.value) &&
    child.value.items.length > 0 &&
    child.value.items.every((each) => textOf(each.key) === below) &&
    wasThere(text, child, child.value) === 'no key';
  return isAlone && isOurs
    ? [removeAll(text, map, entry, inner)]
    : removeFromMap(text, inner, path.slice(1), name);
}

/** Removes a whole value: its key, or the part that injection added. */
function removeAll(text: string, map: MapNode, entry: Entry, value: MapNode | ListNode): Edit {
  const before = wasThere(text, entry, value);
  if (before === 'no key') {
    const gone = map.items.map((each) => each === entry);
    const [edit] = removeChildren(text, map, gone);
    return edit ?? { start: 0, end: 0, text: '' };
  }
  const [start, end] = value.range;
  if (before === 'null' && value.flow === true) return { start, end, text: 'null' };
  const places = placesIn(value);
  const first = places[0]?.start ?? start;
  if (before === 'null') return removeLines(text, first, endOf(value), undefined);
  return { start: first, end: places.at(-1)?.end ?? end, text: '' };
}

/** Returns what injection replaced by a collection; see insert.ts. */
function wasThere(text: string, { key }: Entry, value: MapNode | ListNode): 'no key' | 'null' | 'empty' {
  const first = placesIn(value)[0]?.start ?? value.range[0];
  if (value.flow !== true)
    return columnOf(text, first) - columnOf(text, key.range[0]) > NEW_KEY_INDENT ? 'null' : 'no key';
  const [blanks = ''] = /^\s*/.exec(text.slice(value.range[0] + 1, first)) ?? [];
  if (blanks === '') return 'empty';
  return blanks === '  ' ? 'null' : 'no key';
}

function removeChildren(text: string, node: MapNode | ListNode, gone: readonly boolean[]): Edit[] {
  const places = placesIn(node);
  if (isMapNode(node) && node.flow !== true && !gone.includes(false))
    return [{ start: node.range[0], end: endOf(node), text: '{}' }];
  const firstKept = gone.indexOf(false);
  return places.flatMap(({ start, end }, index) => {
    if (gone[index] !== true) return [];
    const next = places[index + 1]?.start;
    if (node.flow !== true) return [removeLines(text, start, end, next)];
    // Also removes the comma before the remaining item.
    if (firstKept < 0 || index < firstKept) return [{ start, end: next ?? end, text: '' }];
    return [{ start: places[index - 1]?.end ?? start, end, text: '' }];
  });
}

/** Removes the lines of a block child. If the first child of a map begins after a dash, the next one moves there. */
function removeLines(text: string, start: number, end: number, next: number | undefined): Edit {
  const alone = text.slice(lineStart(text, start), start).trim() === '';
  if (!alone && next !== undefined) return { start, end: next, text: '' };
  return { start: previousLineEnd(text, start), end: lastLineEnd(text, end), text: '' };
}
