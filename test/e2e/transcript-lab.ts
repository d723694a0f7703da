import { appendFileSync, chmodSync } from 'node:fs';
import type { Session } from '../docs/transcript';
import { ApiServer } from './api-server';
import type { ApiServerBinaries } from './api-servers';
import { ClusterNetwork } from './cluster-network';
import { oneKubeconfig } from './one-kubeconfig';
import { bin, runBeside } from './run';
import { Sandbox } from './sandbox';

/** Clusters of the guide, and the addresses of their API servers. */
const ADDRESSES = { hq: '10.8.0.2', 'eu-west-1': '10.20.0.2' } as const;

/** What happens in the clusters after a command, for example pods that start. */
export type Events = Readonly<Record<string, () => unknown>>;

/**
 * A terminal with the built tool, kubectl, and two real API servers at the addresses of {@link ADDRESSES}. A proxy
 * leads to them, so that the output does not depend on free ports.
 */
export class TranscriptLab implements Session {
  /** Adds what is missing on API servers without nodes, by the command that it follows. */
  events: Events = {};

  private constructor(
    readonly hq: ApiServer,
    readonly remote: ApiServer,
    private readonly network: ClusterNetwork,
    private readonly sandbox: Sandbox,
    private readonly kubernetes: string,
  ) {}

  static async start(binaries: ApiServerBinaries): Promise<TranscriptLab> {
    const hq = await ApiServer.start(binaries, { address: ADDRESSES.hq });
    const remote = await ApiServer.start(binaries, { address: ADDRESSES['eu-west-1'] });
    const servers = { hq, 'eu-west-1': remote };
    const network = new ClusterNetwork();
    for (const name of ['hq', 'eu-west-1'] as const)
      network.place(ADDRESSES[name], 6443, Number(new URL(servers[name].url).port));
    const kubeconfig = oneKubeconfig(servers, (name) => `https://${ADDRESSES[name as 'hq']}:6443`);
    const sandbox = new Sandbox({
      '.kube/config': kubeconfig,
      '.bin/kubectl': `#!/bin/sh\nexec '${hq.program('kubectl')}' "$@"\n`,
      '.bin/istio-remote': `#!/bin/sh\nexec '${process.execPath}' '${bin()}' "$@"\n`,
    });
    for (const name of ['kubectl', 'istio-remote']) chmodSync(sandbox.path(`.bin/${name}`), 0o755);
    return new TranscriptLab(hq, remote, network, sandbox, binaries.kubernetes);
  }

  write(file: string, text: string, mode: 'whole' | 'added'): void {
    if (mode === 'whole') this.sandbox.write(file, text);
    else appendFileSync(this.sandbox.path(file), text);
  }

  /** @throws Error if a command fails, unless the line continues with `; echo …` */
  async type(command: string): Promise<string> {
    const { code, stdout } = await runBeside('sh', ['-c', `exec 2>&1\n${command}`], {
      cwd: this.sandbox.folder,
      env: {
        HOME: this.sandbox.folder,
        KUBECONFIG: this.sandbox.path('.kube/config'),
        PATH: `${this.sandbox.path('.bin')}:${process.env.PATH}`,
        HTTPS_PROXY: await this.network.url(),
        NO_PROXY: undefined,
        no_proxy: undefined,
      },
    });
    const shown = this.stable(stdout);
    if (code !== 0) throw new Error(`${command}: exit code ${code}\n${shown}`);
    await this.events[command]?.();
    return shown === '' || shown.endsWith('\n') ? shown : `${shown}\n`;
  }

  stop(): void {
    this.hq.stop();
    this.remote.stop();
    this.network.close();
    this.sandbox[Symbol.dispose]();
  }

  /** Replaces everything that differs on another machine. Kubernetes's patch release becomes `x`. */
  private stable(output: string): string {
    const minor = this.kubernetes.replace(/\.\d+$/, '.x');
    return output
      .replaceAll(this.kubernetes, minor)
      .replaceAll(`${this.sandbox.folder}/`, '')
      .replaceAll(/ +$/gm, '');
  }
}
