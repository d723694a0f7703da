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
 * Runs a credential plugin as kubectl does without a terminal. Its output and its installHint never get into a message, since
 * they may contain secrets. Of its command only the base name does. Source: client-go v0.34, plugin/pkg/client/auth/exec/exec.go.
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

/** As Go reads a time: RFC 3339. */
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:[.,]\d+)?(?:Z|[-+]\d\d:\d\d)$/;

/** The object that a plugin printed, as JSON or YAML, if client-go takes it; else undefined. */
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

/** @returns what the plugin printed */
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

/** Like Go, by the PATH of this process and not that in `env` of the plugin, and never in the folder where it runs. */
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

/** A plugin has a group of its own, so that what it started ends with it. */
function killGroup(pid: number | undefined): void {
  try {
    if (pid !== undefined) process.kill(-pid, 'SIGKILL');
  } catch {
    // It has ended by itself.
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
 * The login that a legacy auth provider has stored. It is not renewed here: kubectl saves the new refresh token in the
 * kubeconfig, and a second program that renews would invalidate it.
 * @throws ClusterError when it has ended
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

/** When a JSON Web Token ends, in milliseconds; undefined when it does not say. */
export function tokenExpiry(token: string): number | undefined {
  return tokenLife(token)?.ends;
}

/** How long a JSON Web Token is good. */
export interface TokenLife {
  /** Time in milliseconds when it ends. */
  readonly ends: number;
  /** Milliseconds from the time at which it was issued; undefined when it does not say. */
  readonly lifetime: number | undefined;
}

/** How long a JSON Web Token is good; undefined for one that does not end, and for any other text. */
export function tokenLife(token: string): TokenLife | undefined {
  const claims = jsonIn(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
  const [end, issued] = [fieldAt(claims, 'exp'), fieldAt(claims, 'iat')];
  if (typeof end !== 'number' || Number.isNaN(new Date(end * 1000).getTime())) return undefined;
  return {
    ends: end * 1000,
    lifetime: typeof issued === 'number' && issued < end ? (end - issued) * 1000 : undefined,
  };
}
