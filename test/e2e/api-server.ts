import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Ran, run } from './run';

/** `start` takes a port and the three behind it. */
const PORTS = 4;

/** A real kube-apiserver on this machine, with nothing in it but what Kubernetes itself makes. */
export class ApiServer {
  /** @param folder where the server keeps its files, also for those of the tests */
  private constructor(
    private readonly envtest: string,
    private readonly assets: string,
    readonly folder: string,
    readonly kubeconfig: string,
  ) {}

  static async start({ envtest, assets }: ApiServerBinaries): Promise<ApiServer> {
    const folder = mkdtempSync(join(tmpdir(), 'istio-remote-api-server-'));
    const { code, stdout, stderr } = run(envtest, [
      'start',
      join(folder, 'server'),
      String(await freePorts()),
    ]);
    if (code !== 0) throw new Error(`the API server did not start: ${stderr}`);
    return new ApiServer(envtest, assets, folder, stdout.trim());
  }

  /** Ends it at once: asked to end, kube-apiserver waits up to a minute for the watches of its controllers. */
  stop(): void {
    const folder = join(this.folder, 'server');
    if (!existsSync(folder)) return;
    for (const name of readdirSync(folder).filter((file) => file.endsWith('.pid')))
      kill(Number(readFileSync(join(folder, name), 'utf8')));
    run(this.envtest, ['stop', folder]);
    rmSync(this.folder, { recursive: true, force: true });
  }

  /** Runs kubectl as the administrator, or with another kubeconfig. */
  kubectl(args: readonly string[], input = '', kubeconfig = this.kubeconfig): Ran {
    return run(join(this.assets, 'kubectl'), ['--cache-dir', join(this.folder, 'cache'), ...args], {
      input,
      env: { KUBECONFIG: kubeconfig, HOME: this.folder },
    });
  }

  /** Like {@link kubectl}, for steps that are not what a test is about. @throws Error when it fails */
  succeed(args: readonly string[], input = ''): string {
    const { code, stdout, stderr } = this.kubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /** A new folder for the files of one test. */
  work(name: string): string {
    const folder = join(this.folder, 'work', name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

/** Where the binaries are. */
export interface ApiServerBinaries {
  /** The script that starts and stops servers. */
  readonly envtest: string;
  /** Folder with kube-apiserver, etcd and kubectl, as in KUBEBUILDER_ASSETS. */
  readonly assets: string;
}

/**
 * Asks the script `envtest` (of the environment variable ENVTEST, else ../shared/bin/envtest), which looks into
 * KUBEBUILDER_ASSETS first.
 * @returns undefined, after saying so, when there are none
 */
export function findApiServer(): ApiServerBinaries | undefined {
  const envtest = process.env.ENVTEST ?? '../shared/bin/envtest';
  const found = run('bash', ['-c', '[ -x "$0" ] && "$0" assets', envtest]);
  const assets = found.stdout.trim();
  if (found.code === 0 && assets !== '') return { envtest, assets };
  console.warn(
    `The tests with a real API server are skipped: ${envtest} finds no binaries. Run \`${envtest} build\`, or set KUBEBUILDER_ASSETS.`,
  );
  return undefined;
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error;
  }
}

/** Blocks of ports that one worker chooses from, so that two never choose the same. */
const BLOCKS = 1000;

/** The first of a block of ports that nobody listens on, below those that the system hands out. */
async function freePorts(): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 1) % 3;
  for (let tries = 0; tries < 100; tries += 1) {
    const first = 20_000 + PORTS * (BLOCKS * worker + Math.floor(Math.random() * BLOCKS));
    const block = Array.from({ length: PORTS }, (_, index) => first + index);
    if ((await Promise.all(block.map(isFree))).every(Boolean)) return first;
  }
  throw new Error('no free block of ports');
}

function isFree(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => {
      socket.destroy();
      resolve(false);
    });
    socket.once('error', () => resolve(true));
  });
}
