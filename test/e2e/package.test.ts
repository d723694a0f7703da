import { readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { codeBlocks, page } from '../docs/pages';
import { npm as npmIn, type Packed, pack } from './npm';
import { cleanEnvironment, istioRemote, type Ran, run } from './run';
import { Sandbox } from './sandbox';

/** A user's import. The compiler must find the wrong option, or the types are missing. */
const PROGRAM = `import { App } from 'cdk8s';
import { loadMesh, type Mesh, MultiClusterReader, RemoteCluster, RemotePilot, synthMesh, UserError } from 'cdk8s-istio-remote';

const app = new App();
const cluster = new RemoteCluster(app, 'eu-west-1', {
  istio: '1.0.9',
  addresses: { pilot: '10.16.0.11' },
  pilotService: true,
  sidecarInjector: { replicas: 2 },
});
new MultiClusterReader(cluster, 'reader-2', { namespace: 'other' });
new RemotePilot(cluster, 'pilot-2', { address: 'pilot.example.com', namespace: 'other' }).service.addDependency();
// @ts-expect-error -- there is no such option
new RemoteCluster(app, 'b', { istio: '1.0.9', addresses: { pilot: '10.16.0.11' }, pilotServce: true });
// @ts-expect-error -- not a release of the line
new RemoteCluster(app, 'c', { istio: '1.0.10', addresses: { pilot: '10.16.0.11' } });
// @ts-expect-error -- a number, not a text
new RemoteCluster(app, 'd', { istio: '1.0.9', addresses: { pilot: '10.16.0.11' }, sidecarInjector: { replicas: '2' } });

export function build(file: string): readonly string[] {
  try {
    const mesh: Mesh = loadMesh(file);
    return synthMesh(mesh, { outdir: 'dist', clusters: [] }).added;
  } catch (error) {
    if (error instanceof UserError) console.error(error.message);
    throw error;
  }
}
`;

const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web }
spec:
  template:
    metadata: { labels: { app: web } }
    spec:
      containers:
        - name: web
          image: nginx
