import { execFileSync } from 'node:child_process';
import { chmodSync, chownSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, type TestContext } from 'vitest';
import { writeOutput } from '../../../src/output/folder';
import { bundle, run } from './child-process';
import { contents, isOwn, outputFiles, put, temporaryFolder } from './output-sandbox';

const NOBODY = 65534;

/** Runs the step on a mounted tmpfs; skips the test where mounting is not permitted. */
function onTmpfs(context: TestContext, options: string, step: (mount: string) => void): void {
  const mount = temporaryFolder();
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', mount], { stdio: 'pipe' });
  } catch {
    context.skip('mounting a tmpfs is not permitted here (needs root)');
  }
  try {
    step(mount);
  } finally {
    execFileSync('umount', [mount]);
  }
}

describe('writeOutput', () => {
  it('on a full disk says so and changes nothing', (context) => {
    onTmpfs(context, 'size=64k', (outdir) => {
      writeOutput(outputFiles({ 'a/x.yaml': 'own old' }), { outdir, isOwn });
      const big = `own ${'x'.repeat(20_000)}`;
      const files = outputFiles({ 'a/x.yaml': big, 'b/x.yaml': big, 'c/x.yaml': big, 'd/x.yaml': big });
      expect(() => writeOutput(files, { outdir, isOwn })).toThrow(
        /[bcd]\/x\.yaml: the disk is full. Free some space and run again/,
      );
      expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own old' });
    });
  });

  it('on a disk too full for the lock says so and leaves nothing', (context) => {
    onTmpfs(context, 'size=64k', (outdir) => {
      put(outdir, 'filler', 'x'.repeat(65_536));
      expect(() => writeOutput([], { outdir, isOwn })).toThrow(/the disk is full/);
      expect(Object.keys(contents(outdir))).toEqual(['filler']);
    });
  });

  it('on a read-only file system says so', (context) => {
    onTmpfs(context, 'ro', (outdir) => {
      expect(() => writeOutput([], { outdir, isOwn })).toThrow(/the file system is read-only. Choose/);
    });
  });

  it.skipIf(process.getuid?.() !== 0)('in a folder of another user says so and changes nothing', async () => {
    const parent = temporaryFolder();
    chmodSync(parent, 0o755);
    const outdir = join(parent, 'dist');
    mkdirSync(outdir);
    chownSync(outdir, NOBODY, NOBODY);
    put(outdir, 'theirs/x.yaml', 'own old');
    put(outdir, 'secret.txt', 'by hand');
    chmodSync(join(outdir, 'secret.txt'), 0o600);
    const before = contents(outdir);
    const script = await bundle(`
      import { writeOutput } from './write-output';
      const files = ['a', 'theirs'].slice(0, Number(process.argv[3])).map((name) => ({ path: name + '/x.yaml', text: 'own' }));
      try {
        console.log(writeOutput(files, { outdir: process.argv[2], isOwn: () => true }).added.join());
      } catch (error) {
        console.log(error.name, error.message);
      }`);

    expect(run(script, [join(parent, 'new'), '1'], NOBODY)).toMatch(
      /^OutputError .*new: permission denied. Make/,
    );
    expect(run(script, [outdir, '2'], NOBODY)).toMatch(
      /^OutputError .*theirs\/x.yaml: permission denied. Make/,
    );
    expect(contents(outdir)).toEqual(before);
  });

  it.skipIf(process.getuid?.() !== 0)('leaves a file alone that it may not read', async () => {
    const outdir = temporaryFolder();
    chmodSync(put(outdir, 'secret.txt', 'own'), 0o600);
    chownSync(outdir, NOBODY, NOBODY);
    const script = await bundle(`
      import { writeOutput } from './write-output';
      const files = [{ path: 'a/x.yaml', text: 'own' }];
      console.log(JSON.stringify(writeOutput(files, { outdir: process.argv[2], isOwn: () => true })));`);
    expect(JSON.parse(run(script, [outdir], NOBODY))).toMatchObject({ added: ['a/x.yaml'], removed: [] });
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own', 'secret.txt': 'own' });
  });
});
