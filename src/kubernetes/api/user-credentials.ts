import { readFileSync } from 'node:fs';
import { isMap } from '../../is-map';
import { ClusterError } from './cluster-error';
import { type Credentials, execCredentials } from './exec-credentials';
import { type KubeconfigEntry, pathFrom } from './kubeconfig-files';
import type { Deadline } from './time-limit';

/** Finds out what a kubeconfig user proves itself with; may run its credential plugin. @throws ClusterError */
export async function userCredentials(
  cluster: string,
  user: KubeconfigEntry,
  env: Readonly<Record<string, string | undefined>>,
  deadline: Deadline,
): Promise<Credentials> {
  const { fields, folder } = user;
  const file = (key: string): string | undefined => fileText(cluster, folder, fields[key], key);
  const inline = (key: string): string | undefined =>
    typeof fields[key] === 'string' && fields[key] !== ''
      ? Buffer.from(fields[key], 'base64').toString()
      : undefined;
  const certificate = inline('client-certificate-data') ?? file('client-certificate');
  const key = inline('client-key-data') ?? file('client-key');
  const own: Credentials = {
    ...(certificate === undefined ? {} : { certificate }),
    ...(key === undefined ? {} : { key }),
  };
  const token = file('tokenFile')?.trim() ?? fields.token;
  if (typeof token === 'string' && token !== '') return { ...own, token };
  if (typeof fields.username === 'string' && fields.username !== '')
    return { ...own, username: fields.username, password: String(fields.password ?? '') };
  if (isMap(fields.exec)) {
    const given = await execCredentials(cluster, fields.exec, folder, env, deadline);
    return { ...own, ...given };
  }
  const provider = fields['auth-provider'];
  return isMap(provider) ? { ...own, ...providerCredentials(cluster, provider) } : own;
}

/**
 * What a legacy auth provider has in store. It is not renewed here: that would run commands without a time limit, or
 * use up a refresh token that nobody saves.
 */
function providerCredentials(cluster: string, provider: Readonly<Record<string, unknown>>): Credentials {
  const config = isMap(provider.config) ? provider.config : {};
  const token = config['id-token'] ?? config['access-token'];
  const expires = expiryOf(config, typeof token === 'string' ? token : '');
  if (typeof token === 'string' && token !== '' && !(expires <= Date.now())) return { token, expires };
  throw new ClusterError(
    cluster,
    'credentials',
    `${cluster}: the login of the kubeconfig's auth provider has expired. Run \`kubectl get --raw /version\` with this context to renew it, or use a credential plugin (exec)`,
  );
}

function expiryOf(config: Readonly<Record<string, unknown>>, token: string): number {
  if (config['expires-on'] !== undefined) return Number(config['expires-on']) * 1000;
  if (typeof config.expiry === 'string') return Date.parse(config.expiry);
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return isMap(claims) && typeof claims.exp === 'number' ? claims.exp * 1000 : Number.NaN;
  } catch {
    return Number.NaN;
  }
}

/** The text of a file that a kubeconfig names. */
export function fileText(cluster: string, folder: string, path: unknown, key: string): string | undefined {
  if (typeof path !== 'string' || path === '') return undefined;
  try {
    return readFileSync(pathFrom(folder, path), 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
    throw new ClusterError(
      cluster,
      'kubeconfig',
      `${cluster}: the file that ${key} of the kubeconfig names cannot be read: ${pathFrom(folder, path)} (${code}). Correct the kubeconfig`,
    );
  }
}
