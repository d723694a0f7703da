import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ApiObject, App, Chart, Testing } from 'cdk8s';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { InjectedWorkloads, loadMesh, parseMesh, problemText, synthMesh } from '../../../src';
import { outputOf } from '../../../src/lines/mesh-output';
import { meshFiles } from '../../../src/output/mesh-files';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes:
  - name: eu-west-1
    injectedWorkloads: [apps]
`;
const POD = 'apiVersion: v1\nkind: Pod # c\nmetadata: { name: a }\nspec: { containers: [] }\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'injected-workloads-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string): string {
  mkdirSync(dirname(join(folder, name)), { recursive: true });
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function read(mesh = MESH) {
  return parseMesh(mesh, write('mesh.yaml', mesh));
}

function workloadFiles(mesh = MESH) {
  const { mesh: found, problems } = read(mesh);
  expect(problems.map(problemText)).toEqual([]);
  if (found === undefined) throw new Error('no mesh');
  return [...meshFiles(outputOf(found))].filter(({ path }) => path.includes('workloads'));
}

describe('injectedWorkloads in mesh.yaml', () => {
  it('renders the documents of every file, each behind ---', () => {
    write('apps/a.yaml', `# first\n---\n${POD}---\n# nothing\n---\nkind: Service\napiVersion: v1\n...\n`);
    write('apps/b.json', '{"kind": "ConfigMap", "apiVersion": "v1"}');
    const [file, ...others] = workloadFiles();
    expect(others).toEqual([]);
    expect(file?.path).toBe('eu-west-1/workloads.k8s.yaml');
    const [first, ...rest] = file?.text.split(/^---(?: #.*)?\n/m).slice(1) ?? [];
    expect(first?.startsWith('# first\napiVersion: v1\nkind: Pod # c\n')).toBe(true);
    expect(first).toContain('istio-proxy');
    expect(rest).toEqual(['kind: Service\napiVersion: v1\n', '{"kind": "ConfigMap", "apiVersion": "v1"}\n']);
  });

  it('renders as many files as cdk8s synth --stdout can take', () => {
    write('apps/a.yaml', Array.from({ length: 40 }, () => `---\n${POD}`).join(''));
    const files = workloadFiles();
    expect(files.length).toBeGreaterThan(1);
    for (const { text } of files) expect(text.length).toBeLessThan(64_000);
    expect(
      files.map(({ text }) => text.match(/kind: Pod/g)?.length ?? 0).reduce((sum, each) => sum + each),
    ).toBe(40);
  });

  it('is written, left alone and removed by synth', () => {
    write('apps/a.yaml', POD);
    const outdir = join(folder, 'dist');
    const file = 'eu-west-1/workloads.k8s.yaml';
    expect(synthMesh(loadMesh(write('mesh.yaml', MESH)), { outdir }).added).toContain(file);
    expect(synthMesh(loadMesh(join(folder, 'mesh.yaml')), { outdir }).unchanged).toContain(file);
    const without = MESH.replace(/ +injectedWorkloads.*\n/, '');
    expect(synthMesh(loadMesh(write('mesh.yaml', without)), { outdir }).removed).toEqual([file]);
  });

  it('reports a mistake with its file, line and document', () => {
    const annotations = 'annotations: { traffic.sidecar.istio.io/excludeInboundPorts: "x" }';
    write('apps/a.yaml', `${POD}---\n${POD.replace('name: a', `name: a, ${annotations}`)}`);
    write('apps/b.yaml', 'a: {\n');
    const { mesh, problems } = read();
    expect(mesh).toBeUndefined();
    expect(problems.map(problemText)).toEqual([
      expect.stringMatching(/apps\/a\.yaml:8:\d+ metadata\.annotations\..*\(document 2\)/),
      expect.stringMatching(/apps\/b\.yaml:.*not valid YAML.*\(document 1\)/),
    ]);
  });

  it('reports a missing folder, or a template of the user, with its place in mesh.yaml', () => {
    expect(read().problems.map(problemText)).toEqual([
      expect.stringMatching(/mesh\.yaml:5:25 remotes\[0\]\.injectedWorkloads\[0\]: there is no apps/),
    ]);
    write('apps/a.yaml', POD);
    const own = `${MESH}    sidecarInjector: { template: false }\n`;
    expect(read(own).problems.map(problemText)).toEqual([expect.stringContaining('template of its own')]);
  });
});

