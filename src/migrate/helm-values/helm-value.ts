import { putValue } from '../../kubernetes/text/tree-values';
import { excerpt } from '../../problem';

/**
 * A value in a tree of Helm values.
 *
 * Helm itself distinguishes whole numbers in `--set` (int64) from numbers in files and `--set-json` (float64): a
 * template prints 1000000 from `--set` unchanged, and from a file as `1e+06`. We do not keep that difference.
 */
export type HelmValue = string | number | boolean | null | HelmValue[] | HelmMap;

/** A map of Helm values. */
export type HelmMap = { [key: string]: HelmValue };

/** Whether a value is a map. */
export function isHelmMap(value: HelmValue | undefined): value is HelmMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a key of a map. Keys such as `constructor` exist only if the file has them. */
export function getValue(map: HelmMap, key: string): HelmValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Describes a value in a message: `a map`, `a list`, `the number 5`. */
export function describeValue(value: HelmValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `the ${typeof value} ${excerpt(value)}`;
}

/** Returns the value at a dotted path, or undefined. */
export function lookUp(values: HelmMap, path: string): HelmValue | undefined {
  let value: HelmValue | undefined = values;
  for (const key of path.split('.')) value = isHelmMap(value) ? getValue(value, key) : undefined;
  return value;
}

/**
 * Merges one source of user values into an earlier one, as `--values a.yaml --values b.yaml` does: maps merge key by
 * key, everything else replaces. A null stays null: it only deletes defaults of the chart, see
 * `coalesceWithDefaults`.
 */
export function mergeValues(base: HelmMap, over: HelmMap): HelmMap {
  const merged = structuredClone(base);
  for (const [key, value] of Object.entries(over)) {
    const below = getValue(merged, key);
    putValue(
      merged,
      key,
      isHelmMap(value) && isHelmMap(below) ? mergeValues(below, value) : structuredClone(value),
    );
  }
  return merged;
}

/**
 * Returns `.Values` for the templates of a chart without subcharts: the user's values and the chart's defaults for
 * the rest.
 *
 * A user's null deletes the default of that name, and itself. If the chart has no such default, the null stays and
 * templates see it. A default that is null stays too, unless the user also sets null.
 */
export function coalesceWithDefaults(user: HelmMap, defaults: HelmMap): HelmMap {
  const seen = structuredClone(user);
  for (const [key, fallback] of Object.entries(defaults)) {
    const own = getValue(seen, key);
    if (own === undefined) putValue(seen, key, structuredClone(fallback));
    else if (own === null) delete seen[key];
    else if (isHelmMap(own) && isHelmMap(fallback)) putValue(seen, key, coalesceWithDefaults(own, fallback));
  }
  return seen;
}
