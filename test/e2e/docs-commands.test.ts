import { spawnSync } from 'node:child_process';
import { chmodSync, copyFileSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { afterAll, describe, expect, inject, it } from 'vitest';
import { codeBlocks, PAGES } from '../docs/pages';

const scratch = mkdtempSync(join(tmpdir(), 'istio-remote-docs-'));
const lib = join(inject('copy'), 'lib');

afterAll(() => rmSync(scratch, { recursive: true }));

/** Pages with the same commands, such as a page and its translation, are followed once. */
const scripts = PAGES.map((page) => codeBlocks(page, 'sh').join(''));
const pages = [...new Set(scripts)]
  .filter((script) => script !== '')
  .map((script) => ({
    script,
    file: PAGES.filter((_, index) => scripts[index] === script)
      .map(({ file }) => file)
      .join(' and '),
  }));

describe('the commands of the documentation', () => {
  it.each(pages)('$file can be followed from top to bottom', ({ file, script }) => {
    const { status, stderr } = follow(script, file.replaceAll(/\W+/g, '-'));
    // What was said on the way explains a failure.
    expect(status, stderr).toBe(0);
  });
});

/** Runs a script in a folder that holds what this repository holds at its top. */
function follow(script: string, name: string): { status: number | null; stderr: string } {
  const folder = join(scratch, name);
  const bin = join(folder, 'bin');
  mkdirSync(bin, { recursive: true });
  for (const [command, body] of Object.entries(standIns())) {
    writeFileSync(join(bin, command), `#!/bin/sh\n${body}\n`);
    chmodSync(join(bin, command), 0o755);
  }
  // A page that starts a project starts with an empty folder.
  if (!script.includes('istio-remote init'))
    for (const file of ['mesh.yaml', 'cdk8s.yaml']) copyFileSync(file, join(folder, file));
  copyFileSync('examples/from-helm/values.yaml', join(folder, 'values.yaml'));
  symlinkSync(lib, join(folder, 'lib'));
  const env = { ...process.env, PATH: `${bin}:${process.env.PATH}` };
  return spawnSync('sh', ['-e', '-c', script], { cwd: folder, env, encoding: 'utf8' });
}

/** `npx` finds the build; what needs the network, or changes a real repository, does nothing. */
function standIns() {
  return {
    npx: `case "$1 $2" in
'--no istio-remote') shift 2; exec '${process.execPath}' '${lib}/bin.js' "$@" ;;
"cdk8s "*) shift; exec '${process.execPath}' '${resolve('node_modules/cdk8s-cli/bin/cdk8s')}' "$@" --check-upgrade=false ;;
esac
echo "unexpected: npx $*" >&2
exit 1`,
    npm: 'exit 0',
    git: 'exit 0',
  };
}