describe('podTemplates in mesh.yaml', () => {
  const ROLLOUT = POD.replace('v1', 'argoproj.io/v1alpha1')
    .replace('Pod', 'Rollout')
    .replace('spec:', 'spec: { template: { spec:')
    .replace('[] }', '[{ name: web }] } } }');

  it('inject the custom resources that a warning is about without them', () => {
    const path = write('apps/a.yaml', `${POD}---\n${ROLLOUT}`);
    const { mesh, problems } = read();
    expect(mesh).toBeDefined();
    expect(problems.map(problemText)).toEqual([
      `${path}:9:19 spec.template: warning: Rollout a gets no sidecar: its kind is not known to have pods (document 2). Add argoproj.io/Rollout=spec.template to podTemplates of eu-west-1 in mesh.yaml, or give its pods the annotation sidecar.istio.io/inject: "false"`,
    ]);
    const [file] = workloadFiles(`${MESH}    podTemplates: [argoproj.io/Rollout=spec.template]\n`);
    expect(file?.text.match(/sidecar\.istio\.io\/status/g)).toHaveLength(2);
  });

  it('are on the page of the mesh while they are missing', () => {
    write('apps/a.yaml', ROLLOUT);
    const outdir = join(folder, 'dist');
    synthMesh(loadMesh(write('mesh.yaml', MESH)), { outdir });
    expect(readFileSync(join(outdir, 'README.md'), 'utf8')).toContain('Rollout a gets no sidecar');
  });

  it.each([
    [
      'podTemplates: [Rollout.argoproj.io=spec.template]',
      /podTemplates\[0\]: expected group\/Kind=path.*Write argoproj\.io\/Rollout=spec\.template/,
    ],
    ['podTemplates: argoproj.io/Rollout=spec.template', /podTemplates: expected a list of pod templates/],
  ])('are refused as %s', (option, message) => {
    write('apps/a.yaml', POD);
    const { mesh, problems } = read(`${MESH}    ${option}\n`);
    expect(mesh).toBeUndefined();
    expect(problems.map(problemText)).toEqual([expect.stringMatching(message)]);
  });

  it('have no effect without workloads, and are of Istio 1.0 only', () => {
    const option = 'podTemplates: [argoproj.io/Rollout=spec.template]';
    expect(read(MESH.replace('injectedWorkloads: [apps]', option)).problems.map(problemText)).toEqual([
      expect.stringMatching(/podTemplates: warning: has no effect without injectedWorkloads/),
    ]);
    const current = `istio: "1.30"\nprimary: { name: hq, addresses: { istiod: a.b } }\nremotes: [{ name: eu, ${option} }]\n`;
    expect(read(current).problems.map(problemText)).toEqual([
      expect.stringMatching(/podTemplates: belongs to Istio 1\.0/),
    ]);
  });
});

describe('InjectedWorkloads', () => {
  const mesh = () => loadMesh(write('mesh.yaml', MESH.replace(/ +injectedWorkloads.*\n/, '')));
  const deployment = (chart: Chart, id: string, template: object) =>
    new ApiObject(chart, id, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: id },
      spec: { template },
    });

  it('gives every workload of its chart a sidecar, made before or after it', () => {
    const chart = new Chart(new App(), 'shop');
    deployment(chart, 'before', {
      metadata: { annotations: { a: 'b' } },
      spec: { containers: [{ name: 'web' }] },
    });
    new InjectedWorkloads(chart, 'sidecars', { mesh: mesh() });
    deployment(chart, 'after', { spec: { containers: [], hostNetwork: false } });
    deployment(chart, 'host', { spec: { containers: [], hostNetwork: true } });
    new ApiObject(chart, 'service', { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web' } });
    const [before, after, host, service] = Testing.synth(chart);
    expect(before.spec.template.spec.containers.map(({ name }: { name: string }) => name)).toEqual([
      'web',
      'istio-proxy',
    ]);
    expect(before.spec.template.metadata.annotations).toMatchObject({
      a: 'b',
      'sidecar.istio.io/status': expect.stringContaining('"initContainers":["istio-init"]'),
    });
    expect(after.spec.template.spec.volumes).toHaveLength(2);
    expect(after.spec.template.metadata.annotations).toHaveProperty(['sidecar.istio.io/status']);
    expect(JSON.stringify([host, service])).not.toContain('istio');
    expect(Testing.synth(chart)[0]).toEqual(before);
  });

  it('makes a synth fail that Istio would refuse', () => {
    const chart = new Chart(new App(), 'shop');
    new InjectedWorkloads(chart, 'sidecars', { mesh: mesh(), cluster: 'eu-west-1' });
    const annotations = { 'sidecar.istio.io/interceptionMode': 'NONE' };
    deployment(chart, 'web', { metadata: { annotations }, spec: { containers: [] } });
    expect(() => Testing.synth(chart)).toThrow(
      /Deployment web spec\.template\.metadata\.annotations.*REDIRECT or TPROXY/,
    );
  });

  it('makes a synth fail that would leave a custom resource without a sidecar', () => {
    const chart = new Chart(new App(), 'shop');
    new InjectedWorkloads(chart, 'sidecars', { mesh: mesh() });
    const rollout = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', metadata: { name: 'web' } };
    const template = { spec: { containers: [{ name: 'web' }] } };
    new ApiObject(chart, 'web', { ...rollout, spec: { template } });
    expect(() => Testing.synth(chart)).toThrow(
      /spec\.template: Rollout web gets no sidecar.*Add argoproj\.io\/Rollout=spec\.template to podTemplates/,
    );
  });

  it('injects custom resources listed in podTemplates', () => {
    const chart = new Chart(new App(), 'shop');
    new InjectedWorkloads(chart, 'sidecars', {
      mesh: mesh(),
      podTemplates: ['argoproj.io/Rollout=spec.template'],
    });
    new ApiObject(chart, 'web', {
      apiVersion: 'argoproj.io/v1alpha1',
      kind: 'Rollout',
      spec: { template: { spec: {} } },
    });
    expect(JSON.stringify(Testing.synth(chart))).toContain('istio-proxy');
  });

  it('refuses a cluster that the mesh does not have', () => {
    const chart = new Chart(new App(), 'shop');
    expect(() => new InjectedWorkloads(chart, 'sidecars', { mesh: mesh(), cluster: 'us' })).toThrow(
      /eu-west-1/,
    );
  });
});
