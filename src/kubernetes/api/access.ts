import { resolve } from 'node:path';
import { isMap } from '../../is-map';
import { codeOf, UserError } from '../../problem';
import { readText } from '../../read-file';
import { defined, listAt, textAt } from '../fields';
import { base64Bytes } from '../pem';
import { isServerUrl } from '../server-url';
import { type ClusterError, type ContextRef, kubeconfigError, type Trust } from './cluster';
import { type Credentials, type Plugin, pluginCredentials, providerCredentials } from './credentials';
import type { ChosenContext, KubeconfigEntry } from './kubeconfig';
import { clusterFault, userFault } from './kubeconfig-faults';
import type { Deadline } from './time-limit';

/** How to reach one cluster, and the user's identity. */
export interface Access {
  /** Cluster id. */
  readonly cluster: string;
  readonly context: ContextRef;
  /** URL of the API server. */
  readonly server: URL;
  readonly trust: Trust;
  /** Headers that ask the server to treat the user as a different one. */
  readonly impersonation: Readonly<Record<string, string | readonly string[]>>;
  /** Whether the user may get new credentials after the server refused the old ones. */
  readonly renews: boolean;
  /** Returns the user's credentials. May run a credential plugin. @throws ClusterError */
  credentials(deadline: Deadline): Promise<Credentials>;
}

/** Milliseconds until a token file is read again, as in client-go. */
const READ_AGAIN = 60_000;

const PLUGIN_EXTENSION = 'client.authentication.k8s.io/exec';

type Fields = Readonly<Record<string, unknown>>;
type Fail = (message: string) => ClusterError;

/**
 * Reads a context of a kubeconfig with the precedence of client-go. Source: client-go v0.34,
 * tools/clientcmd/client_config.go and validation.go, transport/round_trippers.go.
 * @throws ClusterError
 */
export function accessOf(cluster: string, context: ChosenContext, env: Plugin['env']): Access {
  const fail: Fail = (message) => kubeconfigError(cluster, message);
  const { name, shown, named, user } = context;
  const { exec, 'auth-provider': provider } = user.fields;
  const fault = userFault(user.fields);
  if (fault !== undefined) throw fail(`the user in the kubeconfig ${fault.what}. ${fault.fix}`);
  const trust = trustOf(context.cluster, fail);
  const server = serverUrl(context.cluster);
  if (server === undefined)
    throw fail(
      `expected the URL of an API server in the kubeconfig. Correct server of the cluster of context ${shown}`,
    );
  const clusterInfo = infoForPlugin(context.cluster.fields, trust);
  return {
    cluster,
    context: { name, shown, named },
    server,
    trust,
    impersonation: impersonation(user.fields),
    renews: isMap(exec) || textAt(user.fields, 'tokenFile') !== undefined,
    async credentials(deadline) {
      const own = ownCredentials(user, fail);
      if (own.token !== undefined || own.username !== undefined) return own;
      if (isMap(exec) && own.certificate === undefined)
        return pluginCredentials(cluster, { exec, folder: user.folder, clusterInfo, env }, deadline);
      return isMap(provider) ? { ...own, ...providerCredentials(cluster, provider, shown) } : own;
    },
  };
}

function trustOf({ fields, folder }: KubeconfigEntry, fail: Fail): Trust {
  const fault = clusterFault(fields);
  if (fault !== undefined) throw fail(`the cluster in the kubeconfig ${fault.what}. ${fault.fix}`);
  const key = 'certificate-authority';
  const ca = dataText(fields, key, fail) ?? fileText(folder, fields, key, fail);
  const serverName = textAt(fields, 'tls-server-name');
  const proxyUrl = textAt(fields, 'proxy-url');
  return defined({ ca, skipVerify: fields['insecure-skip-tls-verify'] === true, serverName, proxyUrl });
}

/**
 * Parses the server's URL. Like kubectl, it reads a URL without a scheme as http without a path. Source: client-go
 * v0.34, rest/url_utils.go (DefaultServerURL).
 */
function serverUrl({ fields }: KubeconfigEntry): URL | undefined {
  const text = textAt(fields, 'server') ?? '';
  const hasScheme = text.includes('://');
  const whole = hasScheme ? text : `http://${text}`;
  const isRead = isServerUrl(whole) && /^https?:/i.test(whole) && (hasScheme || /^[^/]+\/?$/.test(text));
  return isRead ? new URL(whole) : undefined;
}

