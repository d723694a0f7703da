import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { accessSync, constants, statSync } from 'node:fs';
import { basename, delimiter, isAbsolute, join, resolve } from 'node:path';
import { isMap } from '../../is-map';
import { codeOf, excerpt } from '../../problem';
import { defined, fieldAt, jsonIn, listAt, textAt } from '../fields';
import { readManifest } from '../text/read-yaml';
import { ClusterError } from './cluster';
import { EXEC_CREDENTIAL, wrongType } from './kubeconfig-shape';
import type { Deadline } from './time-limit';

/** The credentials of a kubeconfig user. */
export interface Credentials {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM. */
  readonly certificate?: string;
  /** PEM. */
  readonly key?: string;
  /** Expiry as a time in milliseconds. @default - never */
  readonly expires?: number;
}

/** A credential plugin: the `exec` of a kubeconfig user. */
export interface Plugin {
  readonly exec: Readonly<Record<string, unknown>>;
  /** Folder of the kubeconfig. */
  readonly folder: string;
  /** What the plugin learns about the cluster (`provideClusterInfo`). */
  readonly clusterInfo: Readonly<Record<string, unknown>>;
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Limit of a plugin's output in characters. No credential is longer. */
const LONGEST_OUTPUT = 1024 * 1024;

/**
 * Runs a credential plugin as kubectl does without a terminal. Messages never contain its output or its installHint,
 * since they may contain secrets, and only the base name of its command. Source: client-go v0.34,
 * plugin/pkg/client/auth/exec/exec.go.
 * @throws ClusterError
 */
export async function pluginCredentials(
  cluster: string,
  plugin: Plugin,
  deadline: Deadline,
): Promise<Credentials> {
  const { exec } = plugin;
  const fail = (message: string): ClusterError => {
    const name = excerpt(basename(textAt(exec, 'command') ?? ''));
    const what = `the credential plugin ${name} of the kubeconfig ${message}`;
    return new ClusterError(cluster, 'credentials', `${cluster}: ${what}`);
  };
  if (exec.interactiveMode === 'Always')
    throw fail('needs a terminal (interactiveMode: Always). Use another context');
  const output = execCredential(await runPlugin(plugin, deadline, fail), textAt(exec, 'apiVersion') ?? '');
  const text = (field: string) => textAt(output, 'status', field);
  const [token, certificate, key] = [text('token'), text('clientCertificateData'), text('clientKeyData')];
  const hasPair = certificate !== undefined && key !== undefined;
  const isHalf = !hasPair && (certificate ?? key) !== undefined;
  if (isHalf || (token === undefined && !hasPair))
    throw fail(
      `printed no ExecCredential of ${textAt(exec, 'apiVersion')} with a token, or a certificate and its key. Run it by hand to see why`,
    );
  const end = text('expirationTimestamp');
  const pair = hasPair ? { certificate, key } : {};
  return { ...pair, ...defined({ token, expires: end === undefined ? undefined : Date.parse(end) }) };
}

/** A time that Go accepts: RFC 3339. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)$/;

/** Parses the JSON or YAML that a plugin printed. Returns undefined if client-go refuses it. */
function execCredential(text: string, apiVersion: string): unknown {
  const { value, problems } = readManifest(text);
  const time = fieldAt(value, 'status', 'expirationTimestamp') ?? undefined;
  const isRead =
    problems.length === 0 &&
    isMap(value) &&
    value.kind === 'ExecCredential' &&
    value.apiVersion === apiVersion &&
    wrongType(value, EXEC_CREDENTIAL) === undefined &&
    (time === undefined || (TIME.test(`${time}`) && !Number.isNaN(Date.parse(`${time}`.replace(',', '.')))));
  return isRead ? value : undefined;
}

const NOT_INSTALLED =
  'is not installed. Install it (installHint in the kubeconfig may say how), or use another context';

/** @returns the plugin's output */
async function runPlugin(
  { exec, folder, clusterInfo, env }: Plugin,
  deadline: Deadline,
  fail: (message: string) => ClusterError,
): Promise<string> {
  const command = textAt(exec, 'command') ?? '';
  const program = programOf(command, folder, env.PATH);
  if (program === undefined) throw fail(NOT_INSTALLED);
  const info = {
    apiVersion: textAt(exec, 'apiVersion'),
    kind: 'ExecCredential',
    spec: { interactive: false, ...(exec.provideClusterInfo === true ? { cluster: clusterInfo } : {}) },
  };
  let timer: NodeJS.Timeout | undefined;
  let output = '';
  let why: string | undefined;
  try {
    const plugin: ChildProcess = spawn(program, listAt(exec, 'args').map(String), {
      env: { ...env, ...variables(exec), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
      stdio: ['ignore', 'pipe', 'ignore'],
      detached: true,
      argv0: command.includes('/') ? program : command,
    });
    const stop = (because: string): void => {
      why ??= because;
      plugin.stdout?.destroy();
      killGroup(plugin.pid);
    };
    const limit = deadline.text();
    const late = `did not answer within ${limit}. Log in with kubectl first, or allow more time with --timeout`;
    timer = setTimeout(() => stop(late), deadline.left());
    plugin.stdout?.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > LONGEST_OUTPUT) stop('printed too much. Run it by hand to see why');
    });
    const [code, signal] = await once(plugin, 'close');
    if (code === 0 && why === undefined) return output;
    why ??= `failed (exit code ${code ?? signal}). Run it by hand to see why, or log in first`;
  } catch (error) {
    const code = codeOf(error) ?? 'unknown error';
    why = code === 'ENOENT' ? NOT_INSTALLED : `does not start (${code}). Check its path and permissions`;
  } finally {
    clearTimeout(timer);
  }
  throw fail(why);
}