`;

const TSCONFIG = {
  compilerOptions: { module: 'nodenext', target: 'es2022', strict: true, noEmit: true, types: [] },
  files: ['main.ts'],
};

describe('the published package', () => {
  let sandbox: Sandbox;
  let packed: Packed;
  let installed: string;

  const npm = (program: 'npm' | 'npx', args: readonly string[]): Ran =>
    npmIn(program, args, { cwd: sandbox.folder });

  beforeAll(() => {
    sandbox = new Sandbox({});
    const copy = inject('copy');
    // After the first run, compiled code is beside the bundles.
    expect(istioRemote(['synth', '--stdout'], { cwd: copy }).code).toBe(0);
    expect(readdirSync(join(copy, 'lib/cli')).some((name) => name.endsWith('.code'))).toBe(true);
    packed = pack(sandbox.folder);
    const install = npm('npm', ['install', '--no-audit', '--no-fund', `./${packed.filename}`]);
    expect(install.code, install.stderr).toBe(0);
    installed = sandbox.path('node_modules/cdk8s-istio-remote');
  });

  afterAll(() => sandbox?.[Symbol.dispose]());

  it('holds lib, schema, docs and the files that npm asks for, and no compiled code', () => {
    const outside = packed.files
      .map(({ path }) => path)
      .filter(
        (path) =>
          !/^(?:lib|schema|docs)\/|^(?:package\.json|README(?:\.[\w-]+)?\.md|LICENSE|THIRD-PARTY-NOTICES|CHANGELOG\.md)$/.test(
            path,
          ),
      );
    expect(outside).toEqual([]);
    expect(
      packed.files.filter(({ path }) => /\.code$|\.map$|contents\.json$|\.test\.|\.partial$/.test(path)),
    ).toEqual([]);
    for (const path of [
      'lib/bin.js',
      'lib/index.js',
      'lib/main.js',
      'schema/mesh.schema.json',
      'LICENSE',
      'THIRD-PARTY-NOTICES',
    ]) {
      expect(packed.files.map((file) => file.path)).toContain(path);
    }
  });

  it('brings cdk8s and constructs and little else', () => {
    const { packages } = JSON.parse(sandbox.read('node_modules/.package-lock.json')) as {
      packages: Record<string, unknown>;
    };
    const names = Object.keys(packages).map((path) => path.replace(/^.*node_modules\//, ''));
    expect(names).toEqual(expect.arrayContaining(['cdk8s', 'constructs', 'cdk8s-istio-remote']));
    expect(
      names.filter((name) => /^(?:backport|cdk8s-plus-\d+|cdk8s-cli|esbuild|typescript|vitest)$/.test(name)),
    ).toEqual([]);
    // cdk8s brings four packages of its own.
    expect(names.length).toBeLessThanOrEqual(12);
  });

  it('starts a project: init, synth and check by name', () => {
    const init = npm('npx', ['--no', 'istio-remote', 'init']);
    expect(init).toMatchObject({
      code: 0,
      stdout: 'mesh.yaml: written\ncdk8s.yaml: written\n.gitattributes: written\n',
    });
    expect(npm('npx', ['--no', 'istio-remote', 'check'])).toMatchObject({
      code: 1,
      stdout: '',
      stderr: expect.stringContaining(
        'dist: contains none of the files of the mesh. Run `istio-remote synth`',
      ),
    });
    expect(npm('npx', ['--no', 'istio-remote', 'synth'])).toMatchObject({
      code: 0,
      stdout: 'README.md: added\neu-west-1: added\n',
    });
    expect(npm('npx', ['--no', 'istio-remote', 'check'])).toMatchObject({ code: 0, stdout: '', stderr: '' });
    expect(npm('npx', ['--no', 'istio-remote', 'synt']).code).toBe(2);
    expect(npm('npx', ['--no', '--', 'istio-remote', '--help'])).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('istio-remote synth'),
    });
  });

  it('starts as the README says, pasted into a shell', () => {
    const [start = ''] = codeBlocks(page('README.md'), 'sh');
    expect(start).toContain(`npm install --save-dev ./${packed.filename}\n`);
    for (const [program = '', ...args] of start
      .trim()
      .split('\n')
      .map((line) => line.split(' '))) {
      const { code, stderr } = npm(program === 'npm' ? 'npm' : 'npx', args);
      expect(code, `${program} ${args.join(' ')}\n${stderr}`).toBe(0);
    }
  });

  it('injects with a configuration made elsewhere', () => {
    sandbox.write('web.yaml', DEPLOYMENT);
    expect(npm('npx', ['--no', 'istio-remote', 'init', '--istio', '1.0.9', '--dir', 'old']).code).toBe(0);
    const own = ['--config', 'old/mesh.yaml', '--cluster', 'eu-west-1'];
    expect(
      npm('npx', ['--no', 'istio-remote', 'inject', '--print-config', ...own, '--output', 'config']).code,
    ).toBe(0);
    const made = ['--inject-config=config/inject-config.yaml', '--mesh-config=config/mesh-config.yaml'];
    const { code, stdout, stderr } = npm('npx', [
      '--no',
      'istio-remote',
      'inject',
      '-f',
      'web.yaml',
      ...made,
    ]);
    expect({ code, stderr }).toEqual({ code: 0, stderr: '' });
    expect(stdout).toContain('name: istio-proxy');
    expect(stdout).toBe(npm('npx', ['--no', 'istio-remote', 'inject', '-f', 'web.yaml', ...own]).stdout);
  });

  it('brings the schema that the starter mesh names', () => {
    const [, schema = ''] = /\$schema=(.*)/.exec(sandbox.read('mesh.yaml')) ?? [];
    const lines = JSON.parse(sandbox.read(schema)) as Record<'then' | 'else', { properties: object }>;
    for (const { properties } of [lines.then, lines.else])
      expect(Object.keys(properties)).toEqual(expect.arrayContaining(['istio', 'primary', 'remotes']));
  });

  it.each([
    ['require', `const api = require('cdk8s-istio-remote');`, 'show.cjs'],
    ['import', `import * as api from 'cdk8s-istio-remote';`, 'show.mjs'],
  ])('gives its exports to %s', (_, load, file) => {
    sandbox.write(file, `${load}\nconsole.log(Object.keys(api).join(' '));\n`);
    const { code, stdout, stderr } = run(process.execPath, [file], { cwd: sandbox.folder });
    expect(code, stderr).toBe(0);
    expect(stdout.trim().split(' ')).toEqual(
      expect.arrayContaining([
        'RemoteCluster',
        'MultiClusterReader',
        'RemotePilot',
        'MeshConfig',
        'Citadel',
        'loadMesh',
        'synthMesh',
        'UserError',
      ]),
    );
  });

  it('renders a chart in the cdk8s app of its user', () => {
    sandbox.write(
      'app.cjs',
      `const { App } = require('cdk8s'); const { RemoteCluster } = require('cdk8s-istio-remote');
       const app = new App({ outdir: 'own' });
       new RemoteCluster(app, 'eu-west-1', { istio: '1.0.9', addresses: { pilot: '10.16.0.11' } });
       app.synth();`,
    );
    const { code, stderr } = run(process.execPath, ['app.cjs'], { cwd: sandbox.folder });
    expect(code, stderr).toBe(0);
    expect(sandbox.read('own/eu-west-1.k8s.yaml')).toContain('kind: MutatingWebhookConfiguration');
  });

  it.each([
    ['commonjs', 'with declarations left unread', { skipLibCheck: true }],
    ['module', 'with declarations left unread', { skipLibCheck: true }],
    ['commonjs', 'with every declaration read', { skipLibCheck: false }],
  ])('type-checks under nodenext as %s %s', (type, _, options) => {
    const manifest = JSON.parse(sandbox.read('package.json')) as object;
    sandbox.write('package.json', JSON.stringify({ ...manifest, type }));
    sandbox.write('main.ts', PROGRAM);
    const compilerOptions = { ...TSCONFIG.compilerOptions, ...options };
    sandbox.write('tsconfig.json', JSON.stringify({ ...TSCONFIG, compilerOptions }));
    const { code, stdout } = run(join(inject('copy'), 'node_modules/.bin/tsc'), ['-p', '.'], {
      cwd: sandbox.folder,
    });
    expect(code, stdout).toBe(0);
  });

  it('works as the app of cdk8s synth that init wrote', () => {
    rmSync(sandbox.path('dist'), { recursive: true, force: true });
    const cdk8s = join(inject('copy'), 'node_modules/.bin/cdk8s');
    const { code, stderr } = run(cdk8s, ['synth', '--check-upgrade=false'], {
      cwd: sandbox.folder,
      env: cleanEnvironment(),
    });
    expect(code, stderr).toBe(0);
    expect(sandbox.files('dist')).toEqual(['README.md', 'eu-west-1/istio-remote.k8s.yaml']);
  });

  it('is as it was built', () => {
    for (const { path } of packed.files.filter((file) => file.path.startsWith('lib/'))) {
      expect(
        readFileSync(join(installed, path), 'utf8') === readFileSync(join(inject('copy'), path), 'utf8'),
        path,
      ).toBe(true);
    }
  });
});
