import { fieldAt, listAt, textAt } from '../../kubernetes/fields';
import { code } from '../markdown/code';
import type { ReviewObject } from '../review-object';
import { type ConsequenceRule, differs, isA } from './consequence';

const ARGO_CD = 'argoproj.io';

/** Kubernetes deletes the objects of a kind together with its definition. */
export const objectsOfAKindGo: ConsequenceRule = (change) =>
  isA(change, 'apiextensions.k8s.io', 'CustomResourceDefinition') && change.outcome === 'removed'
    ? `${code(change.object.name)} is removed: if it is pruned, every object of this kind is deleted too.`
    : [];

/** One policy and one rule apply to the whole mesh. */
export const mutualTlsOfTheMeshChanges: ConsequenceRule = (change) => {
  if (change.object.name !== 'default') return [];
  if (isA(change, 'authentication.istio.io', 'MeshPolicy')) {
    if (change.outcome === 'removed')
      return 'Workloads no longer ask for mutual TLS: they accept plain text too.';
    return differs(change, 'spec', 'peers')
      ? 'Workloads ask for mutual TLS in another way: callers without a sidecar, or with a certificate of another root, may be refused.'
      : [];
  }
  if (!isA(change, 'networking.istio.io', 'DestinationRule')) return [];
  if (change.outcome === 'removed')
    return 'Sidecars call in plain text: workloads that still ask for mutual TLS refuse them.';
  return differs(change, 'spec', 'trafficPolicy', 'tls', 'mode')
    ? 'Sidecars call each other with other TLS settings.'
    : [];
};

/** The finalizer determines whether Argo CD deletes the objects that it applied. */
export const argoStopsManaging: ConsequenceRule = (change) => {
  if (!isA(change, ARGO_CD, 'Application', 'ApplicationSet') || change.outcome !== 'removed') return [];
  const name = `${change.object.kind} ${code(change.object.name)}`;
  const cascades = listAt(change.object.fields, 'metadata', 'finalizers').some((finalizer) =>
    String(finalizer).startsWith('resources-finalizer.argocd.argoproj.io'),
  );
  return cascades
    ? `${name} is removed: when it is pruned, Argo CD deletes everything that it applied.`
    : `${name} is removed: Argo CD no longer manages the objects that it applied. They stay.`;
};

/** Reports a changed source or destination of manifests. */
export const argoAppliesElsewhere: ConsequenceRule = (change) => {
  if (!isA(change, ARGO_CD, 'Application') || change.outcome !== 'changed') return [];
  const name = code(change.object.name);
  const isAutomated = fieldAt(change.after?.fields, 'spec', 'syncPolicy', 'automated') !== undefined;
  return [
    differs(change, 'spec', 'destination')
      ? `${name} goes to another cluster: ${code(destinationOf(change.after))}.`
      : [],
    differs(change, 'spec', 'source') || differs(change, 'spec', 'sources')
      ? `${name} has another source of manifests: ${code(sourceOf(change.after))}.`
      : [],
    differs(change, 'spec', 'syncPolicy', 'automated')
      ? `Argo CD applies ${name} ${isAutomated ? 'by itself, on other terms' : 'no longer by itself'}.`
      : [],
  ].flat();
};

function destinationOf(object: ReviewObject | undefined): string {
  const destination = fieldAt(object?.fields, 'spec', 'destination');
  return String(fieldAt(destination, 'name') ?? fieldAt(destination, 'server') ?? '');
}

function sourceOf(object: ReviewObject | undefined): string {
  return ['repoURL', 'path', 'targetRevision']
    .flatMap((key) => textAt(object?.fields, 'spec', 'source', key) ?? [])
    .join(' ');
}
