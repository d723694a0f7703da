import { putValue } from '../../kubernetes/text/tree-values';
import { pathText } from '../../problem';
import { describeValue, getValue, type HelmMap, type HelmValue, isHelmMap } from './helm-value';
import type { Assignment } from './set-assignment';
import type { SetText } from './set-text';

/** The highest list index that Helm accepts, so that a short text cannot make a list of any length. */
const MAX_INDEX = 65_536;

/** Applies one assignment of a `--set` text to `values`, in place. */
export function setPath(values: HelmMap, assignment: Assignment, text: SetText): void {
  setInMap(values, 0, { ...assignment, text });
}

interface Setting extends Assignment {
  readonly text: SetText;
}

function setInMap(map: HelmMap, depth: number, setting: Setting): void {
  const key = String(setting.path[depth]);
  const next = setting.path[depth + 1];
  if (next === undefined) {
    if (setting.value !== undefined) putNamed(map, key, setting.value);
    return;
  }
  const existing = getValue(map, key);
  if (typeof next === 'number') {
    const list = listAt(existing, depth, setting);
    setInList(list, depth + 1, setting);
    putNamed(map, key, list);
    return;
  }
  const inner = existing === undefined ? {} : existing;
  if (!isHelmMap(inner)) throw conflict(inner, 'map', depth, setting);
  setInMap(inner, depth + 1, setting);
  if (Object.keys(inner).length > 0) putNamed(map, key, inner);
  else if (!setting.cutShort) throw fault(setting, `no key after "${key}."`, 'Write the key, as in a.b=1.');
}

function setInList(list: HelmValue[], depth: number, setting: Setting): void {
  const index = Number(setting.path[depth]);
  const next = setting.path[depth + 1];
  if (next === undefined) {
    if (setting.value !== undefined) putAt(list, index, setting.value, setting);
    return;
  }
  if (typeof next === 'number') {
    const inner = listAt(list[index] ?? [], depth, setting);
    setInList(inner, depth + 1, setting);
    if (!setting.cutShort) putAt(list, index, inner, setting);
    return;
  }
  const existing = list[index];
  const inner = isHelmMap(existing) ? existing : {};
  // In a list, a value that is no map is replaced by one; in a map, it is an error. This is Helm's own asymmetry.
  if (index < list.length) list[index] = inner;
  setInMap(inner, depth + 1, setting);
  if (!setting.cutShort) putAt(list, index, inner, setting);
}

/** Helm drops a value with the empty key. */
function putNamed(map: HelmMap, key: string, value: HelmValue): void {
  if (key !== '') putValue(map, key, value);
}

function putAt(list: HelmValue[], index: number, value: HelmValue, setting: Setting): void {
  if (index > MAX_INDEX) {
    const message = `expected a list index up to ${MAX_INDEX}, got ${index}`;
    throw fault(setting, message, 'Write the list in a values file.');
  }
  while (list.length < index) list.push(null);
  list[index] = value;
}

function listAt(value: HelmValue | undefined = [], depth: number, setting: Setting): HelmValue[] {
  if (Array.isArray(value)) return value;
  throw conflict(value, 'list', depth, setting);
}

function conflict(value: HelmValue, wanted: 'list' | 'map', depth: number, setting: Setting): Error {
  const place = pathText(setting.path.slice(0, depth + 1));
  return fault(
    setting,
    `expected ${place} to be a ${wanted}, but it already is ${describeValue(value)}`,
    `Remove what sets ${place} before, or replace all of it.`,
  );
}

function fault(setting: Setting, message: string, fix: string): Error {
  return setting.text.error(message, fix, setting.start);
}
