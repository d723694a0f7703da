import { JsonPatch } from 'cdk8s';
import { fieldAt } from './fields';
import type { JsonOperation } from './json-operation';

/** The object after one step, or why the step is impossible. */
export type PatchResult = { readonly object: unknown } | { readonly reason: string };

/**
 * Applies one step. cdk8s ignores `remove` without a target, adds a field for `replace`, and writes a field
 * `undefined` if a path lacks its first slash. RFC 6902 makes each of these an error.
 * @param object may change: give a copy
 */
export function applyOperation(object: unknown, operation: JsonOperation): PatchResult {
  return applied(object, operation, patchOf(operation));
}

/** Like {@link applyOperation}, for a patch that cdk8s created. */
export function applyJsonPatch(object: unknown, patch: JsonPatch): PatchResult {
  return applied(object, patch._toJson() as JsonOperation, patch);
}

function applied(object: unknown, operation: JsonOperation, patch: JsonPatch): PatchResult {
  const reason = misplaced(object, operation);
  if (reason !== undefined) return { reason };
  try {
    return { object: JsonPatch.apply(object, patch) };
  } catch (error) {
    // The rest of the message is the whole object.
    const [first = ''] = error instanceof Error ? error.message.split('\n') : [];
    return { reason: first };
  }
}

function patchOf({ op, path, from = '', value }: JsonOperation): JsonPatch {
  switch (op) {
    case 'add':
      return JsonPatch.add(path, value);
    case 'remove':
      return JsonPatch.remove(path);
    case 'replace':
      return JsonPatch.replace(path, value);
    case 'move':
      return JsonPatch.move(from, path);
    case 'copy':
      return JsonPatch.copy(from, path);
    case 'test':
      return JsonPatch.test(path, value);
  }
}

/** Says why an operation does not fit an object. Undefined if it fits. */
function misplaced(object: unknown, { op, path, from }: JsonOperation): string | undefined {
  const pointers = from === undefined ? [path] : [from, path];
  const malformed = pointers.find((pointer) => pointer !== '' && !pointer.startsWith('/'));
  if (malformed !== undefined) return `${JSON.stringify(malformed)} has no slash at its start. Add it`;
  const sources = op === 'move' || op === 'copy' ? [from ?? ''] : op === 'add' ? [] : [path];
  const missing = sources.find((pointer) => !hasValue(object, stepsOf(pointer)));
  if (missing !== undefined)
    return `nothing is at ${JSON.stringify(missing)}. Correct the path${op === 'replace' ? ' or use add' : ''}`;
  if (op !== 'add' && op !== 'move' && op !== 'copy') return undefined;
  return takesValue(object, stepsOf(path))
    ? undefined
    : 'no map or list is there to put it into. Correct the path or add that first';
}

function stepsOf(pointer: string): string[] {
  return pointer
    .split('/')
    .slice(1)
    .map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function hasValue(object: unknown, steps: readonly string[]): boolean {
  let value = object;
  for (const step of steps) {
    if (typeof value !== 'object' || value === null) return false;
    if (Array.isArray(value) ? !isIndex(step, value.length - 1) : !Object.hasOwn(value, step)) return false;
    value = (value as Record<string, unknown>)[step];
  }
  return true;
}

/** Whether a value can be added at a place: its parent is a map, or a list with that index or its end. */
function takesValue(object: unknown, steps: readonly string[]): boolean {
  const [last, parents] = [steps.at(-1), steps.slice(0, -1)];
  if (last === undefined) return true;
  const parent = hasValue(object, parents) ? fieldAt(object, ...parents) : undefined;
  if (typeof parent !== 'object' || parent === null) return false;
  return !Array.isArray(parent) || last === '-' || isIndex(last, parent.length);
}

function isIndex(step: string, most: number): boolean {
  return /^(?:0|[1-9]\d*)$/.test(step) && Number(step) <= most;
}
