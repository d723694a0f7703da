import { HOLDING_KINDS } from '../../kubernetes/kinds';
import { annotatedDefinition, annotatedObject, type FinishedObject } from '../finished-object';

/**
 * The annotation that keeps Flux from deleting an object. Source: kustomize-controller 1.9,
 * docs/spec/v1/kustomizations.md.
 */
export const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** Returns the object with this annotation if deleting it would delete other objects. */
export function keptByFlux<T extends FinishedObject>(object: T): T {
  return HOLDING_KINDS.has(object.kind) ? annotatedObject(object, { [PRUNE]: 'disabled' }) : object;
}

/** Adds this annotation to the text of a custom resource definition. */
export function definitionKeptByFlux(document: string): string {
  return annotatedDefinition(document, `    ${PRUNE}: disabled\n`);
}
