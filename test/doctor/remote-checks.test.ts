import { describe, expect, it } from 'vitest';
import { findCredentials } from '../../src/credentials/find-credentials';
import { REMOTE_CHECKS } from '../../src/doctor/checks';
import type { Mesh10 } from '../../src/istio-1.0/mesh';
import type { KubeObject } from '../../src/live/cluster';
import { ClusterError } from '../../src/live/cluster-error';
import {
  base64,
  changed,
  type FakeClusterOptions,
  healthyObjects,
  meshOf,
  remoteContext,
} from './fake-cluster';

const mesh = meshOf();
const healthy = healthyObjects(mesh);

function run(check: string, context = remoteContext(mesh)) {
  const look = REMOTE_CHECKS[check];
  if (look === undefined) throw new Error(`no check ${check}`);
  return look(context);
}

interface Case {
  readonly check: string;
  readonly when: string;
  readonly objects?: readonly KubeObject[];
  readonly mesh?: Mesh10;
  readonly more?: FakeClusterOptions & { readonly reader?: FakeClusterOptions; readonly primary?: string };
  readonly status: string;
  readonly says: string;
}

const without = (kind: string, name: string) => changed(healthy, kind, name, () => undefined);
const withData = (name: string, data: object) =>
  changed(healthy, 'ConfigMap', name, (object) => ({ ...object, data }));
const unauthorized = new ClusterError('eu', 'unauthorized', 'eu: it does not accept the credentials. Log in');
const forbidden = new ClusterError('eu', 'forbidden', 'eu: it forbids to get secrets. Grant that');

