import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { bin, cleanEnvironment, istioRemote, run } from './run';
import { meshOf, Sandbox } from './sandbox';

const CLUSTERS = 1500;

function start(cwd: string, args: readonly string[]): ChildProcess {
  return spawn(process.execPath, [bin(), 'synth', ...args], {
    cwd,
    env: cleanEnvironment(),
    stdio: 'ignore',
  });
}

function ended(child: ChildProcess): Promise<number | null> {
  return new Promise((resolve) => {
    child.once('exit', (code) => resolve(code));
  });
}

/** Polls as often as possible until a moment of the run, or its end. */
async function until(child: ChildProcess, moment: () => boolean): Promise<void> {
  while (child.exitCode === null && child.signalCode === null && !moment()) {
    await new Promise((resolve) => setImmediate(resolve));
  }
}

describe('a run that is killed', () => {
  let sandbox: Sandbox;
  let whole: Record<string, string>;

  beforeAll(() => {
    sandbox = new Sandbox({ 'mesh.yaml': meshOf(CLUSTERS), 'next.yaml': meshOf(CLUSTERS, '10.16.0.99') });
    expect(
      istioRemote(['synth', '--config', 'next.yaml', '--outdir', 'whole'], { cwd: sandbox.folder }).code,
    ).toBe(0);
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
    whole = sandbox.texts('whole');
    expect(Object.keys(whole).filter((path) => path.endsWith('.k8s.yaml'))).toHaveLength(CLUSTERS);
  });

  afterAll(() => sandbox[Symbol.dispose]());

  it.each([
    ['as it begins', (folder: string) => existsSync(`${folder}/.istio-remote.lock`)],
    [
      'while it writes',
      (folder: string) => readdirSync(`${folder}/r99`).some((name) => name.endsWith('.partial')),
    ],
    [
      'while it renames',
      (folder: string) =>
        readdirSync(`${folder}/r0`).every((name) => !name.endsWith('.partial')) && hasPartial(folder),
    ],
  ])('%s leaves every file whole, and the next run mends the rest', async (_, moment) => {
    const old = sandbox.texts('dist');
    const child = start(sandbox.folder, ['--config', 'next.yaml']);
    await until(child, () => moment(sandbox.path('dist')));
    child.kill('SIGKILL');
    await ended(child);

    for (const [path, text] of Object.entries(sandbox.texts('dist'))) {
      if (/\.(?:yaml|md)$/.test(path)) expect(text === old[path] || text === whole[path], path).toBe(true);
    }
    expect(istioRemote(['synth', '--config', 'next.yaml'], { cwd: sandbox.folder }).code).toBe(0);
    expect(sandbox.texts('dist')).toEqual(whole);
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
  });

  function hasPartial(folder: string): boolean {
    return readdirSync(`${folder}/r${CLUSTERS - 1}`).some((name) => name.endsWith('.partial'));
  }
});

describe('two runs at once', () => {
  it('wait for each other, so that the output is that of one of them', async () => {
    const count = 400;
    using sandbox = new Sandbox({
      'a.yaml': meshOf(count, '10.16.0.1'),
      'b.yaml': meshOf(count, '10.16.0.2'),
    });
    for (const mesh of ['a', 'b']) {
      const args = ['synth', '--config', `${mesh}.yaml`, '--outdir', `only-${mesh}`];
      expect(istioRemote(args, { cwd: sandbox.folder }).code).toBe(0);
    }
    const alone = [sandbox.texts('only-a'), sandbox.texts('only-b')];
    for (let round = 0; round < 3; round += 1) {
      const runs = ['a', 'b', 'a', 'b'].map((mesh) => start(sandbox.folder, ['--config', `${mesh}.yaml`]));
      expect(await Promise.all(runs.map(ended))).toEqual([0, 0, 0, 0]);
      expect(alone).toContainEqual(sandbox.texts('dist'));
    }
  });
});

describe('a full disk', () => {
  const sandbox = new Sandbox({ 'mesh.yaml': meshOf(30) });
  mkdirSync(sandbox.path('small'));
  const mount = run('mount', ['-t', 'tmpfs', '-o', 'size=256k', 'tmpfs', sandbox.path('small')]);
  const mounted = mount.code === 0;
  if (!mounted)
    console.warn('The test of a full disk is skipped: this user may not mount a small file system.');

  afterAll(() => {
    if (mounted) run('umount', [sandbox.path('small')]);
    sandbox[Symbol.dispose]();
  });

  it.skipIf(!mounted)('changes nothing and says what to do', () => {
    const args = ['synth', '--outdir', 'small/dist'];
    sandbox.write('few.yaml', meshOf(3));
    expect(istioRemote([...args, '--config', 'few.yaml'], { cwd: sandbox.folder }).code).toBe(0);
    const before = sandbox.state('small/dist');
    sandbox.write('mesh.yaml', meshOf(30, '10.16.0.99'));
    const { code, stdout, stderr } = istioRemote(args, { cwd: sandbox.folder });
    expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
    expect(stderr).toMatch(/^small\/dist\/.+: the disk is full\. Free some space and run again\.\n$/);
    expect(sandbox.state('small/dist')).toEqual(before);
  });
});
