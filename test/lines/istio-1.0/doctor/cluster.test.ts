import { expect, it } from 'vitest';
import { apiServer } from '../../../../src/lines/istio-1.0/doctor/cluster';
import { fakeCluster, meshOf, remoteOf } from '../../../doctor/fake-cluster';

it.each([
  ['1.21.14', '', 'ok'],
  ['1.20.2', '', 'warning'],
  ['1.8.0', '', 'broken'],
  ['1.24.0', '', 'broken'],
])('says of Kubernetes %s with%s the 1.21 of mesh.yaml: %s', async (version, more, status) => {
  const remote = remoteOf(meshOf(more));
  const found = await apiServer({ remote, cluster: fakeCluster({ version }) });
  expect(found).toMatchObject({ status, message: expect.stringContaining(version) });
});

it('takes a newer Kubernetes when mesh.yaml allows it', async () => {
  const remote = { ...remoteOf(meshOf()), kubernetes: '1.24', allowUnsupportedKubernetes: true };
  const found = await apiServer({ remote, cluster: fakeCluster({ version: '1.24.0' }) });
  expect(found).toMatchObject({ status: 'ok' });
});
