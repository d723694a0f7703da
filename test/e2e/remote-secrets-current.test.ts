import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { ApiServer, apiServerFor } from './api-server';
import { examined } from './examine';
import { currentMesh } from './live-inventory';
import { RemoteSecretReader } from './remote-secret-reader';
import type { Ran } from './run';
import { runLive } from './run-live';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('current');
const ISTIO = ['--namespace', 'istio-system'];
const OWN = 'istio-remote-secret-eu-west-1';
const ENDPOINTS = ['10.20.0.7'];

describe.skipIf(binaries === undefined)('remote secrets of current Istio on two real API servers', () => {
  let primary: ApiServer;
  let remote: ApiServer;
  let sandbox: Sandbox;
  let loses: RemoteSecretReader;
  let takes: RemoteSecretReader;

  beforeAll(async () => {
    if (binaries === undefined) return;
    primary = await ApiServer.start(binaries);
    remote = await ApiServer.start(binaries);
    const mesh = currentMesh(primary.kubeconfig, remote.kubeconfig);
    sandbox = new Sandbox({
      'mesh.yaml': mesh.replace('"1.30"', '"1.30.3"'),
      'mesh-1.30.4.yaml': mesh.replace('"1.30"', '"1.30.4"'),
    });
    primary.succeed(['create', 'namespace', 'istio-system']);
    remote.succeed(['create', 'namespace', 'shop']);
    remote.succeed(['apply', '-f', '-'], JSON.stringify(SLICE));
    expect(live('synth').code).toBe(0);
    applyManifests();
    loses = new RemoteSecretReader(primary, 'loses');
    takes = new RemoteSecretReader(primary, 'takes');
  });

  afterAll(() => {
    loses?.stop();
    takes?.stop();
    primary?.stop();
    remote?.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('an update in place costs the stand-in for istiod 1.30.3 the endpoints', async () => {
    expect(join().stdout).toMatch(/^eu-west-1: created/);
    expect(await endpointsSeen(loses)).toEqual(ENDPOINTS);
    renewToken();
    expect(join('--config', 'mesh-1.30.4.yaml').stdout).toMatch(/^eu-west-1: updated/);
    expect(await endpointsSeen(takes)).toEqual(ENDPOINTS);
    const lost = await loses.clusters((known) => known['eu-west-1']?.endpoints.length === 0);
    expect(lost['eu-west-1']).toEqual({ secret: OWN, endpoints: [] });
  });

  it('so join deletes and creates the Secret for it, and says why', async () => {
    renewToken();
    const { uid } = secret(OWN).metadata;
    expect(join().stdout).toMatch(
      /^eu-west-1: replaced \(https:.*\): istiod 1\.30\.3 loses the endpoints of a cluster whose Secret changes \(istio#61043\)\n$/,
    );
    expect(secret(OWN).metadata.uid).not.toBe(uid);
    expect(await endpointsSeen(loses)).toEqual(ENDPOINTS);
    expect(join().stdout).toMatch(/^eu-west-1: unchanged/);
  });

  it('doctor takes a Secret of another name with two clusters, and join moves one out of it when told', async () => {
    const { data } = secret(OWN);
    primary.succeed(['delete', 'secret', OWN, ...ISTIO]);
    store('all-clusters', { 'eu-west-1': data['eu-west-1'], asia: data['eu-west-1'] });
    const both = await loses.clusters((known) => known.asia?.endpoints.length === 1);
    expect(both['eu-west-1']).toEqual({ secret: 'all-clusters', endpoints: ENDPOINTS });
    expect(aboutSecret().map(({ status }) => status)).toEqual(['ok']);
    const refused = join();
    expect(refused.code).toBe(1);
    expect(refused.stderr).toContain(
      'To take eu-west-1 out of the Secret istio-system/all-clusters, which keeps asia',
    );
    expect(join('--take-over').stdout).toContain('taken over from the Secret istio-system/all-clusters\n');
    const moved = await loses.clusters(
      (known) => known['eu-west-1']?.secret === OWN && known['eu-west-1'].endpoints.length === 1,
    );
    expect(moved).toEqual({
      asia: { secret: 'all-clusters', endpoints: ENDPOINTS },
      'eu-west-1': { secret: OWN, endpoints: ENDPOINTS },
    });
    const left = live('leave', 'asia', '--primary-only', '--yes');
    expect(left.stdout).toContain('hq: deleted Secret istio-system/all-clusters');
  });

  it('doctor tries a client certificate, and says what is too much', async () => {
    const text = remote.succeed(['config', 'view', '--raw']);
    store(OWN, { 'eu-west-1': Buffer.from(text).toString('base64') });
    expect(aboutSecret()).toEqual([
      expect.objectContaining({
        status: 'warning',
        message: expect.stringMatching(
          /^the client certificate on the primary may .* more than istiod needs$/,
        ),
        fix: 'Run `istio-remote join eu-west-1`, whose token has the rights of the account',
      }),
    ]);
    expect(join().stdout).toMatch(/^eu-west-1: replaced/);
    expect(aboutSecret().map(({ status }) => status)).toEqual(['ok']);
  });

  /** Returns doctor's finding about the Secret, without the warning about its address, which is on this machine. */
  function aboutSecret(): Finding[] {
    return examined(sandbox, ['eu-west-1']).filter(
      ({ check, message }) =>
        check === 'secret-on-primary' && !message.includes('another machine in each pod'),
    );
  }

  async function endpointsSeen(istiod: RemoteSecretReader) {
    const known = await istiod.clusters((clusters) => clusters['eu-west-1']?.endpoints.length === 1);
    return known['eu-west-1']?.endpoints;
  }

  function renewToken(): void {
    const account = 'istio-reader-service-account';
    remote.succeed(['delete', 'serviceaccount', account, ...ISTIO]);
    remote.succeed(['wait', '--for', 'delete', `secret/${account}-istio-remote-secret-token`, ...ISTIO]);
    applyManifests();
  }

  function applyManifests(): void {
    remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
  }

  function store(name: string, data: Readonly<Record<string, unknown>>): void {
    const labels = { 'istio/multiCluster': 'true' };
    const metadata = { name, namespace: 'istio-system', labels };
    primary.succeed(
      ['apply', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'Secret', metadata, data }),
    );
  }

  function join(...options: readonly string[]): Ran {
    return live('join', 'eu-west-1', '--allow-localhost', ...options);
  }

  function live(...args: readonly string[]): Ran {
    return runLive(sandbox, args);
  }

  function secret(name: string) {
    return JSON.parse(primary.succeed(['get', 'secret', name, ...ISTIO, '-o', 'json']));
  }
});

/** The endpoints of a Service that the remote has. */
const SLICE = {
  apiVersion: 'discovery.k8s.io/v1',
  kind: 'EndpointSlice',
  metadata: { name: 'cart', namespace: 'shop', labels: { 'kubernetes.io/service-name': 'cart' } },
  addressType: 'IPv4',
  endpoints: [{ addresses: ENDPOINTS }],
  ports: [],
};
