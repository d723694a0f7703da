import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildSync } from 'esbuild';
import { temporaryFolder } from './output-sandbox';

/** Bundles a script that may import `writeOutput` from `./write-output`, to run outside vitest. */
export function bundle(contents: string): string {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const outfile = join(folder, 'script.cjs');
  buildSync({
    stdin: { contents, resolveDir: resolve('src/output/folder'), loader: 'ts' },
    bundle: true,
    platform: 'node',
    format: 'cjs',
    outfile,
    logLevel: 'error',
  });
  return outfile;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

/** Starts the script and gives the process and its end. */
export function start(script: string, ...args: string[]): { child: ChildProcess; end: Promise<ChildEnd> } {
  const child = spawn(process.execPath, [script, ...args], { stdio: ['ignore', 'pipe', 'inherit'] });
  let stdout = '';
  child.stdout.on('data', (chunk) => {
    stdout += String(chunk);
  });
  const end = new Promise<ChildEnd>((done) => {
    child.on('close', (code, signal) => done({ code, signal, stdout }));
  });
  return { child, end };
}

/** Runs the script to its end, as another user when root may say so. */
export function run(script: string, args: string[], uid?: number): string {
  const options = uid === undefined ? {} : { uid, gid: uid };
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', ...options });
  return stdout + stderr;
}
