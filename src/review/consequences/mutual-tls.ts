import { isSame } from '../compare-fields';
import { valueAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

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
