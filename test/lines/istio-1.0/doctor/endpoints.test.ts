import { expect, it } from 'vitest';
import { changed, healthyObjects, meshOf, remoteContext } from '../../../doctor/fake-cluster';
import { describeChecks, healthy, mesh, run, without } from './case';

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
  ],
);

it('tells about Argo CD, which leaves Endpoints out by default', async () => {
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
