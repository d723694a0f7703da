import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import type { LeftoverKind } from './line-membership';
import { titleOf } from './remote-objects';

/** What Istio itself has left in a cluster. */
export interface Leftovers {
  /** What it is and when it may go, for people. */
  readonly what: string;
  /** Why it is never taken away; undefined when `--delete-leftovers` does. */
  readonly stays?: string;
  readonly objects: readonly KubeObject[];
}

/** Finds what the control plane of a line leaves behind; equal things are one entry. */
export async function leftoversOf(cluster: Cluster, kinds: readonly LeftoverKind[]): Promise<Leftovers[]> {
  const found = new Map<string, Leftovers>();
  for (const { apiVersion, kind, what, stays, labels, fields, isOne } of kinds) {
    const query = {
      ...(labels === undefined ? {} : { labels }),
      ...(fields === undefined ? {} : { fields }),
    };
    // Servers and proxies that do not know a selector give all of them.
    const objects = (await cluster.list({ apiVersion, kind }, query)).filter(isOne);
    if (objects.length === 0) continue;
    const before = found.get(what)?.objects ?? [];
    found.set(what, { what, objects: [...before, ...objects], ...(stays === undefined ? {} : { stays }) });
  }
  return [...found.values()];
}

/** What is in a namespace besides what Kubernetes itself puts there: deleting the namespace would delete it. */
export async function contentsOf(cluster: Cluster, namespace: string): Promise<readonly string[]> {
  const objects = await cluster.contents(namespace);
  return [...new Set(objects.filter((object) => !isByKubernetes(object)).map(titleOf))].sort();
}

/** Made by Kubernetes for the namespace, or bound to go with an object that is counted itself. */
function isByKubernetes({ apiVersion, kind, metadata, type, ...object }: KubeObject): boolean {
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
