// Compiles the engine for injection templates made elsewhere: Go's own text/template, as WebAssembly.
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';

const SOURCE = join(import.meta.dirname, '../src/lines/istio-1.0/sidecar/template-engine');

/** @returns whether there is a Go toolchain to compile it with */
export function buildTemplateEngine(folder) {
  const go = process.env.GO || 'go';
  let root;
  try {
    root = execFileSync(go, ['env', 'GOROOT'], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'ignore'],
    }).trim();
  } catch {
    return false;
  }
  const glue = ['misc/wasm', 'lib/wasm'].map((path) => join(root, path, 'wasm_exec.js')).find(existsSync);
  if (glue === undefined) return false;
  const workshop = mkdtempSync(join(tmpdir(), 'template-engine-'));
  try {
    cpSync(SOURCE, workshop, { recursive: true });
    const env = {
      ...process.env,
      GOOS: 'js',
      GOARCH: 'wasm',
      GO111MODULE: 'on',
      GOFLAGS: '-mod=mod',
      GOPROXY: 'off',
      GOTOOLCHAIN: 'local',
      GOWORK: 'off',
    };
    execFileSync(go, ['build', '-trimpath', '-ldflags=-s -w', '-o', 'engine.wasm', '.'], {
      cwd: workshop,
      env: { HOME: workshop, ...env },
    });
    mkdirSync(folder, { recursive: true });
    writeFileSync(
      join(folder, 'engine.wasm.gz'),
      gzipSync(readFileSync(join(workshop, 'engine.wasm')), { level: 9 }),
    );
    cpSync(glue, join(folder, 'wasm_exec.js'));
    cpSync(join(SOURCE, 'GO-LICENSE.txt'), join(folder, 'GO-LICENSE.txt'));
    return true;
  } finally {
    rmSync(workshop, { recursive: true, force: true });
  }
}
