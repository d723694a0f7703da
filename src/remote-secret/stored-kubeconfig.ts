import { type Kubeconfig, type KubeconfigEntry, parseKubeconfig } from '../kubernetes/api/kubeconfig';
import type { TokenAccess } from '../kubernetes/api/open-cluster';
import { decodedAt, textAt } from '../kubernetes/fields';
import { UserError } from '../problem';

/**
 * Reads the kubeconfig in a Secret as the control plane does: its current context, with a token. Credential plugins in it
 * are never run.
 * @returns what is wrong with it, as the end of a sentence that does not quote it
 */
export function storedKubeconfig(text: string): Omit<TokenAccess, 'name'> | string {
  const config = parsed(text);
  if (config === undefined) return 'is not valid YAML, or no kubeconfig';
  const find = (entries: ReadonlyMap<string, KubeconfigEntry>, name: string | undefined) =>
    entries.get(name ?? '')?.fields;
  const context = find(config.contexts, config.currentContext);
  if (context === undefined) return 'has no current context';
  const cluster = find(config.clusters, textAt(context, 'cluster'));
  const server = textAt(cluster, 'server');
  if (server === undefined || !URL.canParse(server)) return 'has no API server in its current context';
  const token = textAt(find(config.users, textAt(context, 'user')), 'token');
  if (token === undefined) return 'has no token in its current context';
  const ca = decodedAt(cluster, 'certificate-authority-data');
  const serverName = textAt(cluster, 'tls-server-name');
  return {
    server,
    token,
    skipVerify: cluster?.['insecure-skip-tls-verify'] === true,
    ...(ca === undefined ? {} : { ca }),
    ...(serverName === undefined ? {} : { serverName }),
  };
}

function parsed(text: string): Kubeconfig | undefined {
  try {
    return parseKubeconfig(text, 'kubeconfig');
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
