import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Finding } from '../../src/doctor/finding';
import { findCredentials } from '../../src/secret-scan/find-credentials';
import { ApiServer, findApiServer } from './api-server';
import { istioRemote } from './run';
import { Sandbox } from './sandbox';

const binaries = findApiServer();
const ISTIO = 'istio-system';
const ROOT = Buffer.from('-----BEGIN CERTIFICATE-----\nUk9PVA==\n-----END CERTIFICATE-----\n').toString(
  'base64',
);

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
    await tokenOf(eu);
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

  it('passes a cluster in which everything runs and that has joined, but for its address on this machine', () => {
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
      break: () =>
        caBundle(
          Buffer.from('-----BEGIN CERTIFICATE-----\nT1RIRVI=\n-----END CERTIFICATE-----\n').toString(
            'base64',
          ),
        ),
      check: 'webhook',
      says: 'trusts another root than Citadel signs with',
    },
    {
      what: 'a Secret of a cluster that has left',
      break: () => {
        hq.succeed(['create', 'secret', 'generic', 'us', '--namespace', ISTIO, '--from-literal=us=x']);
        hq.succeed(['label', 'secret', 'us', '--namespace', ISTIO, 'istio/multiCluster=true']);
      },
      check: 'stale-secrets',
      says: 'the cluster us, which is not in mesh.yaml',
    },
  ])('finds $what', ({ break: damage, check, says }) => {
    damage();
    const found = examine(['eu']).filter((finding) => finding.check === check);
    expect(found).toMatchObject([{ status: 'broken', message: expect.stringContaining(says) }]);
  });

  it('knows the webhook of Istio 1.0, and passes what current Istio has on a cluster', async () => {
    // A DNS name needs no EndpointSlice, of which these servers know none.
    sandbox.write(
      'current.yaml',
      `istio: "1.30"
primary: { name: hq, kubeconfig: ${hq.kubeconfig}, addresses: { istiod: istiod.example.com } }
remotes: [{ name: eu, kubeconfig: eu.kubeconfig, allowUnsupportedKubernetes: true, podCidrs: [10.20.0.0/16] }]
`,
    );
    const config = ['--config', 'current.yaml'];
    const webhook = examine(['eu', ...config]).find(({ check }) => check === 'webhook');
    expect(webhook?.message).toContain('is that of Istio 1.0, which has the same name');

    const built = istioRemote(['synth', ...config, '--outdir', 'current'], { cwd: sandbox.folder });
    expect(built.code, built.stderr).toBe(0);
    eu.succeed(['delete', 'mutatingwebhookconfiguration', 'istio-sidecar-injector']);
    eu.succeed(['delete', 'clusterrolebinding', 'more']);
    eu.succeed(['apply', '-f', sandbox.path('current/eu')]);
    await tokenOf(eu, 'istio-reader-service-account-istio-remote-secret-token');
    const found = examine(['eu', ...config]);
    for (const check of [
      'namespace',
      'reader-account',
      'reader-token',
      'istiod-service',
      'revision-tags',
      'validation',
      'injected-namespaces',
    ])
      expect([check, found.filter((one) => one.cluster === 'eu' && one.check === check)]).toMatchObject([
        check,
        [{ status: check === 'injected-namespaces' ? 'warning' : 'ok' }],
      ]);
    // No istiod runs here.
    for (const check of ['webhook', 'root-certificates', 'secret-on-primary'])
      expect([check, statusOf(found, 'eu', check)]).toEqual([check, 'broken']);
    expect(statusOf(found, 'hq', 'istiod')).toBe('broken');
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

  /** Runs doctor, which finds something broken each time, and looks for credentials in all it writes. */
  function examine(remotes: readonly string[]): Finding[] {
    const { code, stdout, stderr } = istioRemote(
      ['doctor', ...remotes, '--json', '--timeout', '5s', '--skip-addresses'],
      {
        cwd: sandbox.folder,
      },
    );
    expect(code, stderr).toBe(1);
    expect(findCredentials(stdout + stderr)).toEqual([]);
    return (JSON.parse(stdout) as { findings: Finding[] }).findings;
  }

  function statusOf(found: readonly Finding[], cluster: string, check: string): string | undefined {
    return found.find((finding) => finding.cluster === cluster && finding.check === check)?.status;
  }

  /** Writes what controllers and nodes would: these servers have neither. */
  function pretendToRun(): void {
    for (const name of ['istio-citadel', 'istio-sidecar-injector']) {
      const path = `/apis/apps/v1/namespaces/${ISTIO}/deployments/${name}`;
      const deployment = JSON.parse(eu.succeed(['get', '--raw', path])) as object;
      const status = { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 };
      eu.succeed(
        ['replace', '--raw', `${path}/status`, '-f', '-'],
        JSON.stringify({ ...deployment, status }),
      );
    }
    caBundle(ROOT);
    const create = (server: ApiServer, object: object): void => {
      server.succeed(['apply', '-f', '-'], JSON.stringify({ apiVersion: 'v1', ...object }));
    };
    create(eu, {
      kind: 'Secret',
      metadata: { name: 'istio.istio-sidecar-injector-service-account', namespace: ISTIO },
      data: { 'root-cert.pem': ROOT },
    });
    create(eu, {
      kind: 'Endpoints',
      metadata: { name: 'istio-sidecar-injector', namespace: ISTIO },
      subsets: [{ addresses: [{ ip: '10.20.0.9' }], ports: [{ port: 443 }] }],
    });
    create(eu, { kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.20.3.0/24' } });
    create(hq, { kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.8.3.0/24' } });
    create(hq, { kind: 'ServiceAccount', metadata: { name: 'default', namespace: ISTIO } });
    create(hq, {
      kind: 'Pod',
      metadata: { name: 'pilot', namespace: ISTIO, labels: { istio: 'pilot' } },
      spec: { containers: [{ name: 'pilot', image: 'pilot' }] },
    });
    const path = `/api/v1/namespaces/${ISTIO}/pods/pilot`;
    const pod = JSON.parse(hq.succeed(['get', '--raw', path])) as object;
    const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] };
    hq.succeed(['replace', '--raw', `${path}/status`, '-f', '-'], JSON.stringify({ ...pod, status }));
  }

  function caBundle(base64: string): void {
    const change = [{ op: 'add', path: '/webhooks/0/clientConfig/caBundle', value: base64 }];
    eu.succeed([
      'patch',
      'mutatingwebhookconfiguration',
      'istio-sidecar-injector',
      '--type=json',
      '--patch',
      JSON.stringify(change),
    ]);
  }

  /** Everything in a cluster that the doctor looks at, shortened. */
  function stateOf(server: ApiServer): string {
    const kinds = 'namespaces,secrets,configmaps,services,endpoints,serviceaccounts,deployments,nodes,pods';
    const all = JSON.parse(server.succeed(['get', kinds, '--all-namespaces', '--output', 'json'])) as {
      items: { metadata: { uid: string; resourceVersion: string } }[];
    };
    const versions = all.items.map(({ metadata }) => `${metadata.uid} ${metadata.resourceVersion}`);
    return createHash('sha256').update(versions.sort().join('\n')).digest('hex');
  }

  async function tokenOf(server: ApiServer, name = 'istio-multi-token'): Promise<void> {
    const query = ['get', 'secret', name, '--namespace', ISTIO, '--output', 'jsonpath={.data.token}'];
    for (let tries = 0; tries < 60; tries += 1) {
      if (server.succeed(query) !== '') return;
      await new Promise((resolve) => setTimeout(resolve, 500));
    }
    throw new Error('the token Secret stays empty');
  }
});
