import { X509Certificate } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { examine } from '../../../../src/doctor/doctor';
import { remoteSecret } from '../../../../src/doctor/primary/remote-secret';
import { staleSecrets } from '../../../../src/doctor/primary/stale-secrets';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../src/lines/istio-current/doctor/checks';
import { joinedSecret } from '../../../../src/membership/joined-secret';
import { kubeconfigText } from '../../../../src/remote-secret/remote-secret';
import { base64, changed, fakeCluster, observed, ROOT, TOKEN } from '../../../doctor/fake-cluster';
import { serverCertificate, testRoot } from '../../../doctor/server-certificate';
import { membershipOf } from '../../../membership/membership-of';
import {
  healthyPrimary,
  healthyRemote,
  meshOf,
  primaryContext,
  readerMay,
  remoteOf,
} from './current-cluster';
import { connecting, FakeIstiod, ISTIOD_CERTIFICATE } from './istiod/fake-istiod';

const mesh = meshOf();
const healthy = healthyPrimary();
const secret = joinedSecret(
  'current',
  'eu',
  'istio-system',
  kubeconfigText({
    cluster: 'eu',
    server: 'https://eu.example.com:6443',
    trust: { 'certificate-authority-data': base64(ROOT) },
    token: TOKEN,
  }),
);

async function run(check: string, context = primaryContext(mesh)) {
  const look = checks.primary[check];
  if (look === undefined) throw new Error(`no check ${check}`);
  return observed(look(context));
}

function environment(env: readonly object[]): KubeObject[] {
  return changed(healthy, 'Deployment', 'istiod', (object) => ({
    ...object,
    spec: { template: { spec: { containers: [{ name: 'discovery', env }] } } },
  }));
}

function gateway(status: object, spec: object = {}): KubeObject[] {
  return changed(healthy, 'Service', 'istio-eastwestgateway', (object) => ({
    ...object,
    spec: { ...(object.spec as object), ...spec },
    status,
  }));
}

it.each(Object.keys(checks.primary))('the check %s passes a healthy primary', async (check) => {
  expect((await run(check)).map(({ status }) => status)).toEqual(['ok']);
});

it.each([
  [
    'istiod',
    'is missing',
    changed(healthy, 'Deployment', 'istiod', () => undefined),
    'broken',
    'no Deployment',
  ],
  [
    'istiod',
    'does not look after other clusters',
    environment([{ name: 'CLUSTER_ID', value: 'hq' }]),
    'broken',
    'lacks EXTERNAL_ISTIOD=true',
  ],
  [
    'istiod',
    'calls its cluster by the default name',
    environment([{ name: 'EXTERNAL_ISTIOD', value: 'true' }]),
    'broken',
    'calls its cluster Kubernetes, and mesh.yaml hq',
  ],
  [
    'istiod',
    'has no pod',
    changed(healthy, 'Deployment', 'istiod', (object) => ({ ...object, status: {} })),
    'broken',
    'no pod that is available',
  ],
  [
    'istiod-address',
    'is another one',
    gateway({ loadBalancer: { ingress: [{ ip: '10.8.0.99' }] } }),
    'broken',
    'Service istio-eastwestgateway has the address 10.8.0.99, and mesh.yaml says 10.8.0.11',
  ],
  ['istiod-address', 'is not there yet', gateway({}), 'broken', 'has no address yet'],
  [
    'istiod-address',
    'lacks a port',
    gateway({ loadBalancer: { ingress: [{ ip: '10.8.0.11' }] } }, { ports: [{ port: 15012 }] }),
    'broken',
    'does not offer port 15017',
  ],
  [
    'network',
    'is another one',
    changed(healthy, 'Namespace', 'istio-system', (object) => ({
      ...object,
      metadata: { name: 'istio-system' },
    })),
    'broken',
    'labelled topology.istio.io/network=(nothing), and mesh.yaml says n1',
  ],
] as const)('the check %s, when it %s, finds that out', async (check, _, objects, status, says) => {
  const found = await run(check, primaryContext(mesh, { objects }));
  expect(found[0]).toMatchObject({ status, message: expect.stringContaining(says) });
  expect(found[0]?.fix ?? '').not.toBe('');
});

