import { isSame } from '../compare-fields';
import { code } from '../markdown/code';
import { listAt, mapAt, type ReviewObject, textAt, valueAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

/** Kubernetes deletes the objects of a kind with its definition. */
export const objectsOfAKindGo: ConsequenceRule = (change) =>
  isA(change, 'apiextensions.k8s.io', 'CustomResourceDefinition') && change.outcome === 'removed'
    ? [`${code(change.object.name)} is removed: where it is pruned, every object of this kind goes with it.`]
    : [];

/** One policy and one rule decide for the whole mesh. */
export const mutualTlsOfTheMeshChanges: ConsequenceRule = (change) => {
  if (change.object.name !== 'default') return [];
  if (isA(change, 'authentication.istio.io', 'MeshPolicy')) {
    if (change.outcome === 'removed')
      return ['Workloads no longer ask for mutual TLS: they take plain text as well.'];
    const peers = [change.before, change.after].map((object) => valueAt(object?.fields, 'spec', 'peers'));
    return isSame(peers[0], peers[1])
      ? []
      : [
          'Workloads ask for mutual TLS in another way: callers without a sidecar, or with a certificate of another root, may be refused.',
        ];
  }
  if (!isA(change, 'networking.istio.io', 'DestinationRule')) return [];
  if (change.outcome === 'removed')
    return ['Sidecars call in plain text: workloads that still ask for mutual TLS refuse them.'];
  const modes = [change.before, change.after].map((object) =>
    valueAt(object?.fields, 'spec', 'trafficPolicy', 'tls', 'mode'),
  );
  return isSame(modes[0], modes[1]) ? [] : ['Sidecars call each other with other TLS settings.'];
};

const GROUP = 'argoproj.io';

/** What Argo CD does with what it has applied depends on the finalizer. */
export const argoStopsManaging: ConsequenceRule = (change) => {
  if (!isA(change, GROUP, 'Application', 'ApplicationSet') || change.outcome !== 'removed') return [];
  const name = `${change.object.kind} ${code(change.object.name)}`;
  const cascades = listAt(change.object.fields, 'metadata', 'finalizers').some((finalizer) =>
    String(finalizer).startsWith('resources-finalizer.argocd.argoproj.io'),
  );
  return [
    cascades
      ? `${name} is removed: when it is pruned, Argo CD deletes everything that it has applied.`
      : `${name} is removed: Argo CD no longer looks after what it has applied, which stays.`,
  ];
};

/** Where manifests come from and where they go. */
export const argoAppliesElsewhere: ConsequenceRule = (change) => {
  if (!isA(change, GROUP, 'Application') || change.outcome !== 'changed') return [];
  const name = code(change.object.name);
  const differs = (...path: string[]) =>
    !isSame(valueAt(change.before?.fields, ...path), valueAt(change.after?.fields, ...path));
  return [
    ...(differs('spec', 'destination')
      ? [`${name} goes to another cluster: ${code(destinationOf(change.after))}.`]
      : []),
    ...(differs('spec', 'source') || differs('spec', 'sources')
      ? [`${name} takes its manifests from elsewhere: ${code(sourceOf(change.after))}.`]
      : []),
    ...(differs('spec', 'syncPolicy', 'automated')
      ? [
          `Argo CD applies ${name} ${isAutomated(change.after) ? 'by itself, on other terms' : 'no longer by itself'}.`,
        ]
      : []),
  ];
};

function isAutomated(object: ReviewObject | undefined): boolean {
  return valueAt(object?.fields, 'spec', 'syncPolicy', 'automated') !== undefined;
}

function destinationOf(object: ReviewObject | undefined): string {
  const { name, server } = mapAt(object?.fields, 'spec', 'destination');
  return String(name ?? server ?? '');
}

function sourceOf(object: ReviewObject | undefined): string {
  const source = mapAt(object?.fields, 'spec', 'source');
  return ['repoURL', 'path', 'targetRevision'].flatMap((key) => textAt(source, key) ?? []).join(' ');
}