const CASES: readonly Case[] = [
  {
    check: 'separate-cluster',
    when: 'the context leads to the primary',
    more: { primary: 'uid-of-eu' },
    status: 'broken',
    says: 'the same cluster as hq',
  },
  {
    check: 'namespace',
    when: 'it is missing',
    objects: without('Namespace', 'istio-system'),
    status: 'broken',
    says: 'no namespace istio-system',
  },
  {
    check: 'namespace',
    when: 'it is being deleted',
    objects: changed(healthy, 'Namespace', 'istio-system', (object) => ({
      ...object,
      metadata: { ...object.metadata, deletionTimestamp: 'now' },
    })),
    status: 'broken',
    says: 'is being deleted',
  },
  {
    check: 'namespace',
    when: 'it is injected',
    objects: changed(healthy, 'Namespace', 'istio-system', (object) => ({
      ...object,
      metadata: { name: 'istio-system', labels: { 'istio-injection': 'enabled' } },
    })),
    status: 'broken',
    says: 'istio-injection=enabled',
  },
  {
    check: 'reader-account',
    when: 'the account is missing',
    objects: without('ServiceAccount', 'istio-multi'),
    status: 'broken',
    says: 'no ServiceAccount istio-system/istio-multi',
  },
  {
    check: 'reader-account',
    when: 'the binding is missing',
    objects: without('ClusterRoleBinding', 'istio-multi'),
    status: 'broken',
    says: 'no ClusterRoleBinding istio-multi',
  },
  {
    check: 'reader-account',
    when: 'the role allows more',
    objects: changed(healthy, 'ClusterRole', 'istio-reader', (object) => ({
      ...object,
      rules: [{ apiGroups: ['*'], resources: ['*'], verbs: ['*'] }],
    })),
    status: 'broken',
    says: 'ClusterRole istio-reader has other rules',
  },
  {
    check: 'reader-account',
    when: 'the binding is for another account',
    objects: changed(healthy, 'ClusterRoleBinding', 'istio-multi', (object) => ({ ...object, subjects: [] })),
    status: 'broken',
    says: 'binds something else',
  },
  {
    check: 'reader-token',
    when: 'the Secret is missing',
    objects: without('Secret', 'istio-multi-token'),
    status: 'broken',
    says: 'no Secret istio-system/istio-multi-token',
  },
  {
    check: 'reader-token',
    when: 'the token controller has not filled it',
    objects: changed(healthy, 'Secret', 'istio-multi-token', ({ data: _, ...object }) => object),
    status: 'broken',
    says: 'holds no token',
  },
  {
    check: 'reader-token',
    when: 'the token is refused',
    more: { reader: { failures: { may: unauthorized } } },
    status: 'broken',
    says: 'is not accepted',
  },
  {
    check: 'reader-token',
    when: 'it may not list nodes',
    more: { reader: { may: ({ resource }) => ['pods', 'services', 'endpoints'].includes(resource) && true } },
    status: 'broken',
    says: 'may not list nodes, watch nodes',
  },
  {
    check: 'reader-token',
    when: 'it may do everything',
    more: { reader: { may: () => true } },
    status: 'broken',
    says: 'may list secrets, get secrets',
  },
  {
    check: 'mesh-config',
    when: 'it is missing',
    objects: without('ConfigMap', 'istio'),
    status: 'broken',
    says: 'no ConfigMap istio-system/istio',
  },
  {
    check: 'mesh-config',
    when: 'it differs',
    objects: withData('istio', { mesh: 'other: true\n' }),
    status: 'broken',
    says: 'first in line 1 of mesh',
  },
  {
    check: 'mesh-config',
    when: 'its key is missing',
    objects: withData('istio', {}),
    status: 'broken',
    says: 'has no key mesh',
  },
  {
    check: 'injection-config',
    when: 'it differs',
    objects: withData('istio-sidecar-injector', { config: 'policy: enabled\n' }),
    status: 'broken',
    says: 'first in line 2 of config',
  },
  {
    check: 'injection-config',
    when: 'it is left to the user and missing',
    mesh: meshOf(', sidecarInjector: { template: false }'),
    status: 'broken',
    says: 'without which the injector does not start',
  },
  {
    check: 'citadel',
    when: 'it is missing',
    objects: without('Deployment', 'istio-citadel'),
    status: 'broken',
    says: 'no Deployment istio-system/istio-citadel',
  },
  {
    check: 'citadel',
    when: 'no pod is available',
    objects: changed(healthy, 'Deployment', 'istio-citadel', ({ status: _, ...object }) => object),
    status: 'broken',
    says: 'has no pod that is available',
  },
  {
    check: 'sidecar-injector',
    when: 'some pods are missing',
    objects: changed(healthy, 'Deployment', 'istio-sidecar-injector', (object) => ({
      ...object,
      spec: { ...(object.spec as object), replicas: 2 },
    })),
    status: 'warning',
    says: 'has 1 of 2 pods available',
  },
  {
    check: 'sidecar-injector',
    when: 'it runs another image',
    objects: changed(healthy, 'Deployment', 'istio-sidecar-injector', (object) => ({
      ...object,
      spec: { replicas: 1, template: { spec: { containers: [{ image: 'istio/old:1' }] } } },
    })),
    status: 'warning',
    says: 'runs the image istio/old:1, and mesh.yaml says docker.io/istio/sidecar_injector:1.0.9',
  },
  {
    check: 'webhook',
    when: 'it is missing',
    objects: without('MutatingWebhookConfiguration', 'istio-sidecar-injector'),
    status: 'broken',
    says: 'no MutatingWebhookConfiguration',
  },
  {
    check: 'webhook',
    when: 'it has no caBundle',
    objects: changed(healthy, 'MutatingWebhookConfiguration', 'istio-sidecar-injector', (object) => ({
      ...object,
      webhooks: [{ clientConfig: {} }],
    })),
    status: 'broken',
    says: 'has no caBundle',
  },
  {
    check: 'webhook',
    when: 'it trusts another root',
    objects: changed(healthy, 'Secret', 'istio.istio-sidecar-injector-service-account', (object) => ({
      ...object,
      data: { 'root-cert.pem': base64('-----BEGIN CERTIFICATE-----\nT1RIRVI=\n-----END CERTIFICATE-----\n') },
    })),
    status: 'broken',
    says: 'trusts another root than Citadel signs with',
  },
  {
    check: 'webhook',
    when: 'Citadel has no root',
    objects: without('Secret', 'istio.istio-sidecar-injector-service-account'),
    status: 'broken',
    says: 'Citadel has no root',
  },
  {
    check: 'webhook-service',
    when: 'the Service is missing',
    objects: without('Service', 'istio-sidecar-injector'),
    status: 'broken',
    says: 'no Service',
  },
  {
    check: 'webhook-service',
    when: 'it leads to no pod',
    objects: changed(healthy, 'Endpoints', 'istio-sidecar-injector', ({ subsets: _, ...object }) => object),
    status: 'broken',
    says: 'leads to no pod',
  },
  {
    check: 'pilot-service',
    when: 'the Service is missing',
    objects: without('Service', 'istio-pilot'),
    status: 'broken',
    says: 'no Service istio-system/istio-pilot',
  },
  {
    check: 'pilot-service',
    when: 'the Endpoints are missing',
    objects: without('Endpoints', 'istio-pilot'),
    status: 'broken',
    says: 'no Endpoints istio-system/istio-pilot',
  },
  {
    check: 'pilot-service',
    when: 'they name another address',
    objects: changed(healthy, 'Endpoints', 'istio-pilot', (object) => ({
      ...object,
      subsets: [{ addresses: [{ ip: '10.9.9.9' }] }],
    })),
    status: 'broken',
    says: 'leads to 10.9.9.9, and mesh.yaml says 10.8.0.11',
  },
  {
    check: 'injected-namespaces',
    when: 'a label is missing',
    objects: changed(healthy, 'Namespace', 'shop', () => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'shop' },
    })),
    status: 'broken',
    says: 'shop is not labelled',
  },
  {
    check: 'injected-namespaces',
    when: 'another namespace is labelled',
    objects: [
      ...healthy,
      {
        apiVersion: 'v1',
        kind: 'Namespace',
        metadata: { name: 'other', labels: { 'istio-injection': 'enabled' } },
      },
    ],
    status: 'warning',
    says: 'other is labelled istio-injection=enabled, which mesh.yaml does not say',
  },
  {
    check: 'pod-cidrs',
    when: 'a node has a range that is not declared',
    objects: changed(healthy, 'Node', 'n1', (object) => ({
      ...object,
      spec: { podCIDRs: ['10.20.3.0/24', '10.99.0.0/24'] },
    })),
    status: 'broken',
    says: '10.99.0.0/24 of node n1 is not in podCidrs (10.20.0.0/16)',
  },
  {
    check: 'pod-cidrs',
    when: 'the nodes do not tell',
    objects: changed(healthy, 'Node', 'n1', (object) => ({ ...object, spec: {} })),
    status: 'unknown',
    says: 'do not tell their pod ranges',
  },
  {
    check: 'pod-cidrs',
    when: 'there are no nodes',
    objects: without('Node', 'n1'),
    status: 'warning',
    says: 'has no nodes',
  },
];