it.each([
  [['10.8.0.11'], ['10.8.0.11', '10.8.0.12'], 'ok'],
  [['10.8.0.11', '10.8.0.12'], ['10.8.0.12', '10.8.0.11'], 'ok'],
  [['10.8.0.11', '10.8.0.13'], ['10.8.0.11', '10.8.0.12'], 'broken'],
])('compares the addresses %j with those of the gateway, %j: %s', async (said, live, status) => {
  const several = { ...mesh.primary, addresses: { istiod: said } };
  const objects = gateway({ loadBalancer: { ingress: live.map((ip) => ({ ip })) } });
  const found = await run('istiod-address', { ...primaryContext(mesh, { objects }), primary: several });
  expect(found).toMatchObject([{ status }]);
});

it('does not know whether a DNS name leads to the gateway', async () => {
  const named = { ...mesh.primary, addresses: { istiod: 'istiod.example.com' } };
  const found = await run('istiod-address', { ...primaryContext(mesh), primary: named });
  expect(found).toMatchObject([{ status: 'unknown' }]);
});

it('tries the ports of istiod at every address of the remotes', async () => {
  const tried: string[] = [];
  const connect = async (host: string, port: number) => {
    tried.push(`${host}:${port}`);
    return undefined;
  };
  const own = meshOf(', istiodAddress: "2001:db8::1"');
  await checks.machine.addresses?.({
    ...primaryContext(own),
    connect,
    readHttp: async () => ({ failure: 'nobody asks' }),
  });
  expect(tried).toEqual(['10.8.0.11:15012', '10.8.0.11:15017', '2001:db8::1:15012', '2001:db8::1:15017']);
});

describe('the Secret of a remote', () => {
  const about = (found: KubeObject) =>
    observed(remoteSecret(primaryContext(mesh, { objects: [...healthy, found] }), remoteOf(mesh)));

  it('passes as join makes it', async () => {
    expect(await about(secret)).toMatchObject([{ status: 'ok' }]);
  });

  it('passes under another name, with and without the annotation', async () => {
    const { annotations: _, ...metadata } = secret.metadata;
    for (const other of [secret.metadata, metadata])
      expect(await about({ ...secret, metadata: { ...other, name: 'eu' } })).toMatchObject([
        { status: 'ok' },
      ]);
  });

  it('is missed by its label and key', async () => {
    const other = { ...secret, data: { asia: '' } };
    expect(await about({ ...other, metadata: { ...secret.metadata, name: 'asia' } })).toMatchObject([
      {
        status: 'broken',
        message:
          'no Secret in istio-system has the label istio/multiCluster=true and the key eu, so istiod does not read this cluster',
      },
    ]);
  });

  it('lacks the annotation that istioctl reads', async () => {
    const { annotations: _, ...metadata } = secret.metadata;
    const found = await about({ ...secret, metadata });
    expect(found.map(({ status }) => status)).toEqual(['warning', 'ok']);
    expect(found[0]?.message).toContain('networking.istio.io/cluster=eu');
  });

  it('of a cluster that is not in the mesh is a warning, as other tools may have made it', async () => {
    const stale = { ...secret, metadata: { ...secret.metadata, name: 'x' }, data: { asia: '' } };
    const found = await observed(staleSecrets(primaryContext(mesh, { objects: [secret, stale] })));
    expect(found).toMatchObject([
      { status: 'warning', message: expect.stringContaining('makes istiod read the cluster asia') },
    ]);
  });
});

it('finds nothing wrong with a healthy mesh', async () => {
  await using istiod = await FakeIstiod.start();
  const connectToPod = connecting([istiod]);
  const own = await serverCertificate(await testRoot(), ['istiod.istio-system.svc']);
  const found = await examine({ checks, membership: membershipOf(mesh) }, mesh, {
    remotes: mesh.remotes,
    open: ({ name }) =>
      name === 'hq'
        ? fakeCluster({
            name,
            version: '1.33.1',
            objects: [...healthy, secret, istiod.object()],
            connectToPod,
          })
        : fakeCluster({ name, version: '1.33.1', objects: healthyRemote(mesh, ISTIOD_CERTIFICATE.cert) }),
    openReader: () => fakeCluster({ may: readerMay }),
    connect: async () => undefined,
    showCertificates: async () => ({ chain: [new X509Certificate(own.certificate)] }),
  });
  expect(found.filter(({ status }) => status !== 'ok')).toEqual([]);
  expect(found.map(({ cluster, check }) => `${cluster} ${check}`)).toEqual(
    expect.arrayContaining(['eu secret-on-primary', 'eu held-endpoints', 'hq network-gateways']),
  );
});
