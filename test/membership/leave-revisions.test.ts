import { expect, it } from 'vitest';
import { join } from '../../src/membership/join';
import { leave } from '../../src/membership/leave';
import { ALLOW, FakeMesh, MESH_CURRENT, READS_CURRENT } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';

const MESH = MESH_CURRENT.replace(
  'primary:',
  'revisions: [{ name: default, istio: "1.29.6" }, { name: 1-30 }]\nprimary:',
).replace(
  'injectedNamespaces: [shop]',
  'injectedNamespaces: [shop, pay]\n    namespaceRevisions: { pay: 1-30 }',
);

it('leave takes the objects of every revision, and from each namespace the label of its own', async () => {
  await using mesh = await FakeMesh.start(MESH);
  mesh.remote.readerReads = [...READS_CURRENT];
  const { connection, outdir } = mesh;
  await join(openNow(mesh.config), { remotes: ['eu-west-1'], connection, outdir, allow: ALLOW });
  const left = await leave(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection,
    confirm: async () => true,
  });
  expect(left.outcome).toBe('left');
  const changes = left.changes.map(({ what }) => what);
  expect(changes).toEqual(
    expect.arrayContaining([
      'MutatingWebhookConfiguration istio-sidecar-injector',
      'MutatingWebhookConfiguration istio-sidecar-injector-1-30',
      'ClusterRole istio-reader-clusterrole-1-30-istio-system',
      'Service istio-system/istiod-1-30',
      'label istio-injection of Namespace shop',
      'label istio.io/rev of Namespace pay',
    ]),
  );
  expect(mesh.remote.titles()).toEqual(['Namespace kube-system', 'Namespace pay', 'Namespace shop']);
});
