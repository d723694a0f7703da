import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { ApiServer, apiServerFor } from './api-server';
import { examined, statusOf } from './examine';
import { create, fillInBundles } from './live-status';
import { istioRemote } from './run';
import { runPrimary10, runRemote10 } from './running-istio-1.0';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('1.0');
const ISTIO = 'istio-system';
const ROOT = '-----BEGIN CERTIFICATE-----\nUk9PVA==\n-----END CERTIFICATE-----\n';
const OTHER_ROOT = '-----BEGIN CERTIFICATE-----\nT1RIRVI=\n-----END CERTIFICATE-----\n';

describe.skipIf(binaries === undefined)('doctor on two real clusters', () => {
  let hq: ApiServer;
  let eu: ApiServer;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (binaries === undefined) return;
    hq = await ApiServer.start(binaries);
    eu = await ApiServer.start(binaries);
    sandbox = new Sandbox({
      'mesh.yaml': `istio: 1.0.9
primary:
  name: hq
  kubernetes: "1.20"
  kubeconfig: ${hq.kubeconfig}
  podCidrs: [10.8.0.0/14]
  addresses: { pilot: 10.8.0.11 }
remotes:
  - name: eu
    kubernetes: "1.20"
    kubeconfig: eu.kubeconfig
    podCidrs: [10.20.0.0/16]
    pilotService: true
    injectedNamespaces: [shop]
  - name: gone
    kubeconfig: none
`,
      // It outlives the server.
      'eu.kubeconfig': readFileSync(eu.kubeconfig, 'utf8'),
    });
    hq.succeed(['create', 'namespace', ISTIO]);
    expect(istioRemote(['synth'], { cwd: sandbox.folder }).code).toBe(0);
  });

  afterAll(() => {
    hq?.stop();
    eu?.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('finds an empty cluster broken, with what to do, and names the one it cannot open', () => {
    const found = examine([]);
    expect(statusOf(found, 'eu', 'api-server')).toBe('ok');
    for (const check of [
      'namespace',
      'reader-account',
      'reader-token',
      'mesh-config',
      'pilot-service',
      'secret-on-primary',
    ])
      expect([check, statusOf(found, 'eu', check)]).toEqual([check, 'broken']);
    expect(found.find(({ cluster }) => cluster === 'gone')).toMatchObject({
      check: 'api-server',
      status: 'broken',
      message: expect.stringContaining('there is no such kubeconfig'),
    });
    expect(found.filter(({ status, fix }) => status !== 'ok' && fix === undefined)).toEqual([]);
  });

  it('passes what the manifests make', async () => {
    eu.succeed(['apply', '-f', sandbox.path('dist/eu')]);
    await eu.token('istio-multi-token');
    const found = examine(['eu']);
    for (const check of [
      'separate-cluster',
      'namespace',
      'reader-account',
      'reader-token',
      'mesh-config',
      'injection-config',
      'pilot-service',
      'injected-namespaces',
    ])
      expect([check, statusOf(found, 'eu', check)]).toEqual([check, 'ok']);
    // Nothing runs on these servers: no pods, no Citadel, no nodes.
    for (const check of ['citadel', 'sidecar-injector', 'webhook', 'webhook-service'])
      expect([check, statusOf(found, 'eu', check)]).toEqual([check, 'broken']);
    expect(statusOf(found, 'eu', 'pod-cidrs')).toBe('warning');
  });

  it('passes a joined cluster where everything runs, except for its address on this machine', () => {
    pretendToRun();
    const joined = istioRemote(['join', 'eu', '--allow-localhost'], { cwd: sandbox.folder });
    expect(joined.code, joined.stderr).toBe(0);
    const found = examine(['eu']).filter(({ status }) => status !== 'ok');
    expect(found.map(({ cluster, check, status }) => `${cluster} ${check} ${status}`)).toEqual([
      'eu secret-on-primary broken',
    ]);
    expect(found[0]?.message).toContain('which is another machine in each pod');
  });

  it.each([
    {
      what: 'Endpoints that Argo CD has left out',
      break: () => eu.succeed(['delete', 'endpoints', 'istio-pilot', '--namespace', ISTIO]),
      check: 'pilot-service',
      says: 'there are no Endpoints istio-system/istio-pilot',
    },
    {
      what: 'a role that allows more',
      break: () =>
        eu.succeed([
          'create',
          'clusterrolebinding',
          'more',
          '--clusterrole=cluster-admin',
          `--serviceaccount=${ISTIO}:istio-multi`,
        ]),
      check: 'reader-token',
      says: 'may list secrets, get secrets',
    },
    {
      what: 'a mesh config of somebody else',
      break: () =>
        eu.succeed([
          'patch',
          'configmap',
          'istio',
          '--namespace',
          ISTIO,
          '--patch',
          '{"data":{"mesh":"other: true\\n"}}',
        ]),
      check: 'mesh-config',
      says: 'differs from mesh.yaml, first in line 1',
    },
    {
      what: 'a caBundle of somebody else',
      break: () => fillInBundles(eu, 'istio-sidecar-injector', OTHER_ROOT),
      check: 'webhook',
      says: 'trusts another root than Citadel signs with',
    },
  ])('finds $what', ({ break: damage, check, says }) => {
    damage();
    const found = examine(['eu']).filter((finding) => finding.check === check);
    expect(found).toMatchObject([{ status: 'broken', message: expect.stringContaining(says) }]);
  });

  it('warns of a Secret of a cluster that has left', () => {
    hq.succeed(['create', 'secret', 'generic', 'us', '--namespace', ISTIO, '--from-literal=us=x']);
    hq.succeed(['label', 'secret', 'us', '--namespace', ISTIO, 'istio/multiCluster=true']);
    const found = examine(['eu']).filter(({ check }) => check === 'stale-secrets');
    const message = expect.stringContaining('the cluster us, which is not in mesh.yaml');
    expect(found).toMatchObject([{ status: 'warning', message }]);
  });

  it('changes nothing', () => {
    const before = [stateOf(hq), stateOf(eu)];
    examine([]);
    expect([stateOf(hq), stateOf(eu)]).toEqual(before);
  });

  it('ends in time when an API server has gone, and still looks at the others', () => {
    eu.stop();
    const found = examine(['eu']);
    expect(found.filter(({ cluster, check }) => cluster === 'eu' && check === 'api-server')).toMatchObject([
      { status: 'broken', message: expect.stringContaining('the connection was refused') },
    ]);
    expect(statusOf(found, 'hq', 'api-server')).toBe('ok');
  });

  function examine(remotes: readonly string[]): Finding[] {
    return examined(sandbox, remotes);
  }

  /** Writes what controllers and nodes would write: these servers have neither. */
  function pretendToRun(): void {
    runRemote10(eu, ROOT);
    create(eu, { kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.20.3.0/24' } });
    create(hq, { kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.8.3.0/24' } });
    runPrimary10(hq, { 'istio-pilot': ['istio=pilot', '10.8.0.11'] });
  }

  /** Returns everything in a cluster that doctor reads, shortened. */
  function stateOf(server: ApiServer): string {
    const kinds = 'namespaces,secrets,configmaps,services,endpoints,serviceaccounts,deployments,nodes,pods';
    const all = JSON.parse(server.succeed(['get', kinds, '--all-namespaces', '--output', 'json'])) as {
      items: { metadata: { uid: string; resourceVersion: string } }[];
    };
    const versions = all.items.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`);
    return createHash('sha256').update(versions.sort().join('\n')).digest('hex');
  }
});
