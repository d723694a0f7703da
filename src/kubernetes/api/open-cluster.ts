import { UserError } from '../../problem';
import { type Access, accessOf } from './access';
import { type Cluster, ClusterError, kubeconfigError, type Trust } from './cluster';
import { Connection } from './connection';
import type { Credentials } from './credentials';
import { chooseContext, Kubeconfigs } from './kubeconfig';
import { LiveCluster } from './live-cluster';
import { RunLimit } from './run-limit';
import { ANSWERS_PER_RUN, DEFAULT_TIMEOUT_SECONDS } from './time-limit';

/** A cluster in mesh.yaml: `mesh.primary` or one of `mesh.remotes`. */
export interface ClusterSource {
  /** Cluster id. */
  readonly name: string;
  readonly context?: string | undefined;
  /** File, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** How to reach clusters, from the command line and the environment. */
export interface ConnectionOptions {
  /** Path of mesh.yaml. Paths in it are relative to its folder. */
  readonly config: string;
  /** `--kubeconfig`; wins over mesh.yaml and KUBECONFIG. */
  readonly kubeconfig?: string | undefined;
  /** `--context`; wins over mesh.yaml. For one cluster only. */
  readonly context?: string | undefined;
  /** Seconds for each answer. An operation of several answers may take six times as long. @default 10 */
  readonly timeout?: number | undefined;
  /** The time limit shared by all clusters of a command, see {@link withRunLimit}. @default - none */
  readonly run?: RunLimit | undefined;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Limits all requests of a command together to 60 times the limit of one answer. */
export function withRunLimit(options: ConnectionOptions): ConnectionOptions & { readonly run: RunLimit } {
  const { timeout = DEFAULT_TIMEOUT_SECONDS } = options;
  return { ...options, run: options.run ?? new RunLimit(timeout * 1000 * ANSWERS_PER_RUN) };
}

/** Opens a cluster for a command. Tests pass a fake. */
export type OpenCluster = (source: ClusterSource, options: ConnectionOptions) => Cluster;

/**
 * Finds out how to reach a cluster. Sends nothing before the first call.
 * @throws ClusterError if the kubeconfig or the context is missing or invalid
 */
export function openCluster(source: ClusterSource, options: ConnectionOptions): Cluster {
  return openFrom(new Kubeconfigs(), source, options);
}

/** Opens many clusters as {@link openCluster} does, and reads a kubeconfig that they share once. */
export function clusterOpener(): OpenCluster {
  const kubeconfigs = new Kubeconfigs();
  return (source, options) => openFrom(kubeconfigs, source, options);
}

function openFrom(kubeconfigs: Kubeconfigs, source: ClusterSource, options: ConnectionOptions): Cluster {
  const { name } = source;
  const { config, kubeconfig, env } = options;
  const ownFile = kubeconfig === undefined && source.kubeconfig !== undefined;
  try {
    const available = kubeconfigs.read({ flag: kubeconfig, mesh: source.kubeconfig, config, env });
    const context = chooseContext(name, available, options.context ?? source.context, ownFile);
    return live(accessOf(name, context, env), options);
  } catch (error) {
    if (!(error instanceof UserError) || error instanceof ClusterError) throw error;
    throw kubeconfigError(name, error.message);
  }
}

/** How to reach an API server with only the credentials of an account. */
export interface ReaderAccess extends Trust, Credentials {
  /** Cluster id. */
  readonly name: string;
  /** URL of the API server. */
  readonly server: string;
}

/** Opens a cluster with the credentials of an account, as a control plane does. */
export function openAsReader(
  { name, server, token, username, password, certificate, key, ...trust }: ReaderAccess,
  options: Pick<ConnectionOptions, 'timeout' | 'run' | 'env'>,
): Cluster {
  const credentials: Credentials = {
    ...(token === undefined ? {} : { token }),
    ...(username === undefined || password === undefined ? {} : { username, password }),
    ...(certificate === undefined || key === undefined ? {} : { certificate, key }),
  };
  const access: Access = {
    cluster: name,
    context: { name: 'reader', shown: '"reader"', named: true },
    server: new URL(server),
    trust,
    impersonation: {},
    renews: false,
    credentials: async () => credentials,
  };
  return live(access, options);
}

function live(
  access: Access,
  { timeout = DEFAULT_TIMEOUT_SECONDS, run, env }: Pick<ConnectionOptions, 'timeout' | 'run' | 'env'>,
): Cluster {
  const limit = timeout * 1000;
  return new LiveCluster(new Connection(access, env, limit), limit, run);
}
