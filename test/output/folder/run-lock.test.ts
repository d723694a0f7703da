import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, utimesSync, writeFileSync } from 'node:fs';
import { hostname } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { type OutputFile, writeOutput } from '../../../src/output/folder';
import { type LockHolder, parseHolder, thisProcess, tryLock } from '../../../src/output/folder/lock-file';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { bundle, start } from './child-process';
import { contents, isOwn, outputFiles, put, temporaryFolder } from './output-sandbox';

const LOCK = '.istio-remote.lock';

function deadPid(): number {
  return spawnSync(process.execPath, ['--version']).pid;
}

function lockedBy(holder: Partial<LockHolder>): string {
  const outdir = temporaryFolder();
  put(outdir, LOCK, JSON.stringify({ ...thisProcess(), ...holder }));
  return outdir;
}

function write(outdir: string, lockTimeoutMs = 60) {
  return writeOutput(outputFiles({ 'a/x.yaml': 'own' }), { outdir, isOwn, lockTimeoutMs });
}

describe('the lock', () => {
  it('is there during a run, names the process, and is gone afterwards', () => {
    const outdir = temporaryFolder();
    let during: LockHolder | undefined;
    function* watching(): Generator<OutputFile> {
      during = parseHolder(readFileSync(join(outdir, LOCK), 'utf8'));
      yield { path: 'a/x.yaml', text: 'own' };
    }
    writeOutput(watching(), { outdir, isOwn });
    expect(during).toMatchObject({ pid: process.pid, host: hostname() });
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own' });
  });

  it('makes a second run fail with the file, the process and what to do', () => {
    const outdir = lockedBy({ since: '2026-01-02T03:04:05.000Z' });
    expect(() => write(outdir)).toThrow(
      new RegExp(
        `${LOCK}: another run \\(process ${process.pid} on .*, since 2026-01-02T03:04:05.000Z\\) is writing this ` +
          'folder, and did not end within 0.06 s. Wait for it .* delete this file',
      ),
    );
    expect(readdirSync(outdir)).toEqual([LOCK]);
  });

  it.each([
    { name: 'a process that has ended', holder: { pid: deadPid() } },
    { name: 'an earlier process with the number of a living one', holder: { born: '1' } },
  ])('of $name is taken over', ({ holder }) => {
    const outdir = lockedBy(holder);
    write(outdir);
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own' });
  });

  it.each([
    { name: 'another machine', holder: { host: 'build-7' } },
    { name: 'another container', holder: { pidNamespace: 'pid:[1]' } },
  ])('of $name is not taken over, since nobody knows whether it lives', ({ holder }) => {
    const outdir = lockedBy({ pid: deadPid(), ...holder });
    expect(() => write(outdir)).toThrow(/is writing this folder/);
    expect(existsSync(join(outdir, 'a'))).toBe(false);
  });

  it.runIf(existsSync('/proc/self/stat'))(
    'of a process that ended but was never waited for is taken over',
    async () => {
      const { parent, pid } = await zombie();
      const outdir = lockedBy({ pid, born: '' });
      write(outdir);
      parent.kill();
      expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own' });
    },
  );

  it('is taken over when the claim of an earlier successor is dead as well', () => {
    const pid = deadPid();
    const outdir = lockedBy({ pid, id: 'first' });
    put(outdir, `${LOCK}.first`, JSON.stringify({ ...thisProcess(), pid, id: 'second' }));
    put(outdir, `${LOCK}.second`, JSON.stringify({ ...thisProcess(), pid, id: 'third' }));
    write(outdir);
    expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own' });
  });

  it('is left to a living successor that has a claim on it', () => {
    const outdir = lockedBy({ pid: deadPid(), id: 'first' });
    put(outdir, `${LOCK}.first`, JSON.stringify(thisProcess()));
    expect(() => write(outdir)).toThrow(/is writing this folder/);
  });

  it('is left to a successor that was quicker', () => {
    const outdir = lockedBy({ pid: deadPid(), id: 'first' });
    const lock = join(outdir, LOCK);
    const quicker = JSON.stringify(thisProcess());
    // Writing the claim reads the text of its owner, which is the moment between the two reads of the lock.
    const me = Object.assign(thisProcess(), {
      toJSON() {
        writeFileSync(lock, quicker);
        return { ...this, toJSON: undefined };
      },
    });
    expect(tryLock(lock, lock, me).taken).toBe(false);
    expect(contents(outdir)).toEqual({ [LOCK]: quicker });
  });

  it.each(['', 'not JSON', 'null', '{"pid":"1"}'])(
    'that says %j is waited for at first, then taken over',
    (text) => {
      const outdir = temporaryFolder();
      const lock = put(outdir, LOCK, text);
      expect(() => write(outdir)).toThrow(/another run is writing/);
      utimesSync(lock, 1000, 1000);
      write(outdir);
      expect(contents(outdir)).toEqual({ 'a/x.yaml': 'own' });
    },
  );

  it('is no credential for a scan of the folder of a killed run', () => {
    expect(findCredentials(JSON.stringify(thisProcess()))).toEqual([]);
  });

  it('is released when the files throw', () => {
    const outdir = temporaryFolder();
    const failing: Iterable<OutputFile> = {
      [Symbol.iterator]() {
        throw new Error('invalid');
      },
    };
    expect(() => writeOutput(failing, { outdir, isOwn })).toThrow('invalid');
    expect(readdirSync(outdir)).toEqual([]);
  });

  it('lets one process in at a time when many find a dead one at once', async () => {
    const folder = temporaryFolder();
    const script = await bundle(`
      import { appendFileSync } from 'node:fs';
      import { writeOutput } from './write-output';
      const [outdir, log] = process.argv.slice(2);
      for (let round = 0; round < 5; round += 1) {
        function* files() {
          appendFileSync(log, 'enter ' + process.pid + '\\n');
          yield { path: 'a/x.yaml', text: 'own ' + process.pid + round };
          Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 3);
          appendFileSync(log, 'leave ' + process.pid + '\\n');
          if (round === 4) process.kill(process.pid, 'SIGKILL');
        }
        writeOutput(files(), { outdir, isOwn: () => true });
      }`);
    const outdir = join(folder, 'dist');
    const log = join(folder, 'log');
    put(outdir, LOCK, JSON.stringify({ ...thisProcess(), pid: deadPid() }));
    writeFileSync(log, '');
    const ends = await Promise.all(Array.from({ length: 6 }, () => start(script, outdir, log).end));
    expect(ends.map((end) => end.signal)).toEqual(Array(6).fill('SIGKILL'));

    const lines = readFileSync(log, 'utf8').trim().split('\n');
    expect(lines).toHaveLength(60);
    for (let i = 0; i < lines.length; i += 2) {
      expect(lines[i + 1]).toBe(lines[i]?.replace('enter', 'leave'));
    }
  });
});

/**
 * A process that ended, and its parent, which never waits for it. Some kernels sometimes remove such a process: then
 * another one is created.
 */
async function zombie(): Promise<{ parent: ChildProcess; pid: number }> {
  for (;;) {
    const parent = spawn('sh', ['-c', 'sleep 0 & echo $!; exec sleep 20'], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const pid = Number(await new Promise((said) => parent.stdout.once('data', said)));
    const state = (): string | undefined =>
      quiet(() => readFileSync(`/proc/${pid}/stat`, 'latin1').split(') ')[1]?.[0]);
    await vi.waitUntil(() => state() === undefined || state() === 'Z', 10_000);
    if (state() === 'Z') return { parent, pid };
    parent.kill();
  }
}

function quiet<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch {
    return undefined;
  }
}
