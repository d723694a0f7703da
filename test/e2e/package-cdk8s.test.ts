import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { npm, pack } from './npm';
import type { Ran } from './run';
import { Sandbox } from './sandbox';

/** The steps of the README and docs/getting-started.md, in an empty folder. */
describe('the package in a project for cdk8s synth', () => {
  let sandbox: Sandbox;
  let install: Ran;

  beforeAll(() => {
    sandbox = new Sandbox({});
    const { filename } = pack(sandbox.folder);
    install = npm('npm', ['install', '--save-dev', `./${filename}`], { cwd: sandbox.folder });
  });

  afterAll(() => sandbox?.[Symbol.dispose]());

  it('installs without a warning', () => {
    expect(install).toMatchObject({ code: 0, stderr: '' });
  });

  it('is found by its keywords, and names no address that nobody has', () => {
    const manifest = JSON.parse(sandbox.read('node_modules/cdk8s-istio-remote/package.json')) as object;
    expect(manifest).toMatchObject({ keywords: expect.arrayContaining(['cdk8s', 'istio', 'kubernetes']) });
    expect(Object.keys(manifest).filter((key) => /^(?:repository|homepage|bugs)$/.test(key))).toEqual([]);
  });

  it('synthesizes with the CLI that init --cdk8s added, and asks no registry then', () => {
    const { folder } = sandbox;
    expect(npm('npx', ['--no', 'istio-remote', 'init', '--cdk8s'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: 'mesh.yaml: written\ncdk8s.yaml: written\n.gitattributes: written\npackage.json: extended\n',
      stderr: expect.stringContaining('`npm install`'),
    });
    const added = npm('npm', ['install'], { cwd: folder });
    expect(added.code, added.stderr).toBe(0);
    using home = new Sandbox({});
    const synth = npm('npm', ['run', 'synth'], { cwd: folder, env: { HOME: home.folder } });
    expect(synth).toMatchObject({ code: 0, stderr: '' });
    expect(synth.stdout).toContain('Validations ended succesfully'); // As the CLI spells it.
    // The file where the CLI stores the registry's answer.
    expect(home.files('.').filter((file) => file.includes('cdk8s'))).toEqual([]);
    expect(sandbox.files('dist')).toEqual(['README.md', 'eu-west-1/istio-remote.k8s.yaml']);
    expect(npm('npx', ['--no', 'istio-remote', 'check'], { cwd: folder })).toMatchObject({
      code: 0,
      stdout: '',
      stderr: '',
    });
  });
});
