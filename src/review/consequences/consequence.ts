import { fieldAt } from '../../kubernetes/fields';
import { isSame } from '../compare-fields';
import type { ObjectChange } from '../compare-objects';
import type { ReviewObject } from '../review-object';

/** The effect of a change on the running mesh, beyond the manifests themselves. */
export interface Consequence {
  /** One or two sentences of Markdown; values in code spans. */
  readonly text: string;
  /** Whether running sidecars get the change only after their pods are created again. @default false */
  readonly restartSidecars?: boolean;
}

/**
 * Returns the consequences of one object's change.
 * @param all all changes in the cluster, for consequences of several changes together
 * @param kept unchanged objects that determine which istiod injects
 */
export type ConsequenceRule = (
  change: ObjectChange,
  all: readonly ObjectChange[],
  kept: readonly ReviewObject[],
) => Consequence | string | readonly (Consequence | string)[];

/** Whether an object has a kind of an API group. */
export function isA(
  { object }: { readonly object: ReviewObject },
  group: string,
  ...kinds: readonly string[]
): boolean {
  return object.group === group && kinds.includes(object.kind);
}

/** Returns the value at a path, before and after the change. */
export function valuesAt({ before, after }: ObjectChange, ...path: readonly string[]): [unknown, unknown] {
  return [fieldAt(before?.fields, ...path), fieldAt(after?.fields, ...path)];
}

/** Whether the value at a path changes. */
export function differs(change: ObjectChange, ...path: readonly string[]): boolean {
  return !isSame(...valuesAt(change, ...path));
}
