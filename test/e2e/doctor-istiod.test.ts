import { spawn } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { FakeIstiod, ISTIOD_CERTIFICATE } from '../lines/istio-current/doctor/istiod/fake-istiod';
import { ApiServer, apiServerFor } from './api-server';
import { fillInBundles } from './live-status';
import { bin, cleanEnvironment, istioRemote } from './run';
import { Sandbox } from './sandbox';
import { StandInKubelet, standInPod } from './stand-in-kubelet';

const binaries = apiServerFor('current');
const ISTIO = ['--namespace', 'istio-system'];
const CHECKS = [
  ...['istiod-replicas', 'network-gateways'],
  ...['remote-clusters', 'held-endpoints', 'istiod-certificate'],
];

/**
 * Two real API servers with stand-ins for their pods: two istiods that answer on their debug port and show a
 * certificate, behind a kubelet that the API server of hq dials.
 */
describe.skipIf(binaries === undefined)('doctor asks istiod through a real API server', () => {
  let hq: ApiServer;
  let eu: ApiServer;
  let sandbox: Sandbox;
  let kubelet: StandInKubelet;
  let istiods: FakeIstiod[];

  beforeAll(async () => {
    if (binaries === undefined) return;
    [hq, eu] = [await ApiServer.start(binaries), await ApiServer.start(binaries)];
    istiods = [await FakeIstiod.start('istiod-1'), await FakeIstiod.start('istiod-2')];
    sandbox = new Sandbox({
      'mesh.yaml': `istio: "1.30"
primary: { name: hq, kubeconfig: ${hq.kubeconfig}, network: n1, addresses: { istiod: 10.16.0.11 } }
remotes: [{ name: eu, kubernetes: "1.34", network: n2, eastWestGateway: true, kubeconfig: ${eu.kubeconfig} }]
`,
    });
    hq.succeed(['create', 'namespace', 'istio-system']);
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
    eu.succeed(['apply', '-f', sandbox.path('dist/eu')]);
    const joined = istioRemote(['join', 'eu', '--allow-localhost'], { cwd: sandbox.folder });
    expect(joined.code, joined.stderr).toBe(0);
    kubelet = await StandInKubelet.start(
      hq,
      (pod, port) => istiods.find((istiod) => istiod.pod === pod)?.lead(port) ?? 'no such pod',
    );
    for (const { pod } of istiods) standInPod(hq, pod, { app: 'istiod', 'istio.io/rev': 'default' });
    // Does what istiod does in a remote.
    fillInBundles(eu, 'istio-sidecar-injector', ISTIOD_CERTIFICATE.cert);
    runCart();
  });

  afterAll(async () => {
    kubelet?.stop();
    for (const istiod of istiods ?? []) await istiod[Symbol.asyncDispose]();
    hq?.stop();
    eu?.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('passes what each istiod says about a healthy mesh', async () => {
    const found = await examined();
    expect(found.map(({ check, status, message }) => [check, status, message])).toEqual(
      CHECKS.map((check) => [check, 'ok', expect.stringMatching(/^istiod /)]),
    );
  });

  it('finds a lost rotation and an istiod that missed the Secret', async () => {
    const [one, two] = istiods;
    if (one === undefined || two === undefined) throw new Error('no istiod');
    const { shards, clusters } = one;
    one.shards = {};
    two.clusters = [{ id: 'hq', secretName: '', syncStatus: 'synced' }];
    const found = await examined();
    [one.shards, two.clusters] = [shards, clusters];
    const broken = found.filter(({ status }) => status === 'broken').map(({ message }) => message);
    expect(broken).toEqual([
      'istiod in istiod-2 does not read eu, though the Secret istio-system/istio-remote-secret-eu contains it: it missed the Secret',
      'istiod in istiod-1 has no endpoint of eu, though there are ready ones for istio-system/istiod, shop/cart: no other cluster reaches them',
    ]);
  });

  it('says what the kubelet says when nobody listens in a pod', async () => {
    const [one] = istiods.splice(0, 1);
    const found = await examined();
    if (one !== undefined) istiods.unshift(one);
    expect(found.filter(({ check }) => check === 'istiod-replicas')).toMatchObject([
      { status: 'ok' },
      {
        status: 'unknown',
        message: expect.stringContaining('pod istio-system/istiod-1: error forwarding port 8080'),
      },
    ]);
  });

  it('shows the Role that a user lacks, and that Role suffices', async () => {
    const account = ['--serviceaccount', 'istio-system:doctor', ...ISTIO];
    hq.succeed(['create', 'serviceaccount', 'doctor', ...ISTIO]);
    hq.succeed(['create', 'role', 'secrets', '--verb=get,list', '--resource=secrets', ...ISTIO]);
    hq.succeed(['create', 'rolebinding', 'secrets', '--role=secrets', ...account]);
    const token = hq.succeed(['create', 'token', 'doctor', ...ISTIO]).trim();
    const admin = readFileSync(hq.kubeconfig, 'utf8');
    const ca = /certificate-authority-data: [^}]*/.exec(admin)?.[0];
    const server = /server: "[^"]*"/.exec(admin)?.[0];
    writeFileSync(
      sandbox.path('doctor.kubeconfig'),
      `apiVersion: v1
kind: Config
clusters: [{name: test, cluster: {${server}, ${ca}}}]
users: [{name: doctor, user: {token: ${token}}}]
contexts: [{name: test, context: {cluster: test, user: doctor}}]
current-context: test
`,
    );
    const mesh = sandbox.read('mesh.yaml').replace(hq.kubeconfig, 'doctor.kubeconfig');
    writeFileSync(sandbox.path('mesh-doctor.yaml'), mesh);
    const asDoctor = () => examined('--config', 'mesh-doctor.yaml');
    const fix = expect.stringContaining('get and create on pods/portforward');
    const refused = (message: string) => ({
      status: 'unknown',
      message: expect.stringContaining(message),
      fix,
    });
    expect((await asDoctor())[0]).toMatchObject(refused('may not list pods'));
    hq.succeed(['create', 'role', 'pods', '--verb=list', '--resource=pods', ...ISTIO]);
    hq.succeed(['create', 'rolebinding', 'pods', '--role=pods', ...account]);
    expect((await asDoctor())[0]).toMatchObject(refused('may not port-forward to pods'));
    hq.succeed(['delete', 'rolebinding', 'pods', ...ISTIO]);
    hq.succeed(['create', '-f', '-'], documentedRole());
    hq.succeed(['create', 'rolebinding', 'ask-istiod', '--role=ask-istiod', ...account]);
    expect((await asDoctor()).map(({ status }) => status)).toEqual(CHECKS.map(() => 'ok'));
  });

  /** The Role that docs/doctor.md shows. */
  function documentedRole(): string {
    const blocks = [...readFileSync('docs/doctor.md', 'utf8').matchAll(/```yaml\n([\s\S]*?)```/g)];
    const role = blocks.map(([, text = '']) => text).find((text) => text.includes('kind: Role\n'));
    return role ?? '';
  }

  /** A Service in eu, as if it had a ready pod. */
  function runCart(): void {
    const metadata = { name: 'cart', namespace: 'shop' };
    const labels = { 'kubernetes.io/service-name': 'cart' };
    const ports = [{ name: 'http', port: 80 }];
    const objects = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } },
      { apiVersion: 'v1', kind: 'Service', metadata, spec: { ports } },
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: { ...metadata, labels },
        addressType: 'IPv4',
        endpoints: [{ addresses: ['10.20.3.4'], conditions: { ready: true } }],
        ports,
      },
    ];
    for (const object of objects) eu.succeed(['create', '-f', '-'], JSON.stringify(object));
  }

  /**
   * Returns the findings of the checks that ask istiod. Runs asynchronously, because this process is also the
   * kubelet.
   */
  async function examined(...options: readonly string[]): Promise<Finding[]> {
    const args = ['doctor', '--json', '--timeout', '5s', '--skip-addresses', ...options];
    const child = spawn(process.execPath, [bin(), ...args], {
      cwd: sandbox.folder,
      env: cleanEnvironment(),
    });
    const text = { out: '', err: '' };
    child.stdout.on('data', (chunk) => {
      text.out += chunk;
    });
    child.stderr.on('data', (chunk) => {
      text.err += chunk;
    });
    await new Promise((resolve) => child.on('close', resolve));
    expect(findCredentials(text.out + text.err)).toEqual([]);
    const { findings } = JSON.parse(text.out) as { findings: Finding[] };
    return findings.filter(({ check }) => CHECKS.includes(check));
  }
});
