import { describe, expect, it } from 'vitest';
import { primaryApiServer } from '../../../../src/doctor/primary/reachability';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { pilot } from '../../../../src/lines/istio-1.0/doctor/control-plane';
import { changed, fakeCluster, healthyObjects, meshOf, remoteContext } from '../../../doctor/fake-cluster';
import { membershipOf } from '../../../membership/membership-of';
import { describeChecks, healthy, mesh, run, without } from './case';

function context(objects: readonly KubeObject[]) {
  return {
    mesh,
    membership: membershipOf(mesh),
    primary: mesh.primary,
    cluster: fakeCluster({ name: 'hq', objects }),
    remotes: mesh.remotes,
    reads: mesh.remotes,
    known: ['hq', 'eu'],
    openReader: () => fakeCluster(),
    openRemote: () => fakeCluster(),
    connect: async () => undefined,
    showCertificates: async () => ({ failure: 'nobody asks' }),
    remoteSecrets: async () => [],
  };
}

describe('the control plane', () => {
  const pod = (status: string, type = 'Ready', istio = 'pilot'): KubeObject => ({
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'p', namespace: 'istio-system', labels: { istio } },
    status: { conditions: [{ type, status }] },
  });

  it.each([
    ['a ready pod of Pilot', [pod('True')], 'ok'],
    ['a ready pod of Pilot beside one that is not', [pod('False'), pod('True')], 'ok'],
    ['a pod of Pilot that is not ready', [pod('False')], 'broken'],
    ['a pod of Pilot that is scheduled and no more', [pod('True', 'PodScheduled')], 'broken'],
    ['a ready pod of another component', [pod('True', 'Ready', 'mixer')], 'broken'],
    ['no pod of Pilot', [], 'broken'],
  ])('with %s is judged', async (_, objects, status) => {
    expect(await pilot(context(objects))).toMatchObject({ status });
  });

  it.each([
    ['1.21.0', undefined, 'ok'],
    ['1.20.1', '1.20', 'ok'],
    ['1.20.1', '1.21', 'warning'],
    ['1.8.1', undefined, 'broken'],
  ])('on Kubernetes %s where mesh.yaml says %s is %s', async (version, kubernetes, status) => {
    const primary = { ...mesh.primary, kubernetes };
    const found = await primaryApiServer({ primary, cluster: fakeCluster({ version }) }, '1.9');
    expect(found).toMatchObject({ status });
  });
});

describeChecks(
  ['pilot-service', 'injected-namespaces', 'pod-cidrs'],
  [
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
      says: 'other is labelled istio-injection=enabled, which is not in mesh.yaml',
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
      when: 'a range is not declared for its address family, is wider, or cannot be read',
      objects: changed(healthy, 'Node', 'n1', (object) => ({
        ...object,
        spec: { podCIDRs: ['::a14:0/112', '10.20.0.0/15', 'none', '10.19.255.0/24', '10.20.7.0/24'] },
      })),
      status: 'broken',
      says: '::a14:0/112 of node n1, 10.20.0.0/15 of node n1, none of node n1 and 1 more are not in podCidrs',
    },
    {
      check: 'pod-cidrs',
      when: 'three ranges are not declared',
      objects: changed(healthy, 'Node', 'n1', (object) => ({
        ...object,
        spec: { podCIDRs: ['10.1.0.0/24', '10.2.0.0/24', '10.3.0.0/24'] },
      })),
      status: 'broken',
      says: '10.1.0.0/24 of node n1, 10.2.0.0/24 of node n1, 10.3.0.0/24 of node n1 are not',
    },
    {
      check: 'pod-cidrs',
      when: 'the nodes do not show their ranges',
      objects: changed(healthy, 'Node', 'n1', (object) => ({ ...object, spec: {} })),
      status: 'unknown',
      says: 'do not show their pod ranges',
    },
    {
      check: 'pod-cidrs',
      when: 'there are no nodes',
      objects: without('Node', 'n1'),
      status: 'warning',
      says: 'has no nodes',
    },
  ],
);

it('mentions Argo CD, which excludes Endpoints by default', async () => {
  const [found] = await run(
    'pilot-service',
    remoteContext(mesh, { objects: without('Endpoints', 'istio-pilot') }),
  );
  expect(found?.fix).toContain('patch argocd-cm with argocd/resource-exclusions.patch');
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
