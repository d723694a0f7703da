import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inject } from 'vitest';
import type { ApiServerBinaries, IstioLine } from './api-servers';
import { type Ran, run, runBeside } from './run';
import { kill, PORTS, type ServerOptions, type StartedServer, startApiServer } from './start-api-server';

/** The API server for the tests of a line. Undefined if none is available. */
export function apiServerFor(...lines: readonly IstioLine[]): ApiServerBinaries | undefined {
  const servers = inject('apiServers');
  return lines.map((line) => servers[line]).find((binaries) => binaries !== undefined);
}

/** A real kube-apiserver on this machine. It only contains what Kubernetes itself creates. */
export class ApiServer {
  /**
   * @param kubernetes version, for example `1.34.2`
   * @param folder for the files of the server and the tests
   */
  private constructor(
    private readonly assets: string,
    readonly kubernetes: string,
    readonly folder: string,
    private readonly server: StartedServer,
  ) {}

  static async start(binaries: ApiServerBinaries, options: ServerOptions = {}): Promise<ApiServer> {
    const folder = mkdtempSync(join(tmpdir(), 'istio-remote-api-server-'));
    try {
      const server = await startApiServer(binaries, join(folder, 'server'), await freePorts(), options);
      return new ApiServer(binaries.assets, binaries.kubernetes, folder, server);
    } catch (error) {
      rmSync(folder, { recursive: true, force: true });
      throw error;
    }
  }

  /** The kubeconfig of the administrator. */
  get kubeconfig(): string {
    return this.server.kubeconfig;
  }

  /** The address of the server on this machine. */
  get url(): string {
    return this.server.url;
  }

  /** Returns the path of one of its programs. */
  program(name: 'kubectl' | 'kube-apiserver'): string {
    return join(this.assets, name);
  }

  stop(): void {
    kill(this.server);
    // A process that writes while it ends leaves a folder that is not empty.
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 });
  }

  /** Runs kubectl as the administrator, or with another kubeconfig. */
  kubectl(args: readonly string[], input = '', kubeconfig = this.kubeconfig): Ran {
    return run(this.program('kubectl'), ['--cache-dir', join(this.folder, 'cache'), ...args], {
      input,
      env: { KUBECONFIG: kubeconfig, HOME: this.folder },
    });
  }

  /** Like {@link kubectl}, but this process keeps running, which it must if it has a server in it. */
  async kubectlBeside(args: readonly string[], input = ''): Promise<Ran> {
    return runBeside(join(this.assets, 'kubectl'), ['--cache-dir', join(this.folder, 'cache'), ...args], {
      input,
      env: { KUBECONFIG: this.kubeconfig, HOME: this.folder },
    });
  }

  /** Like {@link kubectl}, for preparations of a test. @throws Error if it fails */
  succeed(args: readonly string[], input = ''): string {
    const { code, stdout, stderr } = this.kubectl(args, input);
    if (code !== 0) throw new Error(`kubectl ${args.join(' ')}: ${stderr}`);
    return stdout;
  }

  /**
   * Returns the token that a controller puts into a Secret of istio-system.
   * @throws Error if there is none after 30 s
   */
  async token(secret: string): Promise<string> {
    const query = ['get', 'secret', secret, '--namespace', 'istio-system', '-o', 'jsonpath={.data.token}'];
    for (let tries = 0; tries < 60; tries += 1) {
      const token = this.succeed(query);
      if (token !== '') return Buffer.from(token, 'base64').toString();
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error(`the Secret ${secret} stays empty`);
  }

  /** A new folder for the files of one test. */
  work(name: string): string {
    const folder = join(this.folder, 'work', name);
    mkdirSync(folder, { recursive: true });
    return folder;
  }
}

/** Ports for servers: below the system's own range, or `$ISTIO_REMOTE_PORTS`. */
const [FIRST = 20_000, LAST = 31_999] = (process.env.ISTIO_REMOTE_PORTS ?? '20000-31999')
  .split('-')
  .map(Number);

/** Each worker chooses from a third of the blocks, so that two never choose the same one. */
const BLOCKS = Math.floor((LAST + 1 - FIRST) / PORTS / 3);

/** Returns the first port of a free block. */
async function freePorts(): Promise<number> {
  const worker = Number(process.env.VITEST_POOL_ID ?? 1) % 3;
  for (let tries = 0; tries < 100; tries += 1) {
    const first = FIRST + PORTS * (BLOCKS * worker + Math.floor(Math.random() * BLOCKS));
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
