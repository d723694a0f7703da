import { fieldAt } from '../../kubernetes/fields';
import { isSame } from '../compare-fields';
import type { ObjectChange } from '../compare-objects';
import type { ReviewObject } from '../review-object';

/** What a change does to the running mesh, where the manifests alone do not say it. */
export interface Consequence {
  /** One or two sentences of Markdown; values in code spans. */
  readonly text: string;
  /** Whether sidecars that run take the change only when their pods are created again. @default false */
  readonly restartSidecars?: boolean;
}

/**
 * What one change of an object leads to.
 * @param all everything that changes in the cluster, for what follows only from several changes
 * @param kept objects that stay as they are and say who injects where
 */
export type ConsequenceRule = (
  change: ObjectChange,
  all: readonly ObjectChange[],
  kept: readonly ReviewObject[],
) => Consequence | string | readonly (Consequence | string)[];

/** Whether an object is of a kind, in a group of the API. */
export function isA(
  { object }: { readonly object: ReviewObject },
  group: string,
  ...kinds: readonly string[]
): boolean {
  return object.group === group && kinds.includes(object.kind);
}

/** The value at a path, before and after the change. */
export function valuesAt({ before, after }: ObjectChange, ...path: readonly string[]): [unknown, unknown] {
  return [fieldAt(before?.fields, ...path), fieldAt(after?.fields, ...path)];
}

/** Whether the value at a path changes. */
export function differs(change: ObjectChange, ...path: readonly string[]): boolean {
  return !isSame(...valuesAt(change, ...path));
}
