import { NEW_KEY_INDENT } from './insert';
import { columnOf, type Edit, lastLineEnd, lineStart, previousLineEnd } from './text-edit';
import { type Entry, entryOf, isKey, type ListNode, type MapNode, placesIn, type YamlNode } from './tree';

/** Takes items out of a list of a map, and the list itself when injection made it. */
export function removeItems(
  text: string,
  map: MapNode,
  key: string,
  isGone: (item: YamlNode) => boolean,
): Edit[] {
  const entry = entryOf(map, key);
  if (entry?.value.kind !== 'list') return [];
  const gone = entry.value.items.map(({ node }) => isGone(node));
  if (gone.every((each) => each)) return gone.length === 0 ? [] : [removeAll(text, map, entry, entry.value)];
  return removeChildren(text, entry.value, gone);
}

/**
 * Takes an entry out of the map at a path, and the maps around it that injection made.
 * @param path keys from `map` to the map of the entry, at least one
 */
export function removeFromMap(text: string, map: MapNode, path: readonly string[], name: string): Edit[] {
  const [key = '', ...rest] = path;
  const entry = entryOf(map, key);
  if (entry?.value.kind !== 'map') return [];
  const inner = entry.value;
  const [next = name] = rest;
  const hasOnly = (each: MapNode, only: string): boolean => each.entries.every((one) => isKey(one.key, only));
  if (rest.length === 0) {
    const gone = inner.entries.map((each) => isKey(each.key, name));
    if (!gone.includes(true)) return [];
    return hasOnly(inner, name) ? [removeAll(text, map, entry, inner)] : removeChildren(text, inner, gone);
  }
  const child = entryOf(inner, next);
  const goes =
    child?.value.kind === 'map' &&
    child.value.entries.length > 0 &&
    hasOnly(child.value, rest[1] ?? name) &&
    wasThere(text, child, child.value) === 'no key';
  return hasOnly(inner, next) && goes
    ? [removeAll(text, map, entry, inner)]
    : removeFromMap(text, inner, rest, name);
}

/** Takes a whole value away: its key, or what of it was not there before. */
function removeAll(text: string, map: MapNode, entry: Entry, value: MapNode | ListNode): Edit {
  const before = wasThere(text, entry, value);
  if (before === 'no key') {
    const [edit] = removeChildren(
      text,
      map,
      map.entries.map((each) => each === entry),
    );
    return edit ?? { start: 0, end: 0, text: '' };
  }
  if (before === 'null' && value.flow) return { start: value.start, end: value.end, text: 'null' };
  const places = placesIn(value);
  const start = places[0]?.start ?? value.start;
  if (before === 'null') return removeLines(text, start, value.end, undefined);
  return { start, end: places.at(-1)?.end ?? value.end, text: '' };
}

/** What was in the place of a collection before injection; see insert.ts. */
function wasThere(text: string, { key }: Entry, value: MapNode | ListNode): 'no key' | 'null' | 'empty' {
  const first = placesIn(value)[0]?.start ?? value.start;
  if (!value.flow) {
    return columnOf(text, first) - columnOf(text, key.start) > NEW_KEY_INDENT ? 'null' : 'no key';
  }
  const blanks =
    text.slice(value.start + 1, first).length - text.slice(value.start + 1, first).trimStart().length;
  if (blanks === 0) return 'empty';
  return blanks === 2 ? 'null' : 'no key';
}

/** Takes children out of a map or a list that keeps others. */
function removeChildren(text: string, node: MapNode | ListNode, gone: readonly boolean[]): Edit[] {
  const places = placesIn(node);
  if (node.kind === 'map' && !node.flow && !gone.includes(false))
    return [{ start: node.start, end: node.end, text: '{}' }];
  const firstKept = gone.indexOf(false);
  return places.flatMap(({ start, end }, index) => {
    if (gone[index] !== true) return [];
    const next = places[index + 1]?.start;
    if (!node.flow) return [removeLines(text, start, end, next)];
    // With the comma that joins it to what stays.
    const isBehindKept = firstKept >= 0 && index > firstKept;
    return [
      isBehindKept
        ? { start: places[index - 1]?.end ?? start, end, text: '' }
        : { start, end: next ?? end, text: '' },
    ];
  });
}

/** The lines of a block child. The first child of a map that begins behind a dash gives its place to the next one. */
function removeLines(text: string, start: number, end: number, next: number | undefined): Edit {
  const alone = text.slice(lineStart(text, start), start).trim() === '';
  if (!alone && next !== undefined) return { start, end: next, text: '' };
  return { start: previousLineEnd(text, start), end: lastLineEnd(text, end), text: '' };
}
