import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

/** The part of a pod's metadata that templates see. */
export interface ObjectMeta {
  readonly name?: string;
  readonly namespace?: string;
  readonly labels?: Readonly<Record<string, string>>;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** The part of a pod's spec that templates see. */
export interface PodSpec {
  readonly containers?: readonly {
    readonly name?: string;
    readonly ports?: readonly { readonly containerPort: number }[];
  }[];
  readonly serviceAccountName?: string;
  readonly hostNetwork?: boolean;
}

/** Istio's ProxyConfig, with durations as text (`1m0s`) and enums by name. */
export interface ProxyConfig {
  readonly configPath: string;
  readonly binaryPath: string;
  readonly serviceCluster: string;
  readonly drainDuration: string;
  readonly parentShutdownDuration: string;
  readonly discoveryAddress: string;
  readonly discoveryRefreshDelay: string;
  readonly zipkinAddress: string;
  readonly connectTimeout: string;
  readonly statsdUdpAddress: string;
  readonly proxyAdminPort: number;
  readonly concurrency: number;
  readonly controlPlaneAuthPolicy: 'NONE' | 'MUTUAL_TLS';
  readonly interceptionMode: 'REDIRECT' | 'TPROXY';
}

/** One template, asked about one pod. */
export interface Job {
  readonly template: string;
  readonly objectMeta: ObjectMeta;
  readonly spec: PodSpec;
  readonly proxyConfig: ProxyConfig;
  readonly meshConfig: { readonly proxyListenPort: number };
}

/** The template's result, or why it failed. */
export type Answer = { readonly text: string } | { readonly error: string };

/** The message if `GO` is undefined. */
export const NO_GO = 'no Go toolchain: set GO to its go binary, or put go on the PATH (Debian: golang-go)';

/** The Go toolchain, if there is one. */
export const GO: string | undefined = [
  process.env.GO ?? '',
  ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'go')),
  '/usr/lib/go-1.19/bin/go',
].find((path) => path !== '' && existsSync(path));

/** Evaluates templates with Go's text/template, all in one process. */
export function evaluate(jobs: readonly Job[]): Answer[] {
  const output = execFileSync(engine(), {
    input: JSON.stringify(jobs),
    encoding: 'utf8',
    maxBuffer: 1 << 29,
  });
  return JSON.parse(output) as Answer[];
}

/** Evaluates templates that cannot fail. */
export function texts(jobs: readonly Job[]): string[] {
  return evaluate(jobs).map((answer) => {
    if ('error' in answer) throw new Error(answer.error);
    return answer.text;
  });
}

let built: string | undefined;

function engine(): string {
  built ??= build();
  return built;
}

/**
 * Builds the engine unless another test file of this or an earlier run has. Its name contains the hash of its
 * sources.
 */
function build(): string {
  if (GO === undefined) throw new Error(NO_GO);
  const source = join(import.meta.dirname, 'go-engine');
  const hash = createHash('sha256').update(GO);
  for (const file of ['go.mod', 'main.go']) hash.update(readFileSync(join(source, file)));
  const folder = join(tmpdir(), `sidecar-go-engine-${hash.digest('hex').slice(0, 16)}`);
  const binary = join(folder, 'engine');
  if (existsSync(binary)) return binary;
  mkdirSync(folder, { recursive: true });
  const workshop = mkdtempSync(join(folder, 'build-'));
  cpSync(source, workshop, { recursive: true });
  const env = {
    ...process.env,
    GO111MODULE: 'on',
    GOFLAGS: '-mod=mod',
    GOPROXY: 'off',
    GOTOOLCHAIN: 'local',
  };
  execFileSync(GO, ['build', '-o', 'engine', '.'], { cwd: workshop, env: { HOME: workshop, ...env } });
  renameSync(join(workshop, 'engine'), binary);
  rmSync(workshop, { recursive: true, force: true });
  return binary;
}
