import { code } from '../markdown/code';
import { type ConsequenceRule, isA } from './consequence';

/** Kubernetes deletes the objects of a kind with its definition. */
export const objectsOfAKindGo: ConsequenceRule = (change) =>
  isA(change, 'apiextensions.k8s.io', 'CustomResourceDefinition') && change.outcome === 'removed'
    ? [`${code(change.object.name)} is removed: where it is pruned, every object of this kind goes with it.`]
    : [];
