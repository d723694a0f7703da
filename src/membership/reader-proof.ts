import { chooseContext } from '../kubernetes/api/choose-context';
import type { Cluster, KindRef } from '../kubernetes/api/cluster';
import { ClusterError } from '../kubernetes/api/cluster-error';
import { Connection } from '../kubernetes/api/connection';
import { parseKubeconfig } from '../kubernetes/api/kubeconfig-files';
import { LiveCluster } from '../kubernetes/api/live-cluster';
import { UserError } from '../problem';
import type { LineMembership } from './line-membership';

/** A cluster as somebody sees it who has nothing but this kubeconfig. @param limit milliseconds for each call */
export function openKubeconfig(name: string, text: string, limit: number): Cluster {
  const config = parseKubeconfig(text, `the kubeconfig of ${name}`);
  return new LiveCluster(new Connection(name, chooseContext(name, config, name, true), {}), limit);
}

/**
 * Proves that a reader lists what the primary reads, and nothing that is none of its business.
 * @throws ClusterError, UserError that says what it lacks or has too much
 */
export async function proveReader(
  cluster: Cluster,
  namespace: string,
  { reader, controlPlane }: Pick<LineMembership, 'reader' | 'controlPlane'>,
): Promise<void> {
  for (const kind of reader.reads) await cluster.list(kind, { atMost: 1 });
  if (reader.hidden !== undefined && (await canRead(cluster, reader.hidden, namespace)))
    throw new UserError(
      `${cluster.name} (${cluster.server}): the account ${reader.account} can read ${reader.hidden.kind}s, which ${controlPlane} has no use for. Take away every role but ${reader.role} from it, then repeat`,
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
