import { isMap } from '../../is-map';
import { listAt, textAt } from '../fields';

type Fields = Readonly<Record<string, unknown>>;

/** The mistake, as the end of a sentence without any value, and what to do. */
export interface KubeconfigFault {
  readonly what: string;
  readonly fix: string;
}

/**
 * Finds what client-go refuses in a user, even in a part that it would not use. Source: client-go v0.34,
 * tools/clientcmd/validation.go (validateAuthInfo), transport/round_trippers.go.
 */
export function userFault(user: Fields): KubeconfigFault | undefined {
  const has = (key: string) => textAt(user, key) !== undefined;
  const password = has('username') ? 'username' : has('password') ? 'password' : undefined;
  if (has('token') && password !== undefined) return both('token', password);
  if (has('client-certificate') || has('client-certificate-data')) {
    const twice = ['client-certificate', 'client-key'].find((key) => has(key) && has(`${key}-data`));
    if (twice !== undefined) return both(twice, `${twice}-data`);
    if (!has('client-key') && !has('client-key-data'))
      return { what: 'has a client certificate without a key', fix: 'Add client-key' };
  }
  if (isMap(user.exec) && isMap(user['auth-provider'])) return both('exec', 'auth-provider');
  const plugin = isMap(user.exec) ? pluginFault(user.exec) : undefined;
  if (plugin !== undefined) return plugin;
  // The server would ignore these fields without `as`.
  const other = ['as-uid', 'as-groups', 'as-user-extra'].some(
    (key) => Object.keys(Object(user[key])).length > 0,
  );
  return other && !has('as')
    ? { what: 'has as-uid, as-groups or as-user-extra without as', fix: 'Add as' }
    : undefined;
}

/**
 * Finds what client-go refuses in a cluster. Source: validation.go (validateClusterInfo), transport/transport.go
 * (TLSConfigFor).
 */
export function clusterFault(cluster: Fields): KubeconfigFault | undefined {
  const [file, data] = ['certificate-authority', 'certificate-authority-data'] as const;
  const [hasFile, hasData] = [file, data].map((key) => textAt(cluster, key) !== undefined);
  if (hasFile && hasData) return both(file, data);
  const isTls = /^https:/i.test(textAt(cluster, 'server') ?? '');
  return (hasFile || hasData) && isTls && cluster['insecure-skip-tls-verify'] === true
    ? both(hasFile ? file : data, 'insecure-skip-tls-verify')
    : undefined;
}

function both(one: string, other: string): KubeconfigFault {
  return { what: `has both ${one} and ${other}`, fix: 'Keep one of the two' };
}

const GROUP = 'client.authentication.k8s.io';
/** Source: client-go v0.34, plugin/pkg/client/auth/exec/exec.go (apiVersions). */
const VERSIONS = [`${GROUP}/v1`, `${GROUP}/v1beta1`];
const MODES = ['Never', 'IfAvailable', 'Always'];

function pluginFault(exec: Fields): KubeconfigFault | undefined {
  const fault = (what: string, fix: string): KubeconfigFault => ({ what: `has an exec ${what}`, fix });
  const version = textAt(exec, 'apiVersion');
  const mode = textAt(exec, 'interactiveMode');
  if (textAt(exec, 'command') === undefined) return fault('that has no command', 'Add command');
  if (version === undefined || !VERSIONS.includes(version))
    return fault(
      `whose apiVersion is ${version === undefined ? 'missing' : 'another'}`,
      `Write ${VERSIONS.join(' or ')}, as the plugin prints it`,
    );
  if (listAt(exec, 'env').some((entry) => textAt(entry, 'name') === undefined))
    return fault('with an env entry without a name', 'Name or remove it');
  if (mode === undefined ? version === VERSIONS[0] : !MODES.includes(mode))
    return fault(
      `whose interactiveMode is ${mode === undefined ? 'missing' : 'another'}`,
      `Write ${MODES.join(', ').replace(/, (?=\w+$)/, ' or ')}`,
    );
  return undefined;
}
