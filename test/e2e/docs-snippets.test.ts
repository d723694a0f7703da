import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importedCrds } from '../../build/imported-crds.mjs';
import { codeBlocks, PAGES } from '../docs/pages';

const LIBRARY = 'cdk8s-istio-remote';
const folder = mkdtempSync(join(tmpdir(), 'istio-remote-snippets-'));
afterAll(() => rmSync(folder, { recursive: true }));

const snippets = PAGES.flatMap((page) =>
  codeBlocks(page, 'ts').map((code, index) => ({
    title: `${page.file} ${index + 1}`,
    code,
    name: `snippet-${index}`,
  })),
);

describe('TypeScript in the documentation', () => {
  beforeAll(async () => {
    for (const { name, code } of snippets) writeFileSync(join(folder, `${name}.ts`), code);
    await build({
      input: Object.fromEntries(snippets.map(({ name }) => [name, join(folder, `${name}.ts`)])),
      platform: 'node',
      resolve: {
        alias: { [LIBRARY]: resolve('src/index.ts') },
        modules: ['node_modules', resolve('node_modules')],
      },
      plugins: [importedCrds],
      output: { dir: folder, format: 'cjs', entryFileNames: '[name].cjs', chunkFileNames: '[name].cjs' },
      logLevel: 'silent',
    });
  });

  it('is correct', () => {
    const { compilerOptions } = JSON.parse(readFileSync('tsconfig.json', 'utf8')) as {
      compilerOptions: Record<string, unknown>;
    };
    const modules = resolve('node_modules');
    const options = {
      ...compilerOptions,
      paths: { [LIBRARY]: [resolve('src/index.ts')], '*': [`${modules}/*`] },
      typeRoots: [`${modules}/@types`],
    };
    writeFileSync(
      join(folder, 'tsconfig.json'),
      JSON.stringify({ compilerOptions: options, include: ['*.ts'] }),
    );
    const { stdout } = spawnSync(`${modules}/.bin/tsc`, ['-p', folder], { cwd: folder, encoding: 'utf8' });
    // The type check of the whole project reports mistakes in src/.
    expect(stdout.split('\n').filter((line) => line.startsWith('snippet-'))).toEqual([]);
  });

  it.each(snippets)('runs: $title', ({ name }) => {
    const workplace = join(folder, `run-${name}`);
    mkdirSync(workplace, { recursive: true });
    copyFileSync('mesh.yaml', join(workplace, 'mesh.yaml'));
    const { status, stderr } = spawnSync(process.execPath, [join(folder, `${name}.cjs`)], {
      cwd: workplace,
      encoding: 'utf8',
    });
    expect({ status, stderr }).toEqual({ status: 0, stderr: '' });
  });
});
