import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest';
import { type KubernetesObject, readManifests } from '../golden/manifests';
import { npm, pack } from './npm';
import { run } from './run';
import { Sandbox } from './sandbox';

/** The files that `cdk8s init typescript-app` copies. */
const TEMPLATE = 'node_modules/cdk8s-cli/templates/typescript-app';

/**
 * A user's app that adds objects to both kinds of cluster. The compiler must find the wrong lines, or the types are
 * missing.
 */
const APP = `import { ApiObject, App, Chart, JsonPatch, Testing } from 'cdk8s';
import { Citadel, CurrentRemoteCluster, RemoteCluster, RemoteClusterProps, UserError } from 'cdk8s-istio-remote';
import { Construct } from 'constructs';

const company: RemoteClusterProps = {
  istio: '1.0.9',
  addresses: { pilot: '10.16.0.11' },
  pilotService: true,
  labels: { team: 'mesh' },
};

export class CompanyCluster extends RemoteCluster {
  constructor(scope: Construct, id: string, props: Partial<RemoteClusterProps> = {}) {
    super(scope, id, { ...company, ...props });
    const budget = new ApiObject(this, 'budget', {
      apiVersion: 'policy/v1',
      kind: 'PodDisruptionBudget',
      metadata: { namespace: 'istio-system' },
      spec: { minAvailable: 1, selector: { matchLabels: { istio: 'citadel' } } },
    });
    budget.addDependency(this.citadel);
    this.citadel.deployment.metadata.addAnnotation('example.com/owner', 'platform');
    this.citadel.deployment.addJsonPatch(
      JsonPatch.add('/spec/template/spec/tolerations', [{ operator: 'Exists' }]),
    );
  }
}

export const app = new App();
export const old = new CompanyCluster(app, 'eu-west-1', { disableResourceNameHashes: true });
const namespaces: readonly string[] = ['shop'];
export const current = new CurrentRemoteCluster(app, 'us-east-1', {
  istio: '1.30',
  primary: 'hq',
  istiodAddress: '10.16.0.11',
  injectedNamespaces: namespaces,
  labels: { team: 'mesh' },
});
current.injectedNamespaces.shop.namespace.metadata.addAnnotation('example.com/owner', 'shop');
// These are declared by the types of the package alone.
export const citadel = old.citadel;
export const parts = { pilot: old.pilot, injector: old.sidecarInjector, istiod: current.istiod, webhook: current.injection };
export const options: RemoteClusterProps['proxy'] = { concurrency: 2 };
export const alone = new Citadel(new Chart(app, 'alone'), 'citadel', { selfSignedCa: false });
export const count: number = Testing.synth(old).length;

export function wrong(): unknown[] {
  return [
    // @ts-expect-error -- there is no such option
    new RemoteCluster(app, 'a', { ...company, pilotServce: true }),
    // @ts-expect-error -- not a release of the line
    new RemoteCluster(app, 'b', { istio: '1.0.10', addresses: { pilot: '10.16.0.11' } }),
    // @ts-expect-error -- a number, not a text
    new RemoteCluster(app, 'c', { ...company, sidecarInjector: { replicas: '2' } }),
    // @ts-expect-error -- an option of the other line
    new CurrentRemoteCluster(app, 'd', { istio: '1.30', primary: 'hq', istiodAddress: '10.16.0.11', citadel: {} }),
    // @ts-expect-error -- labels are text
    new RemoteCluster(app, 'e', { ...company, labels: { team: 1 } }),
    // @ts-expect-error -- a part is not a text
    old.citadel.trim(),
    new UserError('none'),
  ];
}
app.synth();
`;

interface Setting {
  readonly file: string;
  readonly compiled: string;
  readonly options: object;
  readonly type?: 'module';
}

/** Ways to compile a program. The first is the stock project's. */
const SETTINGS: Readonly<Record<string, Setting>> = {
  CommonJS: { file: 'main.ts', compiled: 'main.js', options: {} },
  'NodeNext .cts': { file: 'main.cts', compiled: 'main.cjs', options: { module: 'NodeNext' } },
  'NodeNext .mts': { file: 'main.mts', compiled: 'main.mjs', options: { module: 'NodeNext' } },
  Bundler: {
    file: 'main.ts',
    compiled: 'main.js',
    options: { module: 'ESNext', moduleResolution: 'Bundler' },
    type: 'module',
  },
};

/** The TypeScript of a stock project, which comes with cdk8s-cli, and the newest one, which this project uses. */
const COMPILERS = {
  '5.9': { from: 'node_modules/jsii/package.json', version: /^5\.9\./ },
  newest: { from: 'package.json', version: /^7\./ },
} as const;

function compiler(name: keyof typeof COMPILERS): string {
  const { from, version } = COMPILERS[name];
  const manifest = createRequire(join(process.cwd(), from)).resolve('typescript/package.json');
  expect(JSON.parse(readFileSync(manifest, 'utf8'))).toMatchObject({
    version: expect.stringMatching(version),
  });
  return join(dirname(manifest), 'bin/tsc');
}

