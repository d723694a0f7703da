import { type SpawnSyncOptions, spawn, spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { inject } from 'vitest';

/** The exit code and output of a process. */
export interface Ran {
  readonly code: number | null;
  readonly signal: string | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface RunOptions extends Pick<SpawnSyncOptions, 'cwd' | 'input' | 'timeout' | 'uid' | 'gid'> {
  /** Merged into {@link cleanEnvironment}; undefined removes a variable. */
  readonly env?: Readonly<Record<string, string | undefined>>;
}

/** Runs a program to its end, without standard input. */
export function run(program: string, args: readonly string[], options: RunOptions = {}): Ran {
  const { env, ...rest } = options;
  const { error, status, signal, stdout, stderr } = spawnSync(program, args, {
    input: '',
    timeout: 300_000,
    maxBuffer: 2 ** 28,
    ...rest,
    env: { ...cleanEnvironment(), ...env },
    encoding: 'utf8',
  });
  if (error !== undefined) throw error;
  return { code: status, signal, stdout, stderr };
}

/** Like {@link run}, but asynchronous. */
export function runBeside(
  program: string,
  args: readonly string[],
  { env, input = '', cwd }: Pick<RunOptions, 'env' | 'cwd'> & { readonly input?: string } = {},
): Promise<Ran> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, {
      stdio: 'pipe',
      env: { ...cleanEnvironment(), ...env },
      ...(cwd === undefined ? {} : { cwd }),
    });
    const [stdout, stderr]: [string[], string[]] = [[], []];
    child.stdout.setEncoding('utf8').on('data', (text: string) => stdout.push(text));
    child.stderr.setEncoding('utf8').on('data', (text: string) => stderr.push(text));
    child.once('error', reject);
    child.once('close', (code, signal) =>
      resolve({ code, signal, stdout: stdout.join(''), stderr: stderr.join('') }),
    );
    child.stdin.on('error', () => undefined);
    child.stdin.end(input);
  });
}

/** The built command line. */
export function bin(): string {
  return join(inject('copy'), 'lib/bin.js');
}

/** Runs `istio-remote` as a process. */
export function istioRemote(args: readonly string[], options: RunOptions = {}): Ran {
  return run(process.execPath, [bin(), ...args], options);
}

/**
 * The environment of this process without variables that change the programs under test: npm sets variables for its
 * children, and extra certificates slow down every start of Node.
 */
export function cleanEnvironment(): Record<string, string | undefined> {
  const left = Object.entries(process.env).filter(
    ([name]) =>
      !/^(?:npm_(?:package|lifecycle|command|execpath|node_execpath|config_local_prefix)|CDK8S_|VITEST)/.test(
        name,
      ) &&
      ![
        'NODE_EXTRA_CA_CERTS',
        'NODE_OPTIONS',
        'NODE_ENV',
        'INIT_CWD',
        'NO_COLOR',
        'FORCE_COLOR',
        'TEST',
        'DEV',
        'PROD',
      ].includes(name),
  );
  return Object.fromEntries(left);
}
