import { isMap } from '../is-map';

/** Makes every key optional, at every depth. `null` removes a value. */
type Overrides<T> = T extends readonly unknown[]
  ? T
  : T extends object
    ? { readonly [Key in keyof T]?: Overrides<T[Key]> | null | undefined }
    : T;

/**
 * Merges `over` into a copy of `base`: maps merge key by key, lists and values replace, `null` removes. This is
 * Helm's rule for values. Changes neither argument; without overrides it returns `base` itself.
 */
export function merged<T>(base: T, over: Overrides<NoInfer<T>> | undefined): T {
  if (over === undefined) return base;
  return mergeValues(base, over) as T;
}

function mergeValues(base: unknown, over: unknown): unknown {
  if (!isMap(base) || !isMap(over)) return isMap(over) ? withoutNulls(over) : over;
  const result: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    if (value === undefined) continue;
    if (value === null) delete result[key];
    else result[key] = mergeValues(result[key], value);
  }
  return result;
}

function withoutNulls(map: Record<string, unknown>): Record<string, unknown> {
  const kept = Object.entries(map).filter(([, value]) => value !== null && value !== undefined);
  return Object.fromEntries(kept.map(([key, value]) => [key, isMap(value) ? withoutNulls(value) : value]));
}
