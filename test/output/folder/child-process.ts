import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { chmodSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';
import { temporaryFolder } from './output-sandbox';

/** Bundles a script that may import `writeOutput` from `./write-output`, to run outside vitest. */
export async function bundle(contents: string): Promise<string> {
  const folder = temporaryFolder();
  chmodSync(folder, 0o755);
  const script = resolve('src/output/folder/script.ts');
  const file = join(folder, 'script.cjs');
  await build({
    input: script,
    platform: 'node',
    plugins: [
      {
        name: 'script',
        resolveId: (id) => (id === script ? script : undefined),
        load: (id) => (id === script ? contents : undefined),
      },
    ],
    output: { file, format: 'cjs', codeSplitting: false },
    logLevel: 'silent',
  });
  return file;
}

export interface ChildEnd {
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
  readonly stdout: string;
}

/** Starts the script and returns the process and its end. */
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

/** Runs the script to its end, as another user if the user is root. */
export function run(script: string, args: string[], uid?: number): string {
  const options = uid === undefined ? {} : { uid, gid: uid };
  const { stdout, stderr } = spawnSync(process.execPath, [script, ...args], { encoding: 'utf8', ...options });
  return stdout + stderr;
}
