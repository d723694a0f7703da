import { readdirSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { writeOutput } from '../../src/output/folder';
import { bundle, start } from '../output/folder/child-process';
import { contents, isOwn, outputFiles, temporaryFolder } from '../output/folder/output-sandbox';

const WRITER = `
  import { writeOutput } from './write-output';
  const [outdir, name, rounds, killAt] = process.argv.slice(2);
  for (let round = 0; round < Number(rounds); round += 1) {
    function* files() {
      for (let i = 0; i < 40; i += 1) {
        if (i === Number(killAt)) process.kill(process.pid, 'SIGKILL');
        const line = 'own ' + name + ' ' + round + '\\n';
        yield { path: 'c' + i + '/x.yaml', text: line.repeat(500) };
      }
    }
    writeOutput(files(), { outdir, isOwn: () => true });
    if (round === 0) process.stdout.write('written');
  }`;

/** The distinct lines of each file: one, if the file is whole. */
function linesOf(text: string | null): string[] {
  const lines = text?.trimEnd().split('\n') ?? [];
  expect(lines).toHaveLength(500);
  return [...new Set(lines)];
}

describe('a run that is killed', () => {
  it('while it stages leaves every file as it was, and the next run cleans up', async () => {
    const script = await bundle(WRITER);
    const outdir = temporaryFolder();
    const before = { 'c0/x.yaml': 'own old', 'c39/x.yaml': 'own old' };
    writeOutput(outputFiles(before), { outdir, isOwn });
    const { signal } = await start(script, outdir, 'new', '1', '20').end;
    expect(signal).toBe('SIGKILL');

    const after = Object.entries(contents(outdir));
    expect(Object.fromEntries(after.filter(([path]) => !path.includes('.istio-remote')))).toEqual(before);
    expect(after.filter(([path]) => path.endsWith('.partial'))).toHaveLength(20);

    writeOutput(outputFiles(before), { outdir, isOwn });
    expect(contents(outdir)).toEqual(before);
  });

  it('at any moment leaves every file whole, old or new', async () => {
    const script = await bundle(WRITER);
    const outdir = temporaryFolder();
    for (let attempt = 0; attempt < 12; attempt += 1) {
      const { child, end } = start(script, outdir, `run${attempt}`, '100000', '-1');
      await new Promise((written) => child.stdout?.once('data', written));
      await delay(2.5 * attempt);
      child.kill('SIGKILL');
      await end;
      const files = Object.entries(contents(outdir)).filter(([path]) => !path.includes('.istio-remote'));
      expect(files).toHaveLength(40);
      const generations = new Set(files.flatMap(([, text]) => linesOf(text)));
      expect(generations.size).toBeLessThanOrEqual(2);
    }
    writeOutput(outputFiles({ 'c0/x.yaml': 'own' }), { outdir, isOwn });
    expect(contents(outdir)).toEqual({ 'c0/x.yaml': 'own' });
  });
});

describe('two runs at once', () => {
  it('do not mix', async () => {
    const script = await bundle(WRITER);
    const outdir = temporaryFolder();
    for (let attempt = 0; attempt < 3; attempt += 1) {
      const ends = await Promise.all(['A', 'B'].map((name) => start(script, outdir, name, '25', '-1').end));
      expect(ends.map((end) => end.code)).toEqual([0, 0]);
      const found = contents(outdir);
      expect(Object.keys(found)).toHaveLength(40);
      expect([...new Set(Object.values(found).flatMap(linesOf))]).toEqual([
        expect.stringMatching(/^own [AB] 24$/),
      ]);
    }
    expect(readdirSync(outdir).filter((name) => name.startsWith('.'))).toEqual([]);
  });
});
