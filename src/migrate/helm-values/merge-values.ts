import { putValue } from '../../kubernetes/text/tree-values';
import { copyMap, copyValue, getValue, type HelmMap, isHelmMap } from './helm-value';

/**
 * Lays one source of user values over an earlier one, as `--values a.yaml --values b.yaml` does: maps merge key
 * by key, everything else replaces. A null stays null: only the defaults of the chart are deleted by it, see
 * `coalesceWithDefaults`.
 */
export function mergeValues(base: HelmMap, over: HelmMap): HelmMap {
  const merged = copyMap(base);
  for (const [key, value] of Object.entries(over)) {
    const below = getValue(merged, key);
    putValue(
      merged,
      key,
      isHelmMap(value) && isHelmMap(below) ? mergeValues(below, value) : copyValue(value),
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
  const seen = copyMap(user);
  for (const [key, fallback] of Object.entries(defaults)) {
    const own = getValue(seen, key);
    if (own === undefined) putValue(seen, key, copyValue(fallback));
    else if (own === null) delete seen[key];
    else if (isHelmMap(own) && isHelmMap(fallback)) putValue(seen, key, coalesceWithDefaults(own, fallback));
  }
  return seen;
}
