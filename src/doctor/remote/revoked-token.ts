import { type Cluster, ClusterError, type KubeObject } from '../../kubernetes/api/cluster';
import { tokenAccount } from '../../kubernetes/api/token-account';

/**
 * Finds out why the API server refuses a token, or will soon: it may still accept the token, since it caches
 * successes for 10 s. Source: Kubernetes 1.20 to 1.34, pkg/kubeapiserver/authenticator/config.go
 * (TokenSuccessCacheTTL).
 * @param cluster opened with the rights of the user
 * @returns the end of a sentence, or undefined if no reason is found or the user may not look
 */
export async function whyRevoked(token: string, cluster: Cluster): Promise<string | undefined> {
  const account = tokenAccount(token);
  if (account === undefined) return undefined;
  const { namespace, name, uid, secret } = account;
  const so = `so the API server refuses it, at the latest after 10 s`;
  const live = await looked(cluster, 'ServiceAccount', namespace, name);
  if (live !== 'hidden' && live?.metadata.uid !== uid)
    return `is of an earlier account ${namespace}/${name}, which ${cluster.name} no longer has, ${so}`;
  if (secret === undefined) return undefined;
  return (await looked(cluster, 'Secret', namespace, secret)) === undefined
    ? `comes from the Secret ${namespace}/${secret}, which ${cluster.name} no longer has, ${so}`
    : undefined;
}

async function looked(
  cluster: Cluster,
  kind: string,
  namespace: string,
  name: string,
): Promise<KubeObject | 'hidden' | undefined> {
  try {
    return await cluster.get({ apiVersion: 'v1', kind, namespace, name });
  } catch (error) {
    if (error instanceof ClusterError) return 'hidden';
    throw error;
  }
}
