import { lastEntry, NEW_KEY_INDENT, openingOf } from './insert';
import { columnOf, type Edit, lastLineEnd, lineStart, previousLineEnd } from './text-edit';
import type { Entry, ListNode, MapNode } from './yaml-node';
import { plainValue } from './yaml-value';

/** Takes the items with these names out of a list of a map, and the list itself when injection made it. */
export function removeItems(text: string, map: MapNode, key: string, names: readonly string[]): Edit[] {
  const entry = lastEntry(map, key);
  if (entry?.value.kind !== 'list') return [];
  const list = entry.value;
  const gone = list.items.map(({ node }) => names.includes(nameOf(plainValue(node))));
  if (!gone.includes(true)) return [];
  if (gone.every((each) => each)) return [removeAll(text, map, entry, list)];
  if (list.flow)
    return flowRemovals(
      list.items.map(({ start, node }) => ({ start, end: node.end })),
      gone,
    );
  return list.items.flatMap(({ start, node }, index) => {
    if (gone[index] !== true) return [];
    const next = list.items[index + 1];
    return [removeLines(text, start, node.end, next?.start)];
  });
}

/**
 * Takes an entry out of the map at a path, and the maps around it that injection made.
 * @param path keys from `map` to the map of the entry, at least one
 */
export function removeFromMap(text: string, map: MapNode, path: readonly string[], name: string): Edit[] {
  const [key = '', ...rest] = path;
  const entry = lastEntry(map, key);
  if (entry?.value.kind !== 'map') return [];
  const inner = entry.value;
  const [next = name] = rest;
  const empties = inner.entries.every((each) => each.key === next);
  if (rest.length === 0) {
    if (!inner.entries.some((each) => each.key === name)) return [];
    return empties
      ? [removeAll(text, map, entry, inner)]
      : removeEntries(text, inner, (each) => each.key === name);
  }
  const child = lastEntry(inner, next);
  const goes =
    child?.value.kind === 'map' &&
    child.value.entries.length > 0 &&
    child.value.entries.every((each) => each.key === (rest[1] ?? name)) &&
    wasThere(text, child, child.value) === 'no key';
  return empties && goes ? [removeAll(text, map, entry, inner)] : removeFromMap(text, inner, rest, name);
}

/** Takes a whole value away: its key, or what of it was not there before. */
function removeAll(text: string, map: MapNode, entry: Entry, value: MapNode | ListNode): Edit {
  const before = wasThere(text, entry, value);
  if (before === 'no key')
    return removeEntries(text, map, (each) => each === entry)[0] ?? { start: 0, end: 0, text: '' };
  if (before === 'null' && value.flow) return { start: value.start, end: value.end, text: 'null' };
  if (before === 'null') return removeLines(text, firstStart(value), value.end, undefined);
  const places = childPlaces(value);
  return { start: places[0]?.start ?? value.end, end: places.at(-1)?.end ?? value.end, text: '' };
}

/** What stood in the place of a collection before injection; see insert.ts. */
function wasThere(text: string, entry: Entry, value: MapNode | ListNode): 'no key' | 'null' | 'empty' {
  if (!value.flow) {
    return columnOf(text, firstStart(value)) - columnOf(text, entry.keyStart) > NEW_KEY_INDENT
      ? 'null'
      : 'no key';
  }
  const opening = value.start + openingOf(text, value);
  const [blanks = ''] = /^\s*/.exec(text.slice(opening, firstStart(value))) ?? [];
  if (blanks === '') return 'empty';
  return blanks === '  ' ? 'null' : 'no key';
}

function firstStart(value: MapNode | ListNode): number {
  return childPlaces(value)[0]?.start ?? value.start;
}

function childPlaces(value: MapNode | ListNode): { start: number; end: number }[] {
  return value.kind === 'map'
    ? value.entries.map((each) => ({ start: each.keyStart, end: each.value.end }))
    : value.items.map(({ start, node }) => ({ start, end: node.end }));
}

function removeEntries(text: string, map: MapNode, isGone: (entry: Entry) => boolean): Edit[] {
  const places = childPlaces(map);
  const gone = map.entries.map(isGone);
  if (map.flow) return flowRemovals(places, gone);
  if (gone.every((each) => each)) return [{ start: map.start, end: map.end, text: '{}' }];
  return places.flatMap(({ start, end }, index) =>
    gone[index] === true ? [removeLines(text, start, end, places[index + 1]?.start)] : [],
  );
}

/** The lines of a block child. The first child of a map that begins behind a dash gives its place to the next one. */
function removeLines(text: string, start: number, end: number, next: number | undefined): Edit {
  const alone = text.slice(lineStart(text, start), start).trim() === '';
  if (!alone && next !== undefined) return { start, end: next, text: '' };
  return { start: previousLineEnd(text, start), end: lastLineEnd(text, end), text: '' };
}

/** Children of a flow collection with the commas that join them to what stays. */
function flowRemovals(places: readonly { start: number; end: number }[], gone: readonly boolean[]): Edit[] {
  const firstKept = gone.indexOf(false);
  return places.flatMap((place, index) => {
    if (gone[index] !== true) return [];
    const before = places[index - 1];
    const after = places[index + 1];
    if (firstKept >= 0 && index > firstKept)
      return [{ start: before?.end ?? place.start, end: place.end, text: '' }];
    return [{ start: place.start, end: after?.start ?? place.end, text: '' }];
  });
}

/** The name of a container, a volume or a reference. */
export function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
}
