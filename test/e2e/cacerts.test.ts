import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { verifies } from '../certificates/openssl';
import { bin, cleanEnvironment, istioRemote } from './run';
import { Sandbox } from './sandbox';

const MESH = `istio: 1.30.3
primary: { name: hq, addresses: { istiod: 10.16.0.11 } }
remotes:
${Array.from({ length: 6 }, (_, index) => `  - { name: r${index}, kubernetes: "1.33" }\n`).join('')}`;
const NAMES = ['hq', ...Array.from({ length: 6 }, (_, index) => `r${index}`)];
const FOUR = ['ca-cert.pem', 'ca-key.pem', 'cert-chain.pem', 'root-cert.pem'];
const EC = ['--key-type', 'ec-p256'];

describe('istio-remote cacerts as a process', () => {
  let sandbox: Sandbox;
  const cacerts = (...args: readonly string[]) => istioRemote(['cacerts', ...args], { cwd: sandbox.folder });
  const start = (...args: readonly string[]): ChildProcess =>
    spawn(process.execPath, [bin(), 'cacerts', ...args], {
      cwd: sandbox.folder,
      env: cleanEnvironment(),
      stdio: 'ignore',
    });
  const ended = (child: ChildProcess): Promise<number | null> =>
    new Promise((resolve) => child.once('exit', (code) => resolve(code)));

  beforeAll(() => {
    sandbox = new Sandbox({ 'mesh.yaml': MESH });
  });
  afterAll(() => sandbox[Symbol.dispose]());

  it('lets one of two that run at once make the root, and the other find it', async () => {
    const codes = await Promise.all([start('init', ...EC), start('init', ...EC)].map(ended));
    expect(codes.sort()).toEqual([0, 1]);
    expect(sandbox.files('certs')).toEqual(['root/root-cert.pem', 'root/root-key.pem']);
  });

  it('lets two that run at once issue each cluster once', async () => {
    const codes = await Promise.all(
      [start('issue', '--all', ...EC), start('issue', '--all', ...EC)].map(ended),
    );
    expect(codes).toEqual([0, 0]);
    expect(sandbox.read('certs/issued.txt').trim().split('\n')).toHaveLength(NAMES.length);
    expect(cacerts('verify')).toMatchObject({ code: 0, stderr: '' });
  });

  it('leaves no half of a bundle when it is killed, and the next run mends the rest', async () => {
    for (const moment of [1, 4]) {
      const count = sandbox.read('certs/issued.txt').split('\n').length;
      const child = start('issue', '--all', '--replace', '--secret', ...EC);
      while (child.exitCode === null && sandbox.read('certs/issued.txt').split('\n').length < count + moment)
        await new Promise((resolve) => setImmediate(resolve));
      child.kill('SIGKILL');
      await ended(child);
      expect(existsSync(sandbox.path('certs/.istio-remote.lock'))).toBe(true);
      // A run that died between its renames left the old folder under another name.
      expect(cacerts('issue', '--all', ...EC)).toMatchObject({ code: 0, stderr: '' });
      expect(cacerts('verify')).toMatchObject({ code: 0, stderr: '' });
      expect(readdirSync(sandbox.path('certs/clusters')).sort()).toEqual([...NAMES].sort());
      for (const name of NAMES) {
        const files = sandbox.files(`certs/clusters/${name}`).filter((file) => file.endsWith('.pem'));
        expect(files).toEqual(FOUR);
      }
    }
    const roots = sandbox.path('certs/root/root-cert.pem');
    expect(verifies(sandbox.path('certs/clusters/r5/ca-cert.pem'), roots)).toBe('OK');
  });

  it('refuses to keep keys where Git or the output folder would take them', () => {
    using other = new Sandbox({ 'mesh.yaml': MESH });
    const at = (...args: readonly string[]) =>
      istioRemote(['cacerts', 'init', ...EC, ...args], { cwd: other.folder });
    expect(at('--dir', 'dist/certs')).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('dist/certs: is in the output folder'),
    });
    other.write('.git/HEAD', 'ref: refs/heads/main\n');
    other.write('.git/objects/.keep', '');
    other.write('.git/refs/.keep', '');
    expect(at()).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/Add the line \/certs\/ to .*\.gitignore/),
    });
    expect(existsSync(other.path('certs'))).toBe(false);
    other.write('.gitignore', '/certs/\n');
    expect(at()).toMatchObject({ code: 0 });
  });
});
