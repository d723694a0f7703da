import { ISTIO_NAMES } from '../../kubernetes/istio-names';
import { annotatedDefinition, annotatedObject, type FinishedObject } from '../finished-object';

/** The annotation that orders objects in an Argo CD sync: a wave begins after the previous one is healthy. */
export const SYNC_WAVE = 'argocd.argoproj.io/sync-wave';

/** The annotation with Argo CD's options for one object. */
export const SYNC_OPTIONS = 'argocd.argoproj.io/sync-options';

/** The annotation that says how Argo CD compares one object. */
export const COMPARE_OPTIONS = 'argocd.argoproj.io/compare-options';

/**
 * Keeps the object from being deleted by a sync or together with its Application. Without `IgnoreExtraneous`, an
 * Application whose manifests no longer contain the object stays OutOfSync. Sources: argo-cd 3.2,
 * docs/user-guide/sync-options.md and compare-options.md.
 */
const KEPT = { [COMPARE_OPTIONS]: 'IgnoreExtraneous', [SYNC_OPTIONS]: 'Prune=false,Delete=false' };

const DEFINITIONS = -4;
const NAMESPACES = -3;
const RBAC = -2;
const CONFIGURATION = -1;
const WORKLOADS = 0;
/** After the pods of their servers: a webhook without pods fails every request. Argo CD deletes webhooks first. */
const WEBHOOKS = 1;
/**
 * A gateway's pods become gateways by injection. Before the webhook exists, they would ask for an image named `auto`.
 */
const INJECTED_GATEWAYS = 2;

const WAVES: ReadonlyMap<string, number> = new Map([
  ['CustomResourceDefinition', DEFINITIONS],
  ['Namespace', NAMESPACES],
  ...['ServiceAccount', 'ClusterRole', 'ClusterRoleBinding', 'Role', 'RoleBinding'].map(
    (kind) => [kind, RBAC] as const,
  ),
  // A load balancer is healthy only after its cloud has given it an address, so objects that wait for it may never
  // start. Services therefore have the wave of their pods.
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

/** Returns the sync wave of a kind. Kinds without their own wave, for example Istio's kinds, are configuration. */
export function syncWaveOf(kind: string): number {
  return WAVES.get(kind) ?? CONFIGURATION;
}

/**
 * Whether the object is an east-west gateway of current Istio or is healthy only with its pods. In ambient mode, that
 * is a Gateway of the Gateway API, which is healthy after its load balancer gets an address.
 */
function waitsForInjection({ apiVersion, kind, metadata }: FinishedObject): boolean {
  if (apiVersion === 'gateway.networking.k8s.io/v1' && kind === 'Gateway') return true;
  return metadata?.labels?.istio === ISTIO_NAMES.eastWestSelector.istio && syncWaveOf(kind) === WORKLOADS;
}

/**
 * Adds the sync wave to an object. Argo CD never deletes a namespace with the objects that Istio adds to it, because
 * it belongs to the applications.
 */
export function withSyncWave<T extends FinishedObject>(object: T): T {
  return annotatedObject(object, {
    ...(object.kind === 'Namespace' ? KEPT : {}),
    [SYNC_WAVE]: `${waitsForInjection(object) ? INJECTED_GATEWAYS : syncWaveOf(object.kind)}`,
  });
}

/**
 * Adds the sync wave to the text of a custom resource definition. It comes before the objects of its kind, and Argo
 * CD never deletes it, because they would be deleted with it. The rest of the text does not change. A text with
 * another layout than Istio's is left alone; Argo CD then orders it by its kind.
 */
export function withDefinitionWave(document: string): string {
  const kept = Object.entries(KEPT).map(([key, value]) => `    ${key}: ${value}\n`);
  const lines = `${kept.join('')}    ${SYNC_WAVE}: "${syncWaveOf('CustomResourceDefinition')}"\n`;
  return annotatedDefinition(document, lines);
}
