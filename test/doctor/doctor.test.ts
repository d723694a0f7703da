import { describe, expect, it } from 'vitest';
import { doctorCommand } from '../../src/cli/doctor';
import { doctor } from '../../src/doctor/doctor';
import { checks } from '../../src/lines/istio-1.0/doctor/checks';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { RecordedTerminal } from '../cli/recorded-terminal';
import { Sandbox } from '../e2e/sandbox';
import { openNow } from '../open-now';
import { type FakeClusterOptions, fakeCluster, healthyObjects, meshOf, TOKEN } from './fake-cluster';

const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: pilot.invalid } }
remotes:
  - { name: eu, kubernetes: "1.21", pilotService: true, injectedNamespaces: [shop] }
  - { name: ap }
`;

async function examined(remotes: readonly string[], eu: FakeClusterOptions = {}) {
  using sandbox = new Sandbox({ 'mesh.yaml': MESH });
  const { mesh, membership } = openNow(sandbox.path('mesh.yaml'));
  if (mesh.line !== '1.0') throw new Error('expected Istio 1.0');
  return await doctor(
    mesh,
    { checks, membership },
    {
      connection: { config: sandbox.path('mesh.yaml'), env: {} },
      remotes,
      open: ({ name }) =>
        fakeCluster({ name, objects: healthyObjects(meshOf()), ...(name === 'eu' ? eu : {}) }),
      openReader: () => fakeCluster(),
      connect: async () => undefined,
      readHttp: async () => ({ failure: 'ECONNRESET' }),
    },
  );
}

describe('doctor', () => {
  it('looks at the primary and every remote', async () => {
    const { findings } = await examined([]);
    expect(new Set(findings.map(({ cluster }) => cluster))).toEqual(new Set(['hq', 'eu', 'ap']));
  });

  it('looks at the named remotes alone', async () => {
    const { findings } = await examined(['ap']);
    expect(new Set(findings.map(({ cluster }) => cluster))).toEqual(new Set(['hq', 'ap']));
  });

  it('is not healthy while anything is broken', async () => {
    const { findings, healthy } = await examined(['eu']);
    expect(healthy).toBe(false); // Nobody has joined.
    expect(findings.filter(({ status }) => status === 'broken').map(({ check }) => check)).toContain(
      'secret-on-primary',
    );
  });

  it('refuses a remote that the mesh does not have', async () => {
    await expect(examined(['us', 'hq'])).rejects.toThrow(
      'no remote "us", "hq" in the mesh. Name one of eu, ap',
    );
  });

  it('says nothing of the tokens it saw', async () => {
    const { findings } = await examined([]);
    const text = JSON.stringify(findings);
    expect(text).not.toContain(TOKEN.slice(0, 12));
    expect(findCredentials(text)).toEqual([]);
  });
});

describe('the command doctor', () => {
  const KUBECONFIG = `apiVersion: v1
kind: Config
current-context: x
clusters: [{ name: x, cluster: { server: "https://127.0.0.1:1" } }]
contexts: [{ name: x, context: { cluster: x, user: x } }]
users: [{ name: x, user: { token: "${TOKEN}" } }]
`;

  async function run(json: boolean, colours = false) {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH, kubeconfig: KUBECONFIG });
    const terminal = new RecordedTerminal({}, colours);
    const values = {
      config: sandbox.path('mesh.yaml'),
      kubeconfig: sandbox.path('kubeconfig'),
      timeout: '2s',
      within: '20s',
      'skip-addresses': false,
    };
    const code = await doctorCommand.run({ ...values, json, remote: ['eu'] }, terminal);
    return { code, text: terminal.text, errors: terminal.errors };
  }

  it('prints a table with what to do, and exits 1', async () => {
    const { code, text, errors } = await run(false);
    expect(code).toBe(1);
    expect(text).toMatch(/^STATUS +CLUSTER +CHECK +FINDING\n/);
    expect(text).toMatch(
      /^broken +eu +api-server +eu \(https:\/\/127\.0\.0\.1:1\): the connection was refused\n +→ Check/m,
    );
    expect(text).toMatch(/^warning +hq +addresses +pilot at pilot\.invalid:15007 does not answer/m);
    expect(errors).toContain('2 broken, 1 warning, 0 unknown, 0 ok');
    expect(findCredentials(text + errors)).toEqual([]);
  });

  it('prints JSON for programs', async () => {
    const { code, text, errors } = await run(true);
    expect(code).toBe(1);
    const report = JSON.parse(text) as { healthy: boolean; findings: { status: string }[] };
    expect(report.healthy).toBe(false);
    expect(report.findings.map(({ status }) => status)).toEqual(['broken', 'warning', 'broken']);
    expect(errors).toBe('');
  });

  it('colours the status on a terminal alone', async () => {
    expect((await run(false)).text).not.toContain('\u001b');
    expect((await run(false, true)).text).toContain('\u001b[31mbroken');
  });
});
