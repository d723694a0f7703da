import type { Cluster, KubeObject, ObjectRef } from '../kubernetes/api/cluster';
import type { KindRef } from '../kubernetes/kinds';
import { COMPONENT_LABEL, MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';
import { manifestsIn } from '../kubernetes/text/documents';
import { meshFiles } from '../output/mesh-files';
import { MULTI_CLUSTER_LABEL } from '../remote-secret/remote-secret';
import type { LeftoverKind } from './line-membership';
import type { MemberMesh } from './member-mesh';

/** The objects that leaving deletes from a remote cluster, in this order. */
export interface RemoteObjects {
  /** Objects of this tool: webhooks first, then in reverse apply order. Excludes Istio's namespace. */
  readonly objects: readonly KubeObject[];
  /** Namespaces that only lose the label that asks for sidecars. */
  readonly injected: readonly LabelledNamespace[];
  /** Istio's namespace, if this tool created it. */
  readonly namespace: KubeObject | undefined;
  /** Other objects with the names of ours: they stay. */
  readonly foreign: readonly ForeignObject[];
}

/** A namespace, and the key of its label that asks for sidecars. */
export interface LabelledNamespace {
  readonly object: KubeObject;
  readonly label: string;
}

/** An object with the name of one of ours. */
export interface ForeignObject {
  readonly object: KubeObject;
  /** Why it is not the object in the manifests. */
  readonly because: string;
}

/** Kinds that this tool creates in a remote cluster of any line, in reverse apply order. */
export const OWN_KINDS: readonly KindRef[] = [
  { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'MutatingWebhookConfiguration' },
  { apiVersion: 'admissionregistration.k8s.io/v1beta1', kind: 'MutatingWebhookConfiguration' },
  { apiVersion: 'admissionregistration.k8s.io/v1', kind: 'ValidatingWebhookConfiguration' },
  { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService' },
  { apiVersion: 'networking.istio.io/v1', kind: 'Gateway' },
  { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway' },
  { apiVersion: 'autoscaling/v2', kind: 'HorizontalPodAutoscaler' },
  { apiVersion: 'apps/v1', kind: 'Deployment' },
  { apiVersion: 'v1', kind: 'Service' },
  { apiVersion: 'v1', kind: 'Endpoints' },
  { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
  { apiVersion: 'v1', kind: 'ConfigMap' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRoleBinding' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'ClusterRole' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'RoleBinding' },
  { apiVersion: 'rbac.authorization.k8s.io/v1', kind: 'Role' },
  { apiVersion: 'v1', kind: 'Secret' },
  { apiVersion: 'v1', kind: 'ServiceAccount' },
  { apiVersion: 'v1', kind: 'Namespace' },
];

/** Finds the objects in the cluster that the manifests of a remote describe. */
export async function describedObjects(
  { output, membership }: Pick<MemberMesh, 'output' | 'membership'>,
  cluster: Cluster,
): Promise<RemoteObjects> {
  const references = manifestsOf(output, cluster.name).map(referenceOf);
  const found: KubeObject[] = [];
  const injected: LabelledNamespace[] = [];
  const foreign: ForeignObject[] = [];
  const labels = membership.injectionLabels(cluster.name).all;
  for (const { isOwn, component, ...ref } of references.reverse()) {
    if (!isOwn && ref.kind !== 'Namespace') continue;
    const object = await cluster.get(ref);
    if (object === undefined) continue;
    const because = isOwn ? whyForeign(object, component) : undefined;
    if (because !== undefined) foreign.push({ object, because });
    else if (isOwn) found.push(object);
    else
      for (const { key, value } of labels)
        if (object.metadata.labels?.[key] === value) injected.push({ object, label: key });
  }
  return sorted(found, injected, foreign, output.mesh.primary.namespace);
}

/** Finds the objects with our label in a cluster that is no longer in the mesh. */
export async function labelledObjects(cluster: Cluster, namespace: string): Promise<RemoteObjects> {
  const found = new Map<string, KubeObject>();
  for (const kind of OWN_KINDS) {
    for (const object of await cluster.list(kind, { labels: `${MANAGED_BY_LABEL}=${MANAGED_BY}` })) {
      // A primary of another mesh keeps the Secrets of its own remotes.
      if (object.metadata.labels?.[MULTI_CLUSTER_LABEL] !== undefined) continue;
      found.set(object.metadata.uid ?? titleOf(object), object);
    }
  }
  return sorted([...found.values()], [], [], namespace);
}

function sorted(
  found: readonly KubeObject[],
  injected: readonly LabelledNamespace[],
  foreign: readonly ForeignObject[],
  namespace: string,
): RemoteObjects {
  const isNamespace = ({ kind, metadata }: KubeObject): boolean =>
    kind === 'Namespace' && metadata.name === namespace;
  const objects = found.filter((object) => object.kind !== 'Namespace');
  return {
    // A webhook without a server blocks new pods, so webhooks go first.
    objects: [...objects.filter(isWebhook), ...objects.filter((object) => !isWebhook(object))],
    injected,
    namespace: found.find(isNamespace),
    foreign,
  };
}

/** An object in a manifest. */
interface Described extends ObjectRef {
  readonly isOwn: boolean;
  readonly component: string | undefined;
}

/** Whether a file contains objects of ours. Files of workloads and definitions may be long, so they are skipped. */
export function hasOwnObjects(text: string): boolean {
  return text.includes(`${MANAGED_BY_LABEL}: ${MANAGED_BY}`);
}

/** Parses the manifests of a cluster, except files without objects of ours. */
export function manifestsOf(output: MemberMesh['output'], cluster: string): KubeObject[] {
  return [...meshFiles(output, [cluster])]
    .filter(({ text }) => hasOwnObjects(text))
    .flatMap(({ text }) => manifestsIn(text) as KubeObject[]);
}

function referenceOf({ apiVersion, kind, metadata }: KubeObject): Described {
  const { name, namespace, labels } = metadata;
  const place = namespace === undefined ? {} : { namespace };
  const isOwn = labels?.[MANAGED_BY_LABEL] === MANAGED_BY;
  return { apiVersion, kind, name, ...place, isOwn, component: labels?.[COMPONENT_LABEL] };
}

/** Whether the API server calls another server for objects of this kind. */
export function isWebhook({ kind }: KindRef): boolean {
  return kind.endsWith('WebhookConfiguration');
}

/** The injection webhooks of both release lines share one name, so one line may have replaced the other's. */
function whyForeign({ metadata: { labels = {} } }: KubeObject, component: string | undefined) {
  if (labels[MANAGED_BY_LABEL] !== MANAGED_BY) return 'this tool did not make it';
  const own = labels[COMPONENT_LABEL];
  return own === component ? undefined : `another mesh has put its own there, of ${own ?? 'something else'}`;
}

/** Formats `Secret istio-system/eu-west-1` or `ClusterRole istio-reader`. */
export function titleOf({ kind, metadata: { namespace, name } }: KubeObject): string {
  return `${kind} ${namespace === undefined ? '' : `${namespace}/`}${name}`;
}

/** Returns the reference of an object. */
export function refTo({ apiVersion, kind, metadata: { name, namespace } }: KubeObject): ObjectRef {
  return { apiVersion, kind, name, ...(namespace === undefined ? {} : { namespace }) };
}

/** Objects that Istio itself left in a cluster. */
export interface Leftovers {
  /** What the objects are and when they may be deleted. */
  readonly what: string;
  /** Why they are never deleted. Undefined if `--delete-leftovers` deletes them. */
  readonly stays?: string;
  readonly objects: readonly KubeObject[];
}

/** Finds the objects that the control plane of a line leaves behind, grouped by kind. */
export async function leftoversOf(cluster: Cluster, kinds: readonly LeftoverKind[]): Promise<Leftovers[]> {
  const found = new Map<string, Leftovers>();
  for (const { apiVersion, kind, what, stays, labels, fields, isOne } of kinds) {
    const query = {
      ...(labels === undefined ? {} : { labels }),
      ...(fields === undefined ? {} : { fields }),
    };
    // Servers and proxies that do not know a selector return all objects.
    const objects = (await cluster.list({ apiVersion, kind }, query)).filter(isOne);
    if (objects.length === 0) continue;
    const before = found.get(what)?.objects ?? [];
    found.set(what, { what, objects: [...before, ...objects], ...(stays === undefined ? {} : { stays }) });
  }
  return [...found.values()];
}

/** Lists the objects in a namespace that Kubernetes did not create. Deleting the namespace would delete them. */
export async function contentsOf(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const objects = await cluster.contents(namespace);
  return [...new Set(objects.filter((object) => !isByKubernetes(object)).map(titleOf))].sort();
}

/**
 * Whether Kubernetes created the object for the namespace, or deletes it together with an object that is counted
 * itself.
 */
export function isByKubernetes({ apiVersion, kind, metadata, type, ...object }: KubeObject): boolean {
  if (metadata.deletionTimestamp !== undefined || isOwned(metadata)) return true;
  if (apiVersion.startsWith('metrics.k8s.io/') || kind === 'Event') return true;
  switch (kind) {
    case 'ServiceAccount':
      return metadata.name === 'default' && object.imagePullSecrets === undefined;
    case 'ConfigMap':
      return metadata.name === 'kube-root-ca.crt';
    case 'Secret':
      return type === 'kubernetes.io/service-account-token';
    case 'EndpointSlice':
      return metadata.labels?.['endpointslice.kubernetes.io/managed-by'] !== undefined;
    case 'Endpoints':
      return metadata.annotations?.['endpoints.kubernetes.io/last-change-trigger-time'] !== undefined;
    default:
      return false;
  }
}

function isOwned(metadata: object): boolean {
  return (
    'ownerReferences' in metadata &&
    Array.isArray(metadata.ownerReferences) &&
    metadata.ownerReferences.length > 0
  );
}
