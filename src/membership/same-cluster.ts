import type { Cluster } from '../kubernetes/api/cluster';
import { ClusterError } from '../kubernetes/api/cluster-error';
import { UserError } from '../problem';

/**
 * Refuses two names for one cluster: the same server, or the same namespace kube-system, whose uid stands for the
 * cluster wherever it is reached from.
 */
export async function refuseSameCluster(primary: Cluster, remote: Cluster): Promise<void> {
  const why =
    primary.server === remote.server
      ? `both are ${remote.server}`
      : (await isSameSystem(primary, remote))
        ? 'their namespace kube-system is the same object'
        : undefined;
  if (why === undefined) return;
  throw new UserError(
    `${remote.name}: is the same cluster as the primary ${primary.name}: ${why} (contexts ${JSON.stringify(remote.context.name)} and ${JSON.stringify(primary.context.name)}). Name the right contexts, in mesh.yaml or with --context and --primary-context`,
  );
}

async function isSameSystem(primary: Cluster, remote: Cluster): Promise<boolean> {
  const [left, right] = await Promise.all([systemUid(primary), systemUid(remote)]);
  return left !== undefined && left === right;
}

async function systemUid(cluster: Cluster): Promise<string | undefined> {
  try {
    const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' });
    return found?.metadata.uid;
  } catch (error) {
    // Who may not look at it can still be told apart by the server.
    if (error instanceof ClusterError && error.fault === 'forbidden') return undefined;
    throw error;
  }
}
