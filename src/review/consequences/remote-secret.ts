import { code } from '../markdown/code';
import { type ReviewObject, textAt } from '../review-object';
import { type ConsequenceRule, isA } from './consequence';

/** Where the labels of the Secret itself stand, in each kind that makes one. */
const LABELS = [
  ['metadata', 'labels'],
  ['spec', 'template', 'metadata', 'labels'],
  ['spec', 'target', 'template', 'metadata', 'labels'],
] as const;

/** Source: 1.0.9, pkg/kube/secretcontroller; the same in current releases. */
const LABEL = 'istio/multiCluster';

/** Pilot reads the clusters whose Secrets it finds by the label. */
export const pilotSeesOtherClusters: ConsequenceRule = (change) => {
  const isSecret =
    isA(change, '', 'Secret') ||
    isA(change, 'external-secrets.io', 'ExternalSecret') ||
    isA(change, 'bitnami.com', 'SealedSecret');
  if (!isSecret || ![change.before, change.after].some(isLabelled)) return [];
  const cluster = code(clusterOf(change.object));
  if (!isLabelled(change.after))
    return [`Remote secret removed: Pilot no longer sees the cluster ${cluster}.`];
  if (!isLabelled(change.before))
    return [`Remote secret added: Pilot reads the cluster ${cluster} as soon as the Secret is filled.`];
  return [
    `The remote secret of ${cluster} changes. Pilot 1.0 ignores changes of that Secret: it takes them when the Secret is deleted and comes back, or when Pilot restarts.`,
  ];
};

function isLabelled(object: ReviewObject | undefined): boolean {
  return LABELS.some((path) => textAt(object?.fields, ...path, LABEL) === 'true');
}

function clusterOf({ fields, name }: ReviewObject): string {
  const annotation = 'networking.istio.io/cluster';
  return textAt(fields, 'metadata', 'annotations', annotation) ?? name.replace(/^istio-remote-secret-/, '');
}
