import { HOLDING_KINDS } from '../../kubernetes/kinds';
import { annotatedDefinition, annotatedObject, type FinishedObject } from '../finished-object';

/** The annotation by which Flux never deletes an object. Source: kustomize-controller 1.9, docs/spec/v1/kustomizations.md. */
export const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** The same object, which Flux keeps where everything in it would go with it. */
export function keptByFlux<T extends FinishedObject>(object: T): T {
  return HOLDING_KINDS.has(object.kind) ? annotatedObject(object, { [PRUNE]: 'disabled' }) : object;
}

/** A custom resource definition, in text, which Flux keeps. */
export function definitionKeptByFlux(document: string): string {
  return annotatedDefinition(document, `    ${PRUNE}: disabled\n`);
}