/** JSON drops undefined fields. Source: client-go, rest/exec.go. */
function infoForPlugin(
  fields: Fields,
  { ca, skipVerify, serverName, proxyUrl }: Trust,
): Plugin['clusterInfo'] {
  const config = listAt(fields, 'extensions').find((entry) => textAt(entry, 'name') === PLUGIN_EXTENSION);
  return {
    server: fields.server,
    'tls-server-name': serverName,
    'insecure-skip-tls-verify': skipVerify || undefined,
    'certificate-authority-data': ca && Buffer.from(ca).toString('base64'),
    'proxy-url': proxyUrl,
    'disable-compression': fields['disable-compression'] === true || undefined,
    config: isMap(config) ? config.extension : undefined,
  };
}

function ownCredentials({ fields, folder }: KubeconfigEntry, fail: Fail): Credentials {
  const pem = (key: string) => dataText(fields, key, fail) ?? fileText(folder, fields, key, fail);
  const certificate = pem('client-certificate');
  // Like client-go, do not read a key without a certificate.
  const key = certificate === undefined ? undefined : pem('client-key');
  const pair = certificate === undefined || key === undefined ? {} : { certificate, key };
  const username = textAt(fields, 'username');
  const own = ownToken(folder, fields, fail);
  if (own.token === undefined)
    return username === undefined ? pair : { ...pair, username, password: textAt(fields, 'password') ?? '' };
  if (username !== undefined)
    throw fail('the user in the kubeconfig has both tokenFile and username. Keep one of the two');
  return { ...pair, ...own };
}

/** Returns the user's token. A token file wins over a token. Source: client-go v0.34, transport/token_source.go. */
function ownToken(folder: string, fields: Fields, fail: Fail): Pick<Credentials, 'token' | 'expires'> {
  const token = textAt(fields, 'token');
  try {
    const read = fileText(folder, fields, 'tokenFile', fail)?.trim();
    if (read === '') throw fail('the tokenFile of the kubeconfig is empty. Log in again, or correct it');
    if (read !== undefined) return { token: read, expires: Date.now() + READ_AGAIN };
  } catch (error) {
    if (token === undefined) throw error;
  }
  return token === undefined ? {} : { token };
}

function impersonation(fields: Fields): Access['impersonation'] {
  const user = textAt(fields, 'as');
  const uid = textAt(fields, 'as-uid');
  const groups = listAt(fields, 'as-groups').map(String);
  const extra = isMap(fields['as-user-extra']) ? Object.entries(fields['as-user-extra']) : [];
  return {
    ...defined({ 'Impersonate-User': user, 'Impersonate-Uid': uid }),
    ...(groups.length === 0 ? {} : { 'Impersonate-Group': groups }),
    ...Object.fromEntries(
      extra.map(([key, values]) => [`Impersonate-Extra-${headerKey(key)}`, listAt(values).map(String)]),
    ),
  };
}

/** Percent-encodes characters that a header's name must not contain, as client-go does. */
function headerKey(text: string): string {
  return text.replace(/[^!#$&'*+.^_`|~\da-z-]/giu, (character) =>
    [...Buffer.from(character)]
      .map((byte) => `%${byte.toString(16).toUpperCase().padStart(2, '0')}`)
      .join(''),
  );
}

/** Decodes base64 as Go does: kubectl refuses the whole file because of one blank. */
function dataText(fields: Fields, key: string, fail: Fail): string | undefined {
  const text = textAt(fields, `${key}-data`);
  const bytes = text === undefined ? undefined : base64Bytes(text);
  if (text !== undefined && bytes === undefined)
    throw fail(`expected base64 in ${key}-data of the kubeconfig. Encode the file: \`base64 -w0\``);
  return bytes?.toString('utf8');
}

function fileText(folder: string, fields: Fields, key: string, fail: Fail): string | undefined {
  const named = textAt(fields, key);
  if (named === undefined) return undefined;
  const path = resolve(folder, named);
  try {
    return readText(path);
  } catch (error) {
    if (error instanceof UserError) throw fail(error.message);
    const code = codeOf(error) ?? 'unknown error';
    throw fail(`cannot read ${path}, the ${key} of the kubeconfig (${code}). Correct the kubeconfig`);
  }
}
