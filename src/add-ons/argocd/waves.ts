import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { annotatedDefinition, annotatedObject, type FinishedObject } from '../finished-object';

/** The annotation by which Argo CD orders objects within a sync: a wave begins when the one before it is healthy. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** The annotation with options of Argo CD for one object. */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** The annotation that says how Argo CD compares one object. */
export const COMPARE_OPTIONS = 'argocd.argoproj.io/compare-options';

/**
 * Neither a sync nor the deletion of an Application deletes the object. Without `IgnoreExtraneous`, an Application whose
 * manifests no longer have the object stays OutOfSync for good. Sources: argo-cd 3.2, docs/user-guide/sync-options.md
 * and compare-options.md.
 */
const KEPT = { [COMPARE_OPTIONS]: 'IgnoreExtraneous', [SYNC_OPTIONS]: 'Prune=false,Delete=false' };

const DEFINITIONS = -4;
const NAMESPACES = -3;
const RBAC = -2;
const CONFIGURATION = -1;
const WORKLOADS = 0;
/** After the pods behind them: a webhook without pods fails every request. Argo CD deletes them first. */
const WEBHOOKS = 1;
/** A gateway's pods become gateways by injection: before the webhook they would ask for an image named `auto`. */
const INJECTED_GATEWAYS = 2;

const WAVES: ReadonlyMap<string, number> = new Map([
  ['CustomResourceDefinition', DEFINITIONS],
  ['Namespace', NAMESPACES],
  ...['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map(
    (kind) => [kind, RBAC] as const,
  ),
  // A load balancer counts as healthy only when its cloud has given it an address: what waits for it may never
  // start. So Services go with the pods behind them.
  ...[
    'Service',
    'Endpoints',
    'EndpointSlice',
    'Deployment',
    'DaemonSet',
    'StatefulSet',
    'HorizontalPodAutoscaler',
    'PodDisruptionBudget',
  ].map((kind) => [kind, WORKLOADS] as const),
  ['MutatingWebhookConfiguration', WEBHOOKS],
  ['ValidatingWebhookConfiguration', WEBHOOKS],
]);

/** The wave of a kind. Every kind without a wave of its own is configuration, such as Istio's kinds. */
export function syncWaveOf(kind: string): number {
  return WAVES.get(kind) ?? CONFIGURATION;
}

/**
 * An east-west gateway of current Istio and what counts as healthy only with its pods. In ambient mode that is a Gateway
 * of the Gateway API, which is healthy once its load balancer has an address.
 */
function waitsForInjection({ apiVersion, kind, metadata }: FinishedObject): boolean {
  if (apiVersion === 'gateway.networking.k8s.io/v1' && kind === 'Gateway') return true;
  return metadata?.labels?.istio === ISTIO_NAMES.eastWestSelector.istio && syncWaveOf(kind) === WORKLOADS;
}

/** The same object with its wave. A namespace is never deleted with what Istio puts into it: it is the applications'. */
export function withSyncWave<T extends FinishedObject>(object: T): T {
  return annotatedObject(object, {
    ...(object.kind === 'Namespace' ? KEPT : {}),
    [SYNC_WAVE]: `${waitsForInjection(object) ? INJECTED_GATEWAYS : syncWaveOf(object.kind)}`,
  });
}

/**
 * A custom resource definition, in text, with its wave: it comes before what is of its kind, and it is never deleted,
 * since everything of its kind would go with it. The text stays as it is otherwise; where it is not laid out as Istio's are, it is left alone, and Argo CD orders it by its kind.
 */
export function withDefinitionWave(document: string): string {
  const kept = Object.entries(KEPT).map(([key, value]) => `    ${key}: ${value}\n`);
  const lines = `${kept.join('')}    ${SYNC_WAVE}: "${syncWaveOf('CustomResourceDefinition')}"\n`;
  return annotatedDefinition(document, lines);
}
