import { isMap } from '../../is-map';

/** A field that a patch changes. The path of an item in a list of named maps uses its name. */
export interface ChangedField {
  readonly path: readonly string[];
  readonly outcome: 'added' | 'changed' | 'removed';
}

/** Returns the innermost fields that differ. */
export function changedFields(before: unknown, after: unknown, path: readonly string[] = []): ChangedField[] {
  if (before === after) return [];
  const [old, wanted] = [fieldsOf(before, after), fieldsOf(after, before)];
  if (old === undefined || wanted === undefined || (old.size === 0 && wanted.size === 0)) {
    if (isEqual(before, after)) return [];
    const outcome = before === undefined ? 'added' : after === undefined ? 'removed' : 'changed';
    return [{ path, outcome }];
  }
  return [...new Set([...old.keys(), ...wanted.keys()])].flatMap((key) =>
    changedFields(old.get(key), wanted.get(key), [...path, key]),
  );
}

/** Formats `spec.template.spec.containers[citadel].image`. A list without names counts as a whole. */
export function fieldText(path: readonly string[]): string {
  const item = path.findIndex((step) => /^\[\d+\]$/.test(step));
  return (item < 0 ? path : path.slice(0, item))
    .map((step, index) =>
      /^[\w-]+$/.test(step)
        ? `${index === 0 ? '' : '.'}${step}`
        : step.startsWith('[')
          ? step
          : `[${JSON.stringify(step)}]`,
    )
    .join('');
}

/** Returns the fields of a map or list. A missing value counts as empty, of the other side's kind. */
function fieldsOf(value: unknown, other: unknown): Map<string, unknown> | undefined {
  const isNothing = value === undefined;
  if (isMap(value) || (isNothing && isMap(other))) return new Map(Object.entries(isMap(value) ? value : {}));
  const list = isNothing && Array.isArray(other) ? [] : value;
  if (!Array.isArray(list)) return undefined;
  if (!isNothing && !Array.isArray(other) && other !== undefined) return undefined;
  const others = Array.isArray(other) ? other : [];
  const isNamed = hasNames(list) && hasNames(others);
  return new Map(list.map((item: unknown, index) => [isNamed ? `[${nameOf(item)}]` : `[${index}]`, item]));
}

function hasNames(list: readonly unknown[]): boolean {
  const names = list.map(nameOf);
  return names.every((name) => name !== undefined) && new Set(names).size === names.length;
}

function nameOf(item: unknown): string | undefined {
  return isMap(item) && typeof item.name === 'string' ? item.name : undefined;
}

function isEqual(left: unknown, right: unknown): boolean {
  return JSON.stringify(left) === JSON.stringify(right);
}
