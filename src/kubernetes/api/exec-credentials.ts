import { spawn } from 'node:child_process';
import { quoted } from '../../problem';
import { ClusterError } from './cluster-error';
import { pathFrom } from './kubeconfig-files';
import { type Deadline, secondsText } from './time-limit';

/** What a user of a kubeconfig proves itself with. */
export interface Credentials {
  readonly token?: string;
  readonly username?: string;
  readonly password?: string;
  /** PEM. */
  readonly certificate?: string;
  readonly key?: string;
  /** Time in milliseconds from which they are worth nothing. */
  readonly expires?: number;
}

/** More than any credential needs. */
const LONGEST_OUTPUT = 1024 * 1024;

/**
 * Runs a credential plugin, as the `exec` of a kubeconfig user tells. Nothing that it writes gets into a message: it
 * deals in secrets. Source: client-go, plugin/pkg/client/auth/exec.
 */
export async function execCredentials(
  cluster: string,
  exec: Readonly<Record<string, unknown>>,
  folder: string,
  env: Readonly<Record<string, string | undefined>>,
  deadline: Deadline,
): Promise<Credentials> {
  const command = typeof exec.command === 'string' ? exec.command : '';
  const name = quoted(command);
  const wrong = (message: string): ClusterError =>
    new ClusterError(
      cluster,
      'credentials',
      `${cluster}: the credential plugin ${name} of the kubeconfig ${message}`,
    );
  if (command === '') throw wrong('has no command. Correct the user of the context');
  const apiVersion =
    typeof exec.apiVersion === 'string' ? exec.apiVersion : 'client.authentication.k8s.io/v1';
  const info = { apiVersion, kind: 'ExecCredential', spec: { interactive: false } };
  const output = await runPlugin(
    command.includes('/') ? pathFrom(folder, command) : command,
    Array.isArray(exec.args) ? exec.args.map(String) : [],
    { ...env, ...variables(exec.env), KUBERNETES_EXEC_INFO: JSON.stringify(info) },
    deadline,
    wrong,
  );
  const status = statusOf(output);
  if (status === undefined) throw wrong('printed no ExecCredential. Run it by hand to see why');
  const { token, clientCertificateData, clientKeyData, expirationTimestamp } = status;
  const expires = typeof expirationTimestamp === 'string' ? Date.parse(expirationTimestamp) : Number.NaN;
  return {
    ...(typeof token === 'string' ? { token } : {}),
    ...(typeof clientCertificateData === 'string' ? { certificate: clientCertificateData } : {}),
    ...(typeof clientKeyData === 'string' ? { key: clientKeyData } : {}),
    ...(Number.isNaN(expires) ? {} : { expires }),
  };
}

function runPlugin(
  command: string,
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
  deadline: Deadline,
  wrong: (message: string) => ClusterError,
): Promise<string> {
  return new Promise((resolve, reject) => {
    // A group of its own: what the plugin started goes with it when the time is up.
    const plugin = spawn(command, [...args], { env, stdio: ['ignore', 'pipe', 'ignore'], detached: true });
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
          `gave nothing within ${secondsText(deadline.milliseconds)}. Log in first, or give it longer with --timeout`,
        ),
      deadline.left(),
    );
    plugin.stdout.setEncoding('utf8').on('data', (text: string) => {
      output += text;
      if (output.length > LONGEST_OUTPUT) stop('printed no ExecCredential. Run it by hand to see why');
    });
    plugin.on('error', (error) => {
      const code = 'code' in error ? String(error.code) : 'unknown error';
      stop(
        code === 'ENOENT'
          ? 'is not installed. Install it, or use another context'
          : `does not start (${code})`,
      );
    });
    plugin.on('close', (code) => {
      clearTimeout(timer);
      if (code === 0) resolve(output);
      else reject(wrong(`failed (exit code ${code}). Run it by hand to see why, or log in first`));
    });
  });
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
    list
      .filter((entry): entry is { name: string; value: unknown } => typeof entry?.name === 'string')
      .map(({ name, value }) => [name, String(value ?? '')]),
  );
}

function statusOf(output: string): Readonly<Record<string, unknown>> | undefined {
  try {
    const status: unknown = JSON.parse(output)?.status;
    return typeof status === 'object' && status !== null ? (status as Record<string, unknown>) : undefined;
  } catch {
    return undefined; // the error would quote the output
  }
}
