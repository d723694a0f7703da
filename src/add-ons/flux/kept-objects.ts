import { annotatedDefinition, type FinishedObject } from '../finished-object';

/** The annotation by which Flux never deletes an object. Source: kustomize-controller 1.9, docs/spec/v1/kustomizations.md. */
export const PRUNE = 'kustomize.toolkit.fluxcd.io/prune';

/** Kinds that take everything in them along: namespaces are the applications', definitions those of all their objects. */
const KEPT = ['Namespace', 'CustomResourceDefinition'];

/** The same object, which Flux keeps where everything in it would go with it. */
export function keptByFlux<T extends FinishedObject>(object: T): T {
  if (!KEPT.includes(object.kind)) return object;
  const { annotations = {}, ...metadata } = object.metadata ?? {};
  const all = Object.entries({ ...annotations, [PRUNE]: 'disabled' });
  const sorted = Object.fromEntries(all.sort(([left], [right]) => (left < right ? -1 : 1)));
  return { ...object, metadata: { annotations: sorted, ...metadata } };
}

/** A custom resource definition, in text, which Flux keeps. */
export function definitionKeptByFlux(document: string): string {
  return annotatedDefinition(document, `    ${PRUNE}: disabled\n`);
}