describe('a healthy remote', () => {
  it.each(Object.keys(REMOTE_CHECKS))('passes the check %s', async (check) => {
    const found = await run(check);
    expect(found.map(({ status }) => status)).toEqual(['ok']);
  });
});

describe.each(CASES)('the check $check when $when', ({ check, objects, mesh: other, more, status, says }) => {
  it(`says ${status}, why, and what to do, without a credential`, async () => {
    const described = other ?? mesh;
    const context = remoteContext(described, {
      objects: objects ?? (other === undefined ? healthy : healthyObjects(other)),
      ...more,
    });
    const found = await run(check, context);
    expect(found[0]).toMatchObject({ status, message: expect.stringContaining(says) });
    expect(found.every(({ fix }) => fix !== undefined && fix !== '')).toBe(true);
    expect(findCredentials(JSON.stringify(found))).toEqual([]);
  });
});

it('tells about Argo CD, which leaves Endpoints out by default', async () => {
  const [found] = await run(
    'pilot-service',
    remoteContext(mesh, { objects: without('Endpoints', 'istio-pilot') }),
  );
  expect(found?.fix).toContain('resource.exclusions in the ConfigMap argocd-cm');
});

it('does not compare a caBundle when Secrets may not be read', async () => {
  const context = remoteContext(mesh);
  const { cluster } = context;
  const get: typeof cluster.get = (ref) =>
    ref.kind === 'Secret' ? Promise.reject(forbidden) : cluster.get(ref);
  const found = await run('webhook', { ...context, cluster: { ...cluster, get } });
  expect(found).toMatchObject([{ status: 'unknown', message: expect.stringContaining('may not compare') }]);
});

it('compares an external name where Pilot has a DNS name', async () => {
  const other = meshOf('', '');
  const named = { ...other, primary: { ...other.primary, addresses: { pilot: 'pilot.example.com' } } };
  expect(await run('pilot-service', remoteContext(named))).toMatchObject([{ status: 'ok' }]);
  const objects = changed(healthyObjects(named), 'Service', 'istio-pilot', (object) => ({
    ...object,
    spec: {},
  }));
  expect(await run('pilot-service', remoteContext(named, { objects }))).toMatchObject([{ status: 'broken' }]);
});

it('looks for no injector where pods are injected by hand', async () => {
  const manual = meshOf(', sidecarInjector: { enabled: false }');
  for (const check of ['sidecar-injector', 'webhook', 'webhook-service'])
    expect(await run(check, remoteContext(manual, { objects: [] }))).toMatchObject([{ status: 'ok' }]);
});
