import { putValue } from '../../kubernetes/text/tree-values';
import { excerpt } from '../../problem';

/**
 * What a Helm values tree is made of.
 *
 * Helm itself distinguishes whole numbers of `--set` (int64) from numbers of files and `--set-json` (float64): a
 * template prints 1000000 from `--set` as it is, and from a file as `1e+06`. We do not keep that difference.
 */
export type HelmValue = string | number | boolean | null | HelmValue[] | HelmMap;

/** A map of Helm values. */
export type HelmMap = { [key: string]: HelmValue };

/** Whether a value is a map: not a list, not null, not a scalar. */
export function isHelmMap(value: HelmValue | undefined): value is HelmMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Reads a key of a map; keys such as `constructor` exist only if the file has them. */
export function getValue(map: HelmMap, key: string): HelmValue | undefined {
  return Object.hasOwn(map, key) ? map[key] : undefined;
}

/** Names a value in a message: `a map`, `a list`, `the number 5`. */
export function describeValue(value: HelmValue): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  if (typeof value === 'object') return 'a map';
  return `the ${typeof value} ${excerpt(value)}`;
}

/** The value at a dotted path; undefined when there is none. */
export function lookUp(values: HelmMap, path: string): HelmValue | undefined {
  let value: HelmValue | undefined = values;
  for (const key of path.split('.')) value = isHelmMap(value) ? getValue(value, key) : undefined;
  return value;
}

/**
 * Lays one source of user values over an earlier one, as `--values a.yaml --values b.yaml` does: maps merge key
 * by key, everything else replaces. A null stays null: only the defaults of the chart are deleted by it, see
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
 * What the templates of a chart without subcharts see as `.Values`: the values of the user, filled up with the
 * defaults of the chart.
 *
 * A null of the user deletes the default of that name, and itself. Where the chart has no such default the null
 * stays and templates see it. A default that is null stays too, unless the user also says null.
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
