import { listAt, textAt } from '../kubernetes/fields';
import { readYaml } from '../kubernetes/text/read-yaml';

/** What a kubeconfig in a Secret says. */
export interface StoredKubeconfig {
  readonly server: string;
  readonly token: string;
  readonly ca?: string | undefined;
  readonly serverName?: string | undefined;
  readonly skipVerify: boolean;
}

/**
 * Reads a kubeconfig as the control plane does: its current context, with a token. Programs that it names are never run.
 * @returns what is wrong with it, without a word of what is in it
 */
export function storedKubeconfig(text: string): StoredKubeconfig | string {
  const { value, problems } = readYaml(text, 'kubeconfig');
  if (value === undefined || problems.length > 0) return 'is not valid YAML';
  const entry = (list: string, name: string | undefined): unknown =>
    listAt(value, list).find((item) => textAt(item, 'name') === name);
  const current = textAt(value, 'current-context');
  const context = entry('contexts', current);
  if (current === undefined || context === undefined) return 'has no current context';
  const cluster = entry('clusters', textAt(context, 'context', 'cluster'));
  const server = textAt(cluster, 'cluster', 'server');
  if (server === undefined || !URL.canParse(server)) return 'names no API server in its current context';
  const user = entry('users', textAt(context, 'context', 'user'));
  const token = textAt(user, 'user', 'token');
  if (token === undefined) return 'holds no token in its current context';
  const data = textAt(cluster, 'cluster', 'certificate-authority-data');
  return {
    server,
    token,
    ca: data === undefined ? undefined : Buffer.from(data, 'base64').toString('utf8'),
    serverName: textAt(cluster, 'cluster', 'tls-server-name'),
    skipVerify: hasFlag(cluster),
  };
}

function hasFlag(cluster: unknown): boolean {
  const fields: unknown =
    typeof cluster === 'object' && cluster !== null && 'cluster' in cluster ? cluster.cluster : {};
  return (
    typeof fields === 'object' &&
    fields !== null &&
    'insecure-skip-tls-verify' in fields &&
    fields['insecure-skip-tls-verify'] === true
  );
}
