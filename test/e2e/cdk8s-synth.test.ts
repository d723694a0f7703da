import { readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, inject, it } from 'vitest';
import { readManifests } from '../golden/manifests';
import { istioRemote, type Ran, type RunOptions, run } from './run';
import { MESH, MESH_FILES, OUTPUT_FILES, Sandbox } from './sandbox';

const REMOTE_FILE = 'eu-west-1/istio-remote.k8s.yaml';

/** A project like this repository, with mesh.yaml, cdk8s.yaml and the built app. */
function project(mesh = MESH): Sandbox {
  const made = new Sandbox({ 'mesh.yaml': mesh, 'cdk8s.yaml': readFileSync('cdk8s.yaml', 'utf8') });
  for (const name of ['lib', 'node_modules']) symlinkSync(join(inject('copy'), name), made.path(name));
  return made;
}

function cdk8sSynth(cwd: string, args: readonly string[] = [], env: RunOptions['env'] = {}): Ran {
  return run('node_modules/.bin/cdk8s', ['synth', ...args], {
    cwd,
    env: { CDK8S_CHECK_UPGRADE: 'false', ...env },
  });
}

describe('cdk8s synth', () => {
  it('writes the same bytes as istio-remote synth', () => {
    using sandbox = project();
    const ran = cdk8sSynth(sandbox.folder);
    expect(ran).toMatchObject({ code: 0, stderr: '' });
    expect(istioRemote(['synth', '--outdir', 'own'], { cwd: sandbox.folder }).code).toBe(0);
    expect(sandbox.files('dist')).toEqual(OUTPUT_FILES);
    expect(sandbox.texts('dist')).toEqual(sandbox.texts('own'));
  });

  it('asks no registry for a newer CLI, as `npm ci` sets it up in this repository', () => {
    using sandbox = project();
    using home = new Sandbox({});
    const { code, stderr } = run('npx', ['cdk8s', 'synth'], {
      cwd: sandbox.folder,
      env: { HOME: home.folder, npm_config_update_notifier: 'false' },
    });
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    // The file where the CLI stores the registry's answer.
    expect(home.files('.').filter((file) => file.includes('cdk8s'))).toEqual([]);
  });

  it('writes what this repository commits', () => {
    using sandbox = project();
    expect(cdk8sSynth(sandbox.folder).code).toBe(0);
    for (const file of OUTPUT_FILES)
      expect(sandbox.read(`dist/${file}`)).toBe(readFileSync(`dist/${file}`, 'utf8'));
  });

  it('leaves dist/ empty and shows each located line when the mesh has mistakes', () => {
    using sandbox = project(MESH.replace('pilot: 10.16.0.11', 'pilot: 999.2.3.4').replace('replicas', 'x'));
    sandbox.write('dist/hq/old.yaml', 'kind: Old\n');
    const { code, stderr } = cdk8sSynth(sandbox.folder);
    expect(code).not.toBe(0);
    expect(stderr).toMatch(/^mesh\.yaml:\d+:\d+ primary\.addresses\.pilot: expected .*999\.2\.3\.4/m);
    expect(sandbox.files('dist')).toEqual([]);
  });

  it('shows warnings on standard error', () => {
    using sandbox = project(MESH.replace('pilotService: true', 'pilotService: false'));
    const { code, stderr } = cdk8sSynth(sandbox.folder);
    expect(code).toBe(0);
    expect(stderr).toMatch(/^mesh\.yaml:\d+:\d+ .*: warning: /m);
  });

  it.each([
    ['--output', ['--output', 'out/manifests'], {}],
    ['CDK8S_OUTPUT', [], { CDK8S_OUTPUT: 'out/manifests' }],
  ])('writes to the folder that %s names', (_, args, env) => {
    using sandbox = project();
    expect(cdk8sSynth(sandbox.folder, args, env).code).toBe(0);
    expect(sandbox.files('out/manifests')).toEqual(OUTPUT_FILES);
    expect(sandbox.files('dist')).toEqual([]);
  });

  it('fails with the place of what a cluster would refuse', () => {
    using sandbox = project();
    sandbox.write(
      'app.js',
      `require('./lib/main.js'); process.on('exit', () => {
        const { readFileSync, writeFileSync } = require('node:fs');
        const file = process.env.CDK8S_OUTDIR + '/${REMOTE_FILE}';
        writeFileSync(file, readFileSync(file, 'utf8').replace('replicas: 1', 'replica: 1'));
      });`,
    );
    const { code, stdout } = cdk8sSynth(sandbox.folder, ['--app', 'node app.js']);
    expect(code).toBe(2);
    expect(stdout).toMatch(new RegExp(`${REMOTE_FILE}:\\d+:3 spec\\.replica`));
    expect(stdout).toContain('Did you mean "replicas"?');
  });

  // The CLI prints the report of a validation between the manifests.
  it('prints the same objects with --stdout --no-validate', () => {
    using sandbox = project();
    const { code, stdout } = cdk8sSynth(sandbox.folder, ['--stdout', '--no-validate']);
    expect(code).toBe(0);
    const printed = readManifests(stdout);
    const committed = MESH_FILES.flatMap((file) => readManifests(readFileSync(`dist/${file}`, 'utf8')));
    // The CLI joins the files in its own order.
    const sorted = (objects: readonly object[]) => objects.map((object) => JSON.stringify(object)).sort();
    expect(sorted(printed)).toEqual(sorted(committed));
  });
});
