import { UserError } from '../../problem';
import { chooseContext } from './choose-context';
import type { Cluster } from './cluster';
import { ClusterError } from './cluster-error';
import { Connection } from './connection';
import { readKubeconfig } from './kubeconfig-files';
import { LiveCluster } from './live-cluster';
import { DEFAULT_TIMEOUT_SECONDS } from './time-limit';

/** A cluster as mesh.yaml names it: `mesh.primary` or one of `mesh.remotes`. */
export interface ClusterSource {
  /** Cluster id. */
  readonly name: string;
  readonly context?: string | undefined;
  /** File, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** How clusters are reached, from the command line and the environment. */
export interface ConnectionOptions {
  /** Path of mesh.yaml: the files that it names lie relative to it. */
  readonly config: string;
  /** `--kubeconfig`; wins over mesh.yaml and KUBECONFIG. */
  readonly kubeconfig?: string | undefined;
  /** `--context`; wins over mesh.yaml. Leave it out for all clusters but the one it is meant for. */
  readonly context?: string | undefined;
  /** Seconds that each call may take. @default 10 */
  readonly timeout?: number | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** How a command opens a cluster; tests pass their own. */
export type OpenCluster = (source: ClusterSource, options: ConnectionOptions) => Cluster;

/**
 * Finds out how to reach a cluster; nothing is sent before the first call.
 * @throws ClusterError when the kubeconfig or the context is missing or wrong
 */
export function openCluster(source: ClusterSource, options: ConnectionOptions): Cluster {
  const { name } = source;
  const { config, kubeconfig, env, timeout = DEFAULT_TIMEOUT_SECONDS } = options;
  const ownFile = kubeconfig === undefined && source.kubeconfig !== undefined;
  const found = named(name, () => readKubeconfig({ flag: kubeconfig, mesh: source.kubeconfig, config, env }));
  const context = chooseContext(name, found, options.context ?? source.context, ownFile);
  return new LiveCluster(new Connection(name, context, env), timeout * 1000);
}

function named<T>(cluster: string, read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof ClusterError) throw error;
    throw new ClusterError(cluster, 'kubeconfig', `${cluster}: ${error.message}`);
  }
}
