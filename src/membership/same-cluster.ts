import { type Cluster, ClusterError } from '../kubernetes/api/cluster';
import { UserError } from '../problem';

/**
 * Refuses two names for one cluster: the same server, or the same namespace kube-system, whose uid identifies the
 * cluster wherever it is reached from.
 */
export async function refuseSameCluster(primary: Cluster, remote: Cluster): Promise<void> {
  const isSameServer = primary.server === remote.server;
  const [left, right] = isSameServer ? [] : await Promise.all([systemUid(primary), systemUid(remote)]);
  if (!isSameServer && (left === undefined || left !== right)) return;
  const why = isSameServer ? `both are ${remote.server}` : 'their namespace kube-system is the same object';
  throw new UserError(
    `${remote.name}: is the same cluster as the primary ${primary.name}: ${why} (contexts ${JSON.stringify(remote.context.name)} and ${JSON.stringify(primary.context.name)}). Name the right contexts, in mesh.yaml or with --context and --primary-context`,
  );
}

/** What identifies a cluster: the uid of kube-system. Undefined for a user who may not read it. */
export async function systemUid(cluster: Cluster): Promise<string | undefined> {
  try {
    const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' });
    return found?.metadata.uid;
  } catch (error) {
    if (error instanceof ClusterError && error.fault === 'forbidden') return undefined;
    throw error;
  }
}
