import type { Cluster, KubeObject } from './cluster';
import { titleOf } from './remote-objects';

/** Types of the Secrets that Citadel 1.0 makes. Source: 1.0.9, security/pkg/k8s/controller and security/pkg/pki/ca. */
const CITADEL_TYPES = ['istio.io/key-and-cert', 'istio.io/ca-root'] as const;

/** Secrets that Citadel has left in all namespaces: keys and certificates of every account, and its own. */
export async function citadelSecrets(cluster: Cluster): Promise<readonly KubeObject[]> {
  const found: KubeObject[] = [];
  for (const type of CITADEL_TYPES) {
    const secrets = await cluster.list({ apiVersion: 'v1', kind: 'Secret' }, { fields: `type=${type}` });
    // Servers and proxies that do not know the selector give all of them.
    found.push(...secrets.filter((secret) => secret.type === type));
  }
  return found;
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
