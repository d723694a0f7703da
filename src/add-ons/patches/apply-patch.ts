import { isMap } from '../../is-map';
import { textAt } from '../../kubernetes/fields';
import { applyOperation } from '../../kubernetes/json-patch';
import { mergePatch } from '../../kubernetes/merge-patch';
import { errorAt, type Problem } from '../../problem';
import { notAnObject } from '../../validate/manifest';
import { type ChangedField, changedFields, fieldText } from './changed-fields';
import { guardedField } from './guards';
import type { Manifest } from './manifest';
import type { Patch } from './patches';

/** The result of patching an object. */
export type Patched =
  | { readonly object: Manifest; readonly fields: readonly ChangedField[] }
  | { readonly problem: Problem };

/** Formats `Deployment istio-system/istio-citadel`. */
export function titleOf(object: Manifest): string {
  const [kind = '', name = ''] = [textAt(object, 'kind'), textAt(object, 'metadata', 'name')];
  const namespace = textAt(object, 'metadata', 'namespace');
  return `${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
}

/**
 * Patches a copy of one object.
 * @param original the object before any patch: fields that an earlier patch added depend on nothing else
 */
export function applyPatch(patch: Patch, before: Manifest, original: Manifest): Patched {
  const changed = changedBy(patch, before);
  if ('problem' in changed) return changed;
  const after = changed.object;
  const [fault] = notAnObject(after);
  if (fault !== undefined || !isMap(after))
    return failure(
      patch.path,
      before,
      `the result is no object: ${fault?.message ?? 'it is no map'}`,
      'Correct the patch',
    );
  const fields = changedFields(before, after);
  const inAll = before === original ? fields : touched(fields, changedFields(original, after));
  const guarded = patch.force ? undefined : guardedField(original, inAll);
  if (guarded !== undefined)
    return failure(
      patch.path,
      before,
      `may not change ${fieldText(guarded.field.path)}: ${guarded.why}`,
      'Leave it out, or write force: true and check it against every cluster',
    );
  return { object: after, fields };
}

/** Returns the fields that differ from the original, with the change. */
function touched(fields: readonly ChangedField[], inAll: readonly ChangedField[]): ChangedField[] {
  const own = new Set(fields.map(({ path }) => JSON.stringify(path)));
  return inAll.filter(({ path }) => own.has(JSON.stringify(path)));
}

function changedBy(
  { path, merge, json = [] }: Patch,
  before: Manifest,
): { object: unknown } | { problem: Problem } {
  if (merge !== undefined) return { object: mergePatch(before, merge) };
  let object: unknown = structuredClone(before);
  for (const [index, step] of json.entries()) {
    const result = applyOperation(object, step);
    if ('reason' in result)
      return failure(
        [...path, 'json', index, 'path'],
        before,
        `cannot ${step.op} ${JSON.stringify(step.path)}: ${result.reason}`,
      );
    object = result.object;
  }
  return { object };
}

function failure(
  path: Problem['path'],
  object: Manifest,
  message: string,
  fix?: string,
): { problem: Problem } {
  return { problem: errorAt(path, `${titleOf(object)}: ${message}`, fix) };
}
