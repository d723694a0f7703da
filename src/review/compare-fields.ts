import { isMap } from '../is-map';
import { readYaml } from '../kubernetes/text/read-yaml';
import type { Fields } from './review-object';

/** A value that differs. Without `before` it is new; without `after` it was removed. */
export interface FieldChange {
  /** `spec.template.spec.containers[citadel].image`; `verbs[]` for an item of a list whose order does not matter. */
  readonly path: string;
  readonly before?: unknown;
  readonly after?: unknown;
}

/** Keys that identify the items of a list; the first that all items have counts. */
const ITEM_KEYS = ['name', 'mountPath', 'containerPort', 'port', 'key', 'ip', 'host', 'path'] as const;

/** Returns the differences of two maps, in the order of the first, then the fields that only the second has. */
export function compareFields(before: Fields, after: Fields, path = ''): FieldChange[] {
  const keys = [...Object.keys(before), ...Object.keys(after).filter((key) => !Object.hasOwn(before, key))];
  return keys.flatMap((key) => {
    const inner = keyed(path, key);
    if (!Object.hasOwn(after, key)) return [{ path: inner, before: before[key] }];
    if (!Object.hasOwn(before, key)) return [{ path: inner, after: after[key] }];
    return compareValues(before[key], after[key], inner);
  });
}

function compareValues(before: unknown, after: unknown, path: string): FieldChange[] {
  if (isSame(before, after)) return [];
  if (isMap(before) && isMap(after)) return compareFields(before, after, path);
  if (Array.isArray(before) && Array.isArray(after)) return compareLists(before, after, path);
  if (typeof before === 'string' && typeof after === 'string') return compareTexts(before, after, path);
  return [{ path, before, after }];
}

/** A text of several lines is often YAML, for example the mesh config and the injection config. */
function compareTexts(before: string, after: string, path: string): FieldChange[] {
  const maps = [before, after].map(mapIn);
  const [left, right] = maps;
  const inner = left === undefined || right === undefined ? [] : compareFields(left, right, path);
  // Comments and layout may differ although no value does.
  return inner.length > 0 ? inner : [{ path, before, after }];
}

/** Parses the map in a text of several lines. */
export function mapIn(text: string): Fields | undefined {
  if (!text.includes('\n')) return undefined;
  const { value, problems } = readYaml(text, 'text');
  return problems.length === 0 && isMap(value) ? value : undefined;
}

function compareLists(before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] {
  const key = ITEM_KEYS.find((candidate) => isKeyOf(before, candidate) && isKeyOf(after, candidate));
  const changes =
    key === undefined ? compareLoose(before, after, path) : compareKeyed(before, after, key, path);
  // The items are the same, but their order may matter.
  return changes.length > 0 ? changes : [{ path, before, after }];
}

function isKeyOf(items: readonly unknown[], key: string): boolean {
  const found = items.map((item) => (isMap(item) ? item[key] : undefined));
  return (
    found.every((value) => typeof value === 'string' || typeof value === 'number') &&
    new Set(found).size === items.length
  );
}

function compareKeyed(
  before: readonly unknown[],
  after: readonly unknown[],
  key: string,
  path: string,
): FieldChange[] {
  const byKey = (items: readonly unknown[]): Record<string, unknown> =>
    Object.fromEntries(items.map((item) => [`[${plain(String(isMap(item) ? item[key] : ''))}]`, item]));
  const [left, right] = [byKey(before), byKey(after)];
  return [...new Set([...Object.keys(left), ...Object.keys(right)])].flatMap((item) => {
    if (!Object.hasOwn(right, item)) return [{ path: path + item, before: left[item] }];
    if (!Object.hasOwn(left, item)) return [{ path: path + item, after: right[item] }];
    return compareValues(left[item], right[item], path + item);
  });
}

/** Compares items without a name: skips those in both lists, and pairs the remaining items of both sides. */
function compareLoose(before: readonly unknown[], after: readonly unknown[], path: string): FieldChange[] {
  const [gone, come] = [without(before, after), without(after, before)];
  if (gone.length === come.length && gone.every(({ item }, pair) => isAlike(item, come[pair]?.item))) {
    return gone.flatMap(({ item, index }, pair) =>
      compareValues(item, come[pair]?.item, `${path}[${index}]`),
    );
  }
  return [
    ...gone.map(({ item }) => ({ path: `${path}[]`, before: item })),
    ...come.map(({ item }) => ({ path: `${path}[]`, after: item })),
  ];
}

/** Whether both are maps, or both are lists. */
function isAlike(left: unknown, right: unknown): boolean {
  return (isMap(left) && isMap(right)) || (Array.isArray(left) && Array.isArray(right));
}

/** Returns the items of one list that the other lacks, with repetitions. */
function without(items: readonly unknown[], others: readonly unknown[]): { item: unknown; index: number }[] {
  const known = new Map<string, number>();
  for (const other of others.map(sorted)) known.set(other, (known.get(other) ?? 0) + 1);
  return items.flatMap((item, index) => {
    const left = known.get(sorted(item)) ?? 0;
    if (left === 0) return [{ item, index }];
    known.set(sorted(item), left - 1);
    return [];
  });
}

export function isSame(before: unknown, after: unknown): boolean {
  return sorted(before) === sorted(after);
}

/** Returns JSON with sorted keys: the order of a map's keys does not matter. */
function sorted(value: unknown): string {
  return (
    JSON.stringify(value, (_, inner: unknown) =>
      isMap(inner)
        ? Object.fromEntries(Object.entries(inner).sort(([left], [right]) => (left < right ? -1 : 1)))
        : inner,
    ) ?? 'undefined'
  );
}

function keyed(path: string, key: string): string {
  if (!/^[\w-]+$/.test(key)) return `${path}[${plain(key)}]`;
  return path === '' ? key : `${path}.${key}`;
}

/** Returns a step of a path, quoted if it could be read as several. */
function plain(step: string): string {
  return /^[^\s"[\]]+$/.test(step) ? step : JSON.stringify(step);
}
