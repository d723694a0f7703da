import type { Credentials } from '../kubernetes/api/credentials';
import { type Kubeconfig, type KubeconfigEntry, parseKubeconfig } from '../kubernetes/api/kubeconfig';
import { clusterFault, userFault } from '../kubernetes/api/kubeconfig-faults';
import type { ReaderAccess } from '../kubernetes/api/open-cluster';
import { decodedAt, defined, fieldAt, textAt } from '../kubernetes/fields';
import { isServerUrl } from '../kubernetes/server-url';
import { UserError } from '../problem';

/** How the control plane reaches a cluster with the kubeconfig in a Secret. */
export type StoredAccess = Omit<ReaderAccess, 'name'>;

/** A kubeconfig that cannot be used by itself. Both fields are ends of a sentence and do not quote it. */
export interface UnusableKubeconfig {
  /** Its mistake, for any program. */
  readonly wrong?: string;
  /** Its needs, for example a program. Only the control plane's pod may have them. */
  readonly outside?: string;
}

/**
 * The parts of a kubeconfig user that refer to something outside. Source: client-go, tools/clientcmd/api/v1/types.go.
 */
const OUTSIDE = {
  exec: 'runs a program (exec)',
  'auth-provider': 'uses a login plugin (auth-provider)',
  tokenFile: 'reads a file (tokenFile)',
  'client-certificate': 'reads a file (client-certificate)',
  'client-key': 'reads a file (client-key)',
} as const;

/**
 * Reads the kubeconfig in a Secret as the control plane does: its current context, with a token, a client certificate
 * or a password. Never runs its credential plugins and never reads its files.
 */
export function storedKubeconfig(text: string): StoredAccess | UnusableKubeconfig {
  const config = parsed(text);
  if (config === undefined) return { wrong: 'is not valid YAML, or no kubeconfig' };
  const find = (entries: ReadonlyMap<string, KubeconfigEntry>, name: string | undefined) =>
    entries.get(name ?? '')?.fields;
  const context = find(config.contexts, config.currentContext);
  if (context === undefined) return { wrong: 'has no current context' };
  const cluster = find(config.clusters, textAt(context, 'cluster'));
  const server = textAt(cluster, 'server');
  if (server === undefined || !isServerUrl(server))
    return { wrong: 'has no API server in its current context' };
  const user = find(config.users, textAt(context, 'user'));
  const outside = Object.entries(OUTSIDE).find(([key]) => (fieldAt(user, key) ?? undefined) !== undefined);
  if (outside !== undefined) return { outside: outside[1] };
  if (textAt(cluster, 'certificate-authority') !== undefined)
    return { outside: 'reads a file (certificate-authority)' };
  const fault = clusterFault(cluster ?? {}) ?? userFault(user ?? {});
  if (fault !== undefined) return { wrong: `${fault.what}, which client-go refuses` };
  const credentials = credentialsOf(user);
  if (credentials === undefined)
    return { wrong: 'has no token, client certificate or password in its current context' };
  const ca = decodedAt(cluster, 'certificate-authority-data');
  return {
    server,
    ...credentials,
    skipVerify: cluster?.['insecure-skip-tls-verify'] === true,
    ...defined({
      ca,
      serverName: textAt(cluster, 'tls-server-name'),
      proxyUrl: textAt(cluster, 'proxy-url'),
    }),
  };
}

/** Like client-go, uses a certificate together with any other credential, and a token before a password. */
function credentialsOf(user: unknown): Credentials | undefined {
  const [certificate, key] = ['client-certificate-data', 'client-key-data'].map((name) =>
    decodedAt(user, name),
  );
  const pair = certificate === undefined || key === undefined ? undefined : { certificate, key };
  const token = textAt(user, 'token');
  if (token !== undefined) return { ...pair, token };
  const [username, password] = [textAt(user, 'username'), textAt(user, 'password')];
  return username === undefined || password === undefined ? pair : { ...pair, username, password };
}

function parsed(text: string): Kubeconfig | undefined {
  try {
    return parseKubeconfig(text, 'kubeconfig');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
