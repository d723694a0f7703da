import { spawn } from 'node:child_process';
import { isMap } from '../../is-map';
import { quoted } from '../../problem';
import { ClusterError } from './cluster-error';
import { pathFrom } from './kubeconfig';
import { Secrets } from './redaction';
import { type Deadline, secondsText } from './time-limit';

/** What a user of a kubeconfig proves its identity with. */
export interface Credentials {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM. */
  readonly certificate?: string;
  /** PEM. */
  readonly key?: string;
  /** Time in milliseconds when they end. @default - never */
  readonly expires?: number;
}

/** A credential plugin: the `exec` of a kubeconfig user. */
export interface Plugin {
  readonly exec: Readonly<Record<string, unknown>>;
  /** Folder of the kubeconfig. */
  readonly folder: string;
  /** What the plugin gets to know of the cluster (`provideClusterInfo`). */
  readonly clusterInfo: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Longest output of a plugin, in characters: more than any credential needs. */
const LONGEST_OUTPUT = 1024 * 1024;

/**
 * Runs a credential plugin as kubectl does without a terminal. Its output never gets into a message, since it may
 * contain secrets. Source: client-go v0.34, plugin/pkg/client/auth/exec/exec.go.
 * @throws ClusterError
 */
export async function pluginCredentials(
  cluster: string,
  { exec, folder, clusterInfo, env }: Plugin,
  deadline: Deadline,
): Promise<Credentials> {
  const command = typeof exec.command === 'string' ? exec.command : '';
  const wrong = (message: string): ClusterError =>
    new ClusterError(
      cluster,
      'credentials',
      `${cluster}: the credential plugin ${quoted(command)} of the kubeconfig ${message}`,
    );
  if (command === '') throw wrong('has no command. Correct the user of the context');
  if (exec.interactiveMode === 'Always')
    throw wrong('needs a terminal (interactiveMode: Always). Use a context that does not');
  const hint = new Secrets().safe(exec.installHint);
  const output = await runPlugin(
    command.includes('/') ? pathFrom(folder, command) : command,
    Array.isArray(exec.args) ? exec.args.map(String) : [],
    { ...env, ...variables(exec.env), KUBERNETES_EXEC_INFO: execInfo(exec, clusterInfo) },
    deadline,
    (message) => wrong(message === NOT_INSTALLED && hint !== undefined ? `${message}: ${hint}` : message),
  );
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = statusOf(output) ?? {};
  const hasToken = typeof token === 'string' && token !== '';
  const certificate = typeof clientCertificateData === 'string' ? clientCertificateData : '';
  const key = typeof clientKeyData === 'string' ? clientKeyData : '';
  if (!hasToken && (certificate === '' || key === ''))
    throw wrong(
      'printed no ExecCredential with a token, or a certificate and its key. Run it by hand to see why',
    );
  const expires = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    ...(hasToken ? { token } : {}),
    ...(certificate !== '' && key !== '' ? { certificate, key } : {}),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
}

/** The plugin's input, in the version of the API that the kubeconfig asks for. */
function execInfo(
  { apiVersion, provideClusterInfo }: Plugin['exec'],
  cluster: Plugin['clusterInfo'],
): string {
  return JSON.stringify({
    apiVersion: typeof apiVersion === 'string' ? apiVersion : 'client.authentication.k8s.io/v1',
    kind: 'ExecCredential',
    spec: { interactive: false, ...(provideClusterInfo === true ? { cluster } : {}) },
  });
}

const NOT_INSTALLED = 'is not installed. Install it, or use another context';

function runPlugin(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  deadline: Deadline,
  wrong: (message: string) => ClusterError,
): Promise<string> {
  return new Promise((resolve, reject) => {
    const plugin = start(command, args, env);
    if (typeof plugin === 'string') return void reject(wrong(notStarted(plugin)));
    let output = '';
    const stop = (message: string): void => {
      clearTimeout(timer);
      plugin.stdout.destroy();
      if (plugin.pid !== undefined && plugin.exitCode === null) killGroup(plugin.pid);
      reject(wrong(message));
    };
    const timer = setTimeout(
      () =>
        stop(
          `did not answer within ${secondsText(deadline.milliseconds)}. Log in with kubectl first, or allow more time with --timeout`,
        ),
      deadline.left(),
    );
    plugin.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > LONGEST_OUTPUT) stop('printed too much. Run it by hand to see why');
    });
    plugin.on('error', (error) => stop(notStarted(codeOf(error))));
    plugin.on('close', (code, signal) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(wrong(`failed (exit code ${code ?? signal}). Run it by hand to see why, or log in first`));
    });
  });
}

/** @returns the code of the error when Node.js cannot even try, as with a path through a file */
function start(command: string, args: readonly string[], env: Plugin['env']) {
  try {
    // A group of its own: what the plugin started ends with it when the time is up.
    return spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
  } catch (error) {
    return codeOf(error);
  }
}

function notStarted(code: string): string {
  return code === 'ENOENT' ? NOT_INSTALLED : `does not start (${code}). Check its path and permissions`;
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function killGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
  }
}

function variables(list: unknown): Record<string, string> {
  if (!Array.isArray(list)) return {};
  return Object.fromEntries(
    list.flatMap((entry: unknown) =>
      isMap(entry) && typeof entry.name === 'string' ? [[entry.name, String(entry.value ?? '')]] : [],
    ),
  );
}

function statusOf(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const credential: unknown = JSON.parse(output);
    return isMap(credential) && isMap(credential.status) ? credential.status : undefined;
  } catch {
    return undefined; // the error would quote the output
  }
}

/**
 * The login that a legacy auth provider has stored. It is not renewed here: kubectl saves the new refresh token in the
 * kubeconfig, and a second program that renews would invalidate it.
 * @throws ClusterError when it has ended
 */
export function providerCredentials(
  cluster: string,
  provider: Readonly<Record<string, unknown>>,
  context: string,
): Credentials {
  const config = isMap(provider.config) ? provider.config : {};
  const token = config['id-token'] ?? config['access-token'];
  const expires = typeof token === 'string' ? providerExpiry(config, token) : undefined;
  if (typeof token === 'string' && token !== '' && (expires ?? Number.POSITIVE_INFINITY) > Date.now())
    return { token, ...(expires === undefined ? {} : { expires }) };
  throw new ClusterError(
    cluster,
    'credentials',
    `${cluster}: the login of the kubeconfig's auth provider has ended. Renew it with \`kubectl --context ${quoted(context)} get --raw /version\`, or use a credential plugin (exec)`,
  );
}

function providerExpiry(config: Readonly<Record<string, unknown>>, token: string): number | undefined {
  const text = config.expiry;
  const given = typeof text === 'string' ? Date.parse(text) : Number(config['expires-on']) * 1000;
  return Number.isNaN(given) ? tokenExpiry(token) : given;
}

/** When a JSON Web Token ends, in milliseconds; undefined when it does not say. */
export function tokenExpiry(token: string): number | undefined {
  try {
    const claims: unknown = JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
    return isMap(claims) && typeof claims.exp === 'number' ? claims.exp * 1000 : undefined;
  } catch {
    return undefined; // the error would quote the token
  }
}
