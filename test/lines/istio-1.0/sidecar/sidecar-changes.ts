import type { Sidecar } from './read-sidecar';

/** Returns the changes in the second sidecar: new values by path, `undefined` for removed ones. */
export function changes(before: Sidecar, after: Sidecar): Record<string, unknown> {
  const [old, fresh] = [flat(before), flat(after)];
  const paths = [...new Set([...Object.keys(old), ...Object.keys(fresh)])];
  return Object.fromEntries(
    paths.filter((path) => old[path] !== fresh[path]).map((path) => [path, fresh[path]]),
  );
}

/** Returns every value of a sidecar by its path. An argument is listed under the option before it. */
function flat(value: unknown, path = ''): Record<string, unknown> {
  if (typeof value !== 'object' || value === null) return { [path]: value };
  const entries = Array.isArray(value)
    ? value.map((item, index) => [nameOf(item, value[index - 1], index), item])
    : Object.entries(value);
  return Object.assign(
    {},
    ...entries.map(([key, inner]) => flat(inner, path === '' ? key : `${path}.${key}`)),
  );
}

function nameOf(item: unknown, before: unknown, index: number): string {
  if (typeof item === 'object' && item !== null && 'name' in item) return String(item.name);
  if (typeof item === 'string' && /^--?\w/.test(item)) return item;
  return typeof before === 'string' && /^--?\w/.test(before) ? `${before} value` : String(index);
}
