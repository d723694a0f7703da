import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkTemplateEngine, TEMPLATE_ENGINE } from '../../build/template-engine.mjs';

const ROOT = join(import.meta.dirname, '../..');

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'template-engine-test-'));
  cpSync(TEMPLATE_ENGINE, folder, { recursive: true });
});
afterEach(() => rmSync(folder, { recursive: true }));

const at = (name: string) => join(folder, name);

describe('the committed engine for Go templates', () => {
  it('matches the sources beside it', () => {
    expect(() => checkTemplateEngine()).not.toThrow();
  });

  it('is WebAssembly', () => {
    const code = brotliDecompressSync(readFileSync(join(TEMPLATE_ENGINE, 'built/engine.wasm.br')));
    expect(code.subarray(0, 4).toString('latin1')).toBe('\0asm');
  });

  it('lists its sums as sha256sum reads them', () => {
    const sums = readFileSync(at('SHA256SUMS'), 'utf8');
    expect(sums.split('\n')).toContainEqual(
      expect.stringMatching(/^[0-9a-f]{64} {2}built\/engine\.wasm\.br$/),
    );
    expect(sums.split('\n')).toContainEqual(expect.stringMatching(/^[0-9a-f]{64} {2}main\.go$/));
  });

  it.each([
    ['a source changes', () => appendFileSync(at('main.go'), '// more\n'), 'main.go differs from SHA256SUMS'],
    ['the pinned Go changes', () => appendFileSync(at('go.mod'), '\n'), 'go.mod differs from SHA256SUMS'],
    ['a source is gone', () => rmSync(at('pod.go')), 'pod.go is missing'],
    [
      'there is another source',
      () => writeFileSync(at('new.go'), 'package main\n'),
      'new.go is not in SHA256SUMS',
    ],
    ['there are modules', () => writeFileSync(at('go.sum'), ''), 'go.sum is not in SHA256SUMS'],
    ['the engine is gone', () => rmSync(at('built/engine.wasm.br')), 'built/engine.wasm.br is missing'],
    [
      'the engine is cut short',
      () => writeFileSync(at('built/engine.wasm.br'), ''),
      'built/engine.wasm.br differs',
    ],
    ['the glue changes', () => appendFileSync(at('built/wasm_exec.js'), ';'), 'built/wasm_exec.js differs'],
    [
      'everything built is gone',
      () => rmSync(at('built'), { recursive: true }),
      'built/wasm_exec.js is missing',
    ],
    ['the sums are gone', () => rmSync(at('SHA256SUMS')), 'built/engine.wasm.br is not in SHA256SUMS'],
  ])('is refused when %s', (_, harm, fault) => {
    harm();
    expect(() => checkTemplateEngine(folder)).toThrow(fault);
  });

  it('is required even where neither sums nor files remain', () => {
    rmSync(at('built'), { recursive: true });
    writeFileSync(at('SHA256SUMS'), '');
    expect(() => checkTemplateEngine(folder)).toThrow('built/engine.wasm.br is missing');
  });

  it('stops a build that lacks it, before the build touches lib/', () => {
    const project = at('project');
    for (const name of ['build', 'package.json'])
      cpSync(join(ROOT, name), join(project, name), { recursive: true });
    symlinkSync(join(ROOT, 'node_modules'), join(project, 'node_modules'));
    const engine = join(project, relative(ROOT, TEMPLATE_ENGINE));
    cpSync(TEMPLATE_ENGINE, engine, { recursive: true, filter: (path) => !path.endsWith('.br') });
    mkdirSync(join(project, 'lib'));
    writeFileSync(join(project, 'lib/bin.js'), 'of an earlier build');
    const { status, stderr } = spawnSync(process.execPath, ['build/build.mjs'], {
      cwd: project,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({
      status: 1,
      stderr: expect.stringContaining(
        'built/engine.wasm.br is missing. If you changed a source, run `npm run engine`',
      ),
    });
    expect(readFileSync(join(project, 'lib/bin.js'), 'utf8')).toBe('of an earlier build');
  });
});
