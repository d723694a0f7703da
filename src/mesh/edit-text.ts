import { type Path, pathText, quoted, UserError } from '../problem';
import { type EditEntry, type EditNode, readNodes } from './edit-nodes';
import { valueAt } from './schema/read-field';
import { readYaml } from './yaml-source';

/** A text value to be written at a path. */
export interface Edit {
  /** Keys from the top; the last one may be missing so far, the map around it may not. */
  readonly path: readonly string[];
  readonly value: string;
}

/**
 * Writes values into a YAML text and leaves everything else byte for byte: comments, order, blanks, line ends. A value
 * keeps its quotes; a missing key goes behind those of `order` that come before it, written like its neighbour.
 * @param order keys of the maps that are edited, in the order in which people expect them
 * @throws UserError when a value cannot be written without changing another one, as with anchors
 */
export function editText(source: string, edits: readonly Edit[], order: readonly string[]): string {
  const mark = source.startsWith('\ufeff') ? '\ufeff' : '';
  const before = source.slice(mark.length);
  const after = edits.reduce((text, edit) => editOne(text, edit, order), before);
  const wanted = edits.reduce(
    (value, { path, value: own }) => withValue(value, path, own),
    yamlValue(before),
  );
  if (JSON.stringify(sorted(yamlValue(after))) !== JSON.stringify(sorted(wanted)))
    throw new UserError(
      `${edits.map(({ path }) => pathText(path)).join(', ')}: cannot be changed without changing something else, as where an anchor and its aliases share a value. Write the values out, then repeat`,
    );
  return mark + after;
}

function editOne(text: string, { path, value }: Edit, order: readonly string[]): string {
  if (valueAt(yamlValue(text), path) === value) return text;
  const map = path.slice(0, -1).reduce<EditNode>((node, key, depth) => {
    const found = node.entries.find(({ name }) => name === key)?.value;
    if (found?.kind === 'map') return found;
    const what = found === undefined ? 'nothing' : found.kind === 'alias' ? 'an alias' : 'another value';
    throw new UserError(
      `${pathText(path.slice(0, depth + 1))}: expected a map, got ${what}. Write the map out, then repeat`,
    );
  }, readNodes(text));
  const key = path.at(-1) ?? '';
  const entry = map.entries.find(({ name }) => name === key);
  return entry === undefined
    ? inserted(text, map, neighbour(map, key, order), key, value)
    : replaced(text, entry, value);
}

function replaced(text: string, { key, value }: EditEntry, wanted: string): string {
  const around = (start: number, end: number, own: string) => text.slice(0, start) + own + text.slice(end);
  switch (value.kind) {
    case 'scalar':
    case 'alias':
      return around(value.start, value.end, written(wanted, value.quote));
    case 'block': {
      const [, head = '', body = ''] = /^(\s*)([\s\S]*?)\s*$/.exec(text.slice(value.start, value.end)) ?? [];
      const start = value.start + head.length;
      return around(start, start + body.length, wanted);
    }
    case 'empty': {
      const colon = text.indexOf(':', key.end) + 1;
      return around(colon, colon, ` ${written(wanted, '')}`);
    }
    default:
      throw new UserError(`${quoted(text.slice(key.start, key.end))}: expected a value, got a map or a list`);
  }
}

/** The entry behind which a new key goes. */
function neighbour(map: EditNode, key: string, order: readonly string[]): EditEntry {
  const earlier = order.slice(0, order.indexOf(key));
  const found =
    earlier.flatMap((name) => map.entries.find((entry) => entry.name === name) ?? []).at(-1) ??
    map.entries.at(-1);
  if (found === undefined || found.value.kind === 'map' || found.value.kind === 'list')
    throw new UserError(`${key}: there is no neighbour to write it behind. Add the key by hand, then repeat`);
  return found;
}

function inserted(text: string, map: EditNode, beside: EditEntry, key: string, value: string): string {
  const between = /^:[ \t]*$/.exec(text.slice(beside.key.end, beside.value.start))?.[0];
  const hasBlank = between !== undefined && (between.length > 1 || beside.key.quote !== '');
  const name = beside.key.quote + key + beside.key.quote;
  const own = `${name}${hasBlank ? between : ': '}${written(value, beside.value.quote)}`;
  const end = beside.value.kind === 'empty' ? text.indexOf(':', beside.key.end) + 1 : beside.value.end;
  if (map.isFlow) {
    const blank = /[,{](\s*)$/.exec(text.slice(0, beside.key.start))?.[1] ?? '';
    return `${text.slice(0, end)},${blank === '' ? ' ' : blank}${own}${text.slice(end)}`;
  }
  const lineStart =
    Math.max(text.lastIndexOf('\n', beside.key.start - 1), text.lastIndexOf('\r', beside.key.start - 1)) + 1;
  const indent = ' '.repeat(beside.key.start - lineStart);
  const newline = /\r\n?|\n/.exec(text)?.[0] ?? '\n';
  const lineEnd = /\r\n?|\n/g;
  // A block scalar ends behind its line.
  lineEnd.lastIndex = beside.value.kind === 'block' ? end - 1 : end;
  const match = lineEnd.exec(text);
  if (match === null) return `${text}${newline}${indent}${own}`;
  const place = match.index + match[0].length;
  return `${text.slice(0, place)}${indent}${own}${newline}${text.slice(place)}`;
}

/** A text as a YAML scalar: with the quotes of its place, and with double quotes where a plain one means something else. */
function written(value: string, quote: EditNode['quote']): string {
  if (quote === "'") return `'${value.replaceAll("'", "''")}'`;
  const isPlain =
    /^[A-Za-z\d](?:[\w.:-]*[A-Za-z\d])?$/.test(value) && yamlValue(`a: ${value}`, 'a') === value;
  return quote === '' && isPlain ? value : JSON.stringify(value);
}

function yamlValue(text: string, ...path: Path): unknown {
  return valueAt(readYaml(text, '').value, path);
}

function withValue(value: unknown, [key, ...rest]: readonly string[], own: string): unknown {
  if (key === undefined) return own;
  const map = typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : {};
  return { ...map, [key]: withValue(map[key], rest, own) };
}

/** The same value with the keys of every map in order: an insertion may stand anywhere. */
function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([left], [right]) => (left < right ? -1 : 1))
      .map(([key, own]) => [key, sorted(own)]),
  );
}
