import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { ApiServer } from './api-server';

/** The stand-in's state of a cluster. */
interface ReadCluster {
  /** The Secret that it uses to read the cluster. */
  readonly secret: string;
  /** Addresses of its endpoints. */
  readonly endpoints: readonly string[];
}

/** Runs istiod-stand-in.mjs on a primary. */
export class RemoteSecretReader {
  private readonly child: ChildProcess;
  private readonly state: string;

  /** @param mode its reaction to a changed kubeconfig: `loses` like istiod 1.30.3, `takes` like 1.30.4 */
  constructor(primary: ApiServer, mode: 'loses' | 'takes') {
    const folder = primary.work(`istiod-${mode}`);
    this.state = join(folder, 'state.json');
    const program = join(import.meta.dirname, 'istiod-stand-in.mjs');
    const args = [program, primary.program('kubectl'), primary.kubeconfig, folder, mode];
    this.child = spawn(process.execPath, args, { stdio: ['ignore', 'ignore', 'inherit'] });
    process.once('exit', () => this.stop());
  }

  stop(): void {
    this.child.kill();
  }

  /** Waits until its state fits. @returns its state after 20 s at the latest */
  async clusters(fits: (clusters: Readonly<Record<string, ReadCluster>>) => boolean) {
    let known: Readonly<Record<string, ReadCluster>> = {};
    for (let tries = 0; tries < 100; tries += 1) {
      if (existsSync(this.state)) known = JSON.parse(readFileSync(this.state, 'utf8'));
      if (fits(known)) break;
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    return known;
  }
}
