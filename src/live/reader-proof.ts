import { UserError } from '../problem';
import { chooseContext } from './choose-context';
import type { Cluster } from './cluster';
import { ClusterError } from './cluster-error';
import { Connection } from './connection';
import { parseKubeconfig } from './kubeconfig-files';
import { LiveCluster } from './live-cluster';

/** What Pilot reads of a remote cluster. */
const READ = ['Pod', 'Service', 'Endpoints', 'Node'] as const;

/** A cluster as somebody sees it who has nothing but this kubeconfig. @param limit milliseconds for each call */
export function openKubeconfig(name: string, text: string, limit: number): Cluster {
  const config = parseKubeconfig(text, `the kubeconfig of ${name}`);
  return new LiveCluster(new Connection(name, chooseContext(name, config, name, true), {}), limit);
}

/**
 * Proves that a reader can do what Pilot does and cannot read Secrets.
 * @throws ClusterError, UserError that says what it lacks or has too much
 */
export async function proveReader(reader: Cluster, namespace: string): Promise<void> {
  for (const kind of READ) await reader.list({ apiVersion: 'v1', kind }, { atMost: 1 });
  if (await canReadSecrets(reader, namespace))
    throw new UserError(
      `${reader.name} (${reader.server}): the account istio-multi can read Secrets, which Pilot has no use for. Take away every role but istio-reader from it, then repeat`,
    );
}

async function canReadSecrets(reader: Cluster, namespace: string): Promise<boolean> {
  for (const query of [{ atMost: 1 }, { atMost: 1, namespace }]) {
    try {
      await reader.list({ apiVersion: 'v1', kind: 'Secret' }, query);
      return true;
    } catch (error) {
      if (!(error instanceof ClusterError) || error.fault !== 'forbidden') throw error;
    }
  }
  return false;
}
