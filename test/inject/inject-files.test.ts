import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { istioRemote } from '../cli/recorded-terminal';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes:
  - { name: eu-west-1 }
`;
const DEPLOYMENT = `apiVersion: apps/v1
kind: Deployment
metadata: { name: web } # the shop
spec:
  template:
    spec:
      containers:
      - name: web
`;
const SERVICE = 'kind:   Service\napiVersion: v1\nmetadata: {name: web}\n';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'inject-command-'));
  write('mesh.yaml', MESH);
});
afterEach(() => rmSync(folder, { recursive: true }));

function write(name: string, text: string | Buffer): string {
  const path = join(folder, name);
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  return path;
}

function read(name: string): string {
  return readFileSync(join(folder, name), 'utf8');
}

function inject(...args: string[]) {
  return istioRemote(['inject', '--config', join(folder, 'mesh.yaml'), ...args]);
}

describe('istio-remote inject', () => {
  it('prints the documents of several files, each behind ---', async () => {
    const { code, out, err } = await inject(
      '-f',
      write('a.yaml', SERVICE.trimEnd()),
      '-f',
      write('b.yaml', DEPLOYMENT),
    );
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out.startsWith(`${SERVICE}---\n${DEPLOYMENT}`)).toBe(true);
    expect(out).toContain('name: istio-proxy');
  });

  it('writes a folder of results for a folder of manifests', async () => {
    write('apps/web.yaml', DEPLOYMENT);
    write('apps/svc.json', '{"kind": "Service", "apiVersion": "v1"}');
    write('apps/notes.txt', 'no manifest');
    const { code, err } = await inject('-f', join(folder, 'apps'), '--output', join(folder, 'out'));
    expect({ code, err }).toEqual({ code: 0, err: '2 documents, 1 pods with a sidecar, 0 skipped\n' });
    expect(readdirSync(join(folder, 'out'))).toEqual(['svc.json', 'web.yaml']);
    expect(read('out/svc.json')).toBe('{"kind": "Service", "apiVersion": "v1"}');
  });

  it('changes a file in place, and back', async () => {
    const path = write('web.yaml', `${SERVICE}---\r\n${DEPLOYMENT.replaceAll('\n', '\r\n')}`);
    const before = read('web.yaml');
    expect((await inject('-f', path, '--output', path)).code).toBe(0);
    expect(read('web.yaml')).toContain('name: istio-proxy\r\n');
    expect((await inject('-f', path, '--output', path, '--revert')).code).toBe(0);
    expect(read('web.yaml')).toBe(before);
  });

  it('names file, line and number of a broken document and writes nothing', async () => {
    write('apps/a.yaml', DEPLOYMENT);
    const broken = write('apps/b.yaml', `${SERVICE}---\n${DEPLOYMENT}---\na: 1\n b: 2\n---\n${DEPLOYMENT}`);
    const output = join(folder, 'out');
    const { code, out, err } = await inject('-f', join(folder, 'apps'), '--output', output);
    expect(code).toBe(1);
    expect(out).toBe('');
    expect(err).toMatch(new RegExp(`^${broken}:15:\\d+: not valid YAML: .*\\(document 3\\)`));
    expect(err.trim().split('\n')).toHaveLength(1);
    expect(readdirSync(folder).sort()).toEqual(['apps', 'mesh.yaml']);
    expect(await inject('-f', broken)).toMatchObject({ code: 1, out: '' });
  });

  it('names what Istio refuses by file, line and document', async () => {
    const path = write(
      'web.yaml',
      `---\n${SERVICE}---\n${DEPLOYMENT.replace('    spec:', '    metadata: { annotations: { traffic.sidecar.istio.io/excludeOutboundIPRanges: "*" } }\n    spec:')}`,
    );
    const { code, err } = await inject('-f', path);
    expect(code).toBe(1);
    expect(err).toContain(`${path}:11:82 `);
    expect(err).toContain('excludeOutboundIPRanges');
    expect(err).toContain('(document 2)');
  });

  it('says which workloads it skips', async () => {
    const path = write(
      'web.yaml',
      DEPLOYMENT.replace('      containers', '      hostNetwork: true\n      containers'),
    );
    const { code, out, err } = await inject('-f', path);
    expect({ code, out }).toEqual({ code: 0, out: read('web.yaml') });
    expect(err).toBe(
      `${path}:1: no sidecar for Deployment web: it uses the host network, whose traffic is not its own to redirect\n`,
    );
  });

  it('warns of a pod template of an unknown kind, and injects it where the option says', async () => {
    const rollout = DEPLOYMENT.replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout');
    const path = write('rollout.yaml', `${SERVICE}---\n${rollout}`);
    const { code, out, err } = await inject('-f', path);
    expect({ code, out }).toEqual({ code: 0, out: read('rollout.yaml') });
    expect(err).toBe(
      `${path}:10:5 spec.template: warning: Rollout web gets no sidecar: its kind is not known to have pods (document 2). Use --pod-template argoproj.io/Rollout=spec.template\n`,
    );
    const again = await inject('-f', path, '--pod-template', 'argoproj.io/Rollout=spec.template');
    expect(again).toMatchObject({ code: 0, err: '', out: expect.stringContaining('name: istio-proxy') });
  });

  it('warns of the first 50 templates, and counts the others', async () => {
    const rollout = DEPLOYMENT.replace('apps/v1', 'argoproj.io/v1alpha1').replace('Deployment', 'Rollout');
    const { err } = await inject('-f', write('all.yaml', `---\n${rollout}`.repeat(60)));
    expect(err.trimEnd().split('\n')).toHaveLength(51);
    expect(err).toContain('10 more like these');
  });

  it.each([
    [1, ['-f', 'none.yaml'], 'none.yaml: there is no such file'],
    [2, [], '-f: expected manifests'],
    [1, ['-f', 'mesh.yaml', '--cluster', 'us'], 'no remote "us"'],
    [2, ['-f', 'mesh.yaml', '--pod-template', 'x'], '--pod-template: expected group/Kind=path'],
    [2, ['-f', 'mesh.yaml', '--inject-config', 'x'], '--inject-config and --mesh-config belong together'],
    [2, ['-f', 'mesh.yaml', '--print-config'], '--print-config injects nothing'],
  ])('ends with %d for %j', async (expected, args, message) => {
    const { code, err } = await inject(...args);
    expect(code).toBe(expected);
    expect(err).toContain(message);
  });

  it('asks for the cluster when there are several, and for the template when it is not ours', async () => {
    write('mesh.yaml', `${MESH}  - { name: us-east-1, sidecarInjector: { template: false } }\n`);
    const path = write('web.yaml', DEPLOYMENT);
    expect((await inject('-f', path)).err).toContain('Name one of: eu-west-1, us-east-1');
    expect((await inject('-f', path, '--cluster', 'us-east-1')).err).toContain('--inject-config');
    expect((await inject('-f', path, '--cluster', 'eu-west-1')).code).toBe(0);
  });

  it('says that the primary injects in a mesh of current Istio', async () => {
    write(
      'mesh.yaml',
      'istio: "1.30"\nprimary: { name: hq, addresses: { istiod: a.b } }\nremotes: [{ name: eu }]\n',
    );
    const { code, err } = await inject('-f', write('web.yaml', DEPLOYMENT));
    expect(code).toBe(1);
    expect(err).toContain('in a mesh of Istio 1.30 the primary injects');
    expect(err).toContain('Name the namespaces in injectedNamespaces');
  });

  it('refuses bytes that are no UTF-8', async () => {
    const { code, err } = await inject('-f', write('web.yaml', Buffer.from([0x61, 0x3a, 0xff, 0x0a])));
    expect(code).toBe(1);
    expect(err).toContain('expected text in UTF-8');
  });

  it('writes the two files that istioctl takes', async () => {
    const { code } = await inject('--print-config', '--output', join(folder, 'kube-inject'));
    expect(code).toBe(0);
    const config = parse(read('kube-inject/inject-config.yaml'));
    expect(config.policy).toBe('enabled');
    expect(config.template).toContain('[[ .MeshConfig.ProxyListenPort ]]');
    expect(parse(read('kube-inject/mesh-config.yaml')).defaultConfig.discoveryAddress).toBe(
      '10.8.0.11:15007',
    );
    const { out } = await inject('--print-config');
    expect(out).toBe(
      `--- # inject-config.yaml\n${read('kube-inject/inject-config.yaml')}--- # mesh-config.yaml\n${read('kube-inject/mesh-config.yaml')}`,
    );
  });
});