describe('the project that cdk8s init makes', () => {
  let sandbox: Sandbox;

  beforeAll(() => {
    sandbox = new Sandbox({});
    const { filename } = pack(sandbox.folder);
    const { devDependencies } = JSON.parse(readFileSync(`${TEMPLATE}/package.json`, 'utf8')) as {
      devDependencies: Record<string, string>;
    };
    expect(devDependencies.typescript).toBe('5.9.x');
    const nodeTypes = `@types/node@${devDependencies['@types/node']}`;
    const packages = ['cdk8s', 'constructs', nodeTypes, `./${filename}`];
    const install = npm('npm', ['install', '--no-audit', '--no-fund', ...packages], { cwd: sandbox.folder });
    expect(install.code, install.stderr).toBe(0);
  });

  afterAll(() => sandbox?.[Symbol.dispose]());

  /** A folder with the app and the stock project's settings, with changes. */
  function project(name: string, { file, options, type = undefined }: Setting): string {
    const stock = JSON.parse(readFileSync(`${TEMPLATE}/tsconfig.json`, 'utf8')) as {
      compilerOptions: object;
    };
    expect(stock.compilerOptions).not.toHaveProperty('skipLibCheck');
    expect(stock.compilerOptions).not.toHaveProperty('esModuleInterop');
    const settings = {
      ...stock,
      compilerOptions: { ...stock.compilerOptions, ...options },
      include: ['**/*.ts', '**/*.cts', '**/*.mts'],
    };
    mkdirSync(sandbox.path(name));
    sandbox.write(`${name}/tsconfig.json`, JSON.stringify(settings));
    sandbox.write(`${name}/package.json`, JSON.stringify({ name: 'app', version: '1.0.0', type }));
    sandbox.write(`${name}/${file}`, APP);
    return sandbox.path(name);
  }

  const objectsIn = (file: string): KubernetesObject[] => readManifests(sandbox.read(file));

  describe.each(['5.9', 'newest'] as const)('with TypeScript %s', (version) => {
    it.each(Object.entries(SETTINGS))('compiles and synthesizes as %s', (title, setting) => {
      const name = `${title} ${version}`.replaceAll(' ', '-');
      const cwd = project(name, setting);
      const { code, stdout } = run(process.execPath, [compiler(version), '--build'], { cwd });
      expect(stdout).toBe('');
      expect(code).toBe(0);
      const ran = run(process.execPath, [setting.compiled], { cwd, env: { CDK8S_OUTDIR: 'dist' } });
      expect(ran).toMatchObject({ code: 0, stdout: '', stderr: '' });
      expect(sandbox.files(`${name}/dist`)).toEqual([
        'alone.k8s.yaml',
        'eu-west-1.k8s.yaml',
        'us-east-1.k8s.yaml',
      ]);
      const old = objectsIn(`${name}/dist/eu-west-1.k8s.yaml`);
      expect(old.at(-1)).toMatchObject({
        kind: 'PodDisruptionBudget',
        metadata: { name: 'eu-west-1-budget' },
      });
      expect(old.filter(({ metadata }) => metadata.labels?.team !== 'mesh')).toEqual([]);
      expect(old.find(({ kind }) => kind === 'Deployment')).toMatchObject({
        metadata: { name: 'istio-citadel', annotations: { 'example.com/owner': 'platform' } },
        spec: {
          selector: { matchLabels: { istio: 'citadel' } },
          template: {
            metadata: { labels: { istio: 'citadel' } },
            spec: { tolerations: [{ operator: 'Exists' }] },
          },
        },
      });
      const shop = objectsIn(`${name}/dist/us-east-1.k8s.yaml`).find(
        ({ metadata }) => metadata.name === 'shop',
      );
      expect(shop?.metadata).toEqual({
        name: 'shop',
        labels: { 'istio-injection': 'enabled', team: 'mesh' },
        annotations: { 'example.com/owner': 'shop' },
      });
    });

    it('reads types of cdk8s, constructs, this package and Node', () => {
      const cwd = project(`types-${version}`, SETTINGS.CommonJS as Setting);
      const { code, stdout } = run(process.execPath, [compiler(version), '-p', '.', '--listFilesOnly'], {
        cwd,
      });
      expect(code, stdout).toBe(0);
      const packages = stdout.split('\n').flatMap((file) => {
        const [, name] = /^.*\/node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(file) ?? [];
        return name === undefined || /typescript/.test(file) ? [] : [name];
      });
      expect([...new Set(packages)].filter((name) => !name.startsWith('@types/')).sort()).toEqual([
        'cdk8s',
        'cdk8s-istio-remote',
        'constructs',
      ]);
    });
  });

  it('is synthesized by the cdk8s command', () => {
    const cwd = project('synth', SETTINGS.CommonJS as Setting);
    const { code } = run(process.execPath, [compiler('5.9'), '--build'], { cwd });
    expect(code).toBe(0);
    const cdk8s = join(inject('copy'), 'node_modules/.bin/cdk8s');
    const synth = run(cdk8s, ['synth', '--app', 'node main.js', '--check-upgrade=false'], { cwd });
    expect(synth.code, synth.stderr).toBe(0);
    expect(synth.stdout).toContain('dist/us-east-1.k8s.yaml');
    expect(objectsIn('synth/dist/eu-west-1.k8s.yaml').length).toBeGreaterThan(15);
  });
});