/**
 * Finds a plugin's program. Like Go, it searches the PATH of this process, not that of the plugin's `env`, and never
 * the folder where the plugin runs.
 */
function programOf(command: string, folder: string, path = ''): string | undefined {
  if (command.includes('/')) return resolve(folder, command);
  const found = path
    .split(delimiter)
    .map((at) => join(at, command))
    .find(isProgram);
  return found !== undefined && isAbsolute(found) ? found : undefined;
}

function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Kills a plugin and the programs it started: each plugin runs in a process group of its own. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has already ended.
  }
}

function variables(exec: Plugin['exec']): Record<string, string> {
  return Object.fromEntries(
    listAt(exec, 'env').flatMap((entry) => {
      const name = textAt(entry, 'name');
      return name === undefined ? [] : [[name, String(fieldAt(entry, 'value') ?? '')]];
    }),
  );
}

/**
 * Returns the login that a legacy auth provider stored. It does not renew the login: kubectl stores a new refresh
 * token in the kubeconfig, and renewing here would invalidate that one.
 * @throws ClusterError if the login has expired
 */
export function providerCredentials(
  cluster: string,
  provider: Readonly<Record<string, unknown>>,
  shownContext: string,
): Credentials {
  const text = (key: string) => textAt(provider, 'config', key);
  const token = text('id-token') ?? text('access-token') ?? '';
  const stored = Date.parse(text('expiry') ?? '') || Number(text('expires-on')) * 1000;
  const expires = (stored || tokenExpiry(token)) ?? Number.POSITIVE_INFINITY;
  if (token !== '' && expires > Date.now()) return { token, expires };
  throw new ClusterError(
    cluster,
    'credentials',
    `${cluster}: the login of the kubeconfig's auth provider has ended. Renew it with \`kubectl get --raw /version\` in context ${shownContext}, or use a credential plugin (exec)`,
  );
}

/** Returns when a JSON Web Token expires, in milliseconds. Undefined if it does not say. */
export function tokenExpiry(token: string): number | undefined {
  return tokenLife(token)?.ends;
}

/** The lifetime of a JSON Web Token. */
export interface TokenLife {
  /** Expiry as a time in milliseconds. */
  readonly ends: number;
  /** Milliseconds from issue to expiry. Undefined if the token does not say when it was issued. */
  readonly lifetime: number | undefined;
}

/** Returns the lifetime of a JSON Web Token. Undefined if the token does not expire or the text is no token. */
export function tokenLife(token: string): TokenLife | undefined {
  const claims = jsonIn(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const [end, issued] = [fieldAt(claims, 'exp'), fieldAt(claims, 'iat')];
  if (typeof end !== 'number' || Number.isNaN(new Date(end * 1000).getTime())) return undefined;
  return {
    ends: end * 1000,
    lifetime: typeof issued === 'number' && issued < end ? (end - issued) * 1000 : undefined,
  };
}
