import { execFileSync } from 'node:child_process';
import { chmodSync, cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';

declare module 'vitest' {
  interface ProvidedContext {
    /** A copy of this repository with a fresh lib/ for the end-to-end tests. */
    copy: string;
  }
}

const LEFT_OUT = ['node_modules', '.git', 'lib', 'coverage'].map((name) => resolve(name));

let copy: string | undefined;

/** Builds a copy, so that no run sees an old lib/ and the working tree does not change. */
export function setup(project: TestProject): void {
  copy = mkdtempSync(join(tmpdir(), 'istio-remote-e2e-'));
  chmodSync(copy, 0o755); // Some tests run as another user.
  cpSync('.', copy, { recursive: true, filter: (path) => !LEFT_OUT.includes(resolve(path)) });
  symlinkSync(resolve('node_modules'), join(copy, 'node_modules'));
  execFileSync(process.execPath, ['build/build.mjs'], { cwd: copy, stdio: ['ignore', 'ignore', 'inherit'] });
  project.provide('copy', copy);
}

export function teardown(): void {
  if (copy !== undefined) rmSync(copy, { recursive: true, force: true });
}
