import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { build } from 'rolldown';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { importedCrds } from '../../build/imported-crds.mjs';
import { readText, yamlFilesBelow } from '../golden/manifests';

describe('a cdk8s app of one’s own', () => {
  let work: string;
  let files: string[];

  beforeAll(async () => {
    // Below the repository, so that the bundle finds its packages.
    mkdirSync('node_modules/.cache', { recursive: true });
    work = mkdtempSync('node_modules/.cache/own-app-');
    const outfile = join(work, 'main.js');
    await build({
      input: 'examples/own-app/main.ts',
      platform: 'node',
      resolve: { alias: { 'cdk8s-istio-remote': resolve('src/index.ts') } },
      plugins: [importedCrds],
      output: { file: outfile, format: 'cjs', codeSplitting: false },
      logLevel: 'silent',
    });
    const outdir = join(work, 'dist');
    execFileSync(process.execPath, [outfile], {
      env: { ...process.env, CDK8S_OUTDIR: outdir },
      stdio: 'pipe',
    });
    files = yamlFilesBelow(outdir);
  });

  afterAll(() => rmSync(work, { recursive: true, force: true }));

  it('writes one file for each chart', () => {
    expect(files.map((file) => basename(file))).toEqual([
      'ap-south-1.k8s.yaml',
      'billing.k8s.yaml',
      'eu-west-1.k8s.yaml',
      'us-east-1.k8s.yaml',
    ]);
  });

  it('writes the manifests that were reviewed', async () => {
    for (const file of files) {
      await expect(readText(file)).toMatchFileSnapshot(
        `${process.cwd()}/examples/own-app/dist/${basename(file)}`,
      );
    }
  });
});
