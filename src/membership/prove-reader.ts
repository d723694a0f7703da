import { type Cluster, ClusterError } from '../kubernetes/api/cluster';
import { type ConnectionOptions, openAsReader } from '../kubernetes/api/open-cluster';
import type { KindRef } from '../kubernetes/kinds';
import { UserError } from '../problem';
import { storedKubeconfig } from '../remote-secret/stored-kubeconfig';
import type { LineMembership } from './line-membership';

/**
 * Opens a remote cluster with only the kubeconfig made for the primary. This machine may use a proxy; the primary
 * does not.
 */
export function openWithKubeconfig(
  { name, trust }: Pick<Cluster, 'name' | 'trust'>,
  text: string,
  connection: Pick<ConnectionOptions, 'timeout' | 'run' | 'env'>,
): Cluster {
  const access = storedKubeconfig(text);
  if (!('server' in access))
    throw new Error(`the kubeconfig of ${name} ${access.wrong ?? access.outside ?? 'cannot be used'}`);
  const { proxyUrl } = trust;
  return openAsReader({ name, ...access, ...(proxyUrl === undefined ? {} : { proxyUrl }) }, connection);
}

/**
 * Proves that the account can list what the primary reads, and can do nothing more.
 * @throws ClusterError, UserError with the missing or superfluous rights
 */
export async function proveReader(
  cluster: Cluster,
  namespace: string,
  { reader, controlPlane }: Pick<LineMembership, 'reader' | 'controlPlane'>,
): Promise<void> {
  for (const kind of reader.reads) await cluster.list(kind, { atMost: 1 });
  if (reader.hidden !== undefined && (await canRead(cluster, reader.hidden, namespace)))
    throw new UserError(
      `${cluster.name} (${cluster.server}): the account ${reader.account} can read ${reader.hidden.kind}s, which ${controlPlane} does not need. Remove every role except ${reader.grants.map(({ role }) => role).join(', ')} from it, then repeat`,
    );
}

async function canRead(reader: Cluster, kind: KindRef, namespace: string): Promise<boolean> {
  for (const query of [{ atMost: 1 }, { atMost: 1, namespace }]) {
    try {
      await reader.list(kind, query);
      return true;
    } catch (error) {
      if (!(error instanceof ClusterError) || error.fault !== 'forbidden') throw error;
    }
  }
  return false;
}
