import { describe, expect, it } from 'vitest';
import { lookForLeftBehind } from '../../src/doctor/left-behind';
import { ClusterError, type KubeObject } from '../../src/kubernetes/api/cluster';
import { labels } from '../../src/kubernetes/labels';
import { manifestsOf } from '../../src/membership/remote-objects';
import { Sandbox } from '../e2e/sandbox';
import { openNow } from '../open-now';
import { fakeCluster } from './fake-cluster';

const MESH = `istio: 1.0.9
primary:
  name: hq
  context: admin@hq
  addresses: { pilot: 10.8.0.11, policy: 10.8.0.11, telemetry: 10.8.0.11 }
  exposure: { mode: dedicated-gateway }
argocd: { repository: https://git.example.com/mesh.git }
remotes: [{ name: eu, pilotService: true }]
`;
const AT = 'istio-system';

/** Returns an object with our label, unless it has others. */
function object(
  kind: string,
  name: string,
  { apiVersion = 'v1', ...more }: Partial<KubeObject> = {},
): KubeObject {
  const { metadata, ...fields } = more;
  const place = kind.startsWith('Cluster') || kind.endsWith('Configuration') ? {} : { namespace: AT };
  return { apiVersion, kind, metadata: { name, ...place, labels: labels('pilot'), ...metadata }, ...fields };
}

async function look(cluster: 'hq' | 'eu', more: readonly KubeObject[], failures = {}, mesh = MESH) {
  using sandbox = new Sandbox({ 'mesh.yaml': mesh });
  const open = openNow(sandbox.path('mesh.yaml'));
  const objects = [...manifestsOf(open.output, cluster), ...more];
  const source = cluster === 'hq' ? open.mesh.primary : { name: cluster };
  return await lookForLeftBehind(open.output)(source, fakeCluster({ name: cluster, objects, failures }));
}

const OK = { status: 'ok', message: 'it has nothing that the mesh no longer makes' };

describe('left-behind', () => {
  it.each(['hq', 'eu'] as const)('is quiet about all that the mesh makes in %s', async (cluster) => {
    expect(await look(cluster, [])).toEqual([OK]);
  });

  it('lists what another exposure made, with the command that deletes it', async () => {
    const service = object('Service', 'istio-mesh-gateway', {
      spec: { type: 'LoadBalancer', selector: { istio: 'pilot' } },
    });
    expect(await look('hq', [service])).toEqual([
      {
        status: 'warning',
        message: `an object that this tool has made and mesh.yaml no longer asks for: Service ${AT}/istio-mesh-gateway`,
        fix: `If no other mesh.yaml makes them, delete them in this order: \`kubectl --context admin@hq --namespace ${AT} delete --ignore-not-found service/istio-mesh-gateway\``,
      },
    ]);
  });

  it('deletes webhooks first, then custom resources, then what was applied last', async () => {
    const [found] = await look('eu', [
      object('ServiceAccount', 'a'),
      object('ClusterRole', 'r', { apiVersion: 'rbac.authorization.k8s.io/v1' }),
      object('Service', 's'),
      object('Deployment', 'd', { apiVersion: 'apps/v1' }),
      object('DestinationRule', 'api', { apiVersion: 'networking.istio.io/v1alpha3' }),
      object('MutatingWebhookConfiguration', 'w', { apiVersion: 'admissionregistration.k8s.io/v1' }),
    ]);
    expect(found?.fix?.split(', then ')).toEqual([
      expect.stringMatching(
        /`kubectl --context eu delete --ignore-not-found mutatingwebhookconfiguration.admissionregistration.k8s.io\/w clusterrole.rbac.authorization.k8s.io\/r`$/,
      ),
      `\`kubectl --context eu --namespace ${AT} delete --ignore-not-found destinationrule.networking.istio.io/api deployment.apps/d service/s serviceaccount/a\``,
    ]);
  });

  it('leaves alone what others keep, and what join makes', async () => {
    const owner = {
      ownerReferences: [{ kind: 'Deployment', name: 'd' }],
    } as object as KubeObject['metadata'];
    const service = object('Service', 'istio-sidecar-injector', {
      spec: { selector: { istio: 'sidecar-injector' } },
    });
    expect(
      await look('eu', [
        object('ConfigMap', 'owned', { metadata: owner }),
        object('Endpoints', service.metadata.name),
        object('EndpointSlice', 'x-abc', {
          apiVersion: 'discovery.k8s.io/v1',
          metadata: {
            name: 'x-abc',
            labels: {
              ...labels('x'),
              'endpointslice.kubernetes.io/managed-by': 'endpointslice-controller.k8s.io',
            },
          },
        }),
        object('Secret', 'ap', {
          metadata: { name: 'ap', labels: { ...labels('x'), 'istio/multiCluster': 'true' } },
        }),
        object('ConfigMap', 'going', {
          metadata: { name: 'going', labels: labels('x'), deletionTimestamp: '2026-01-01T00:00:00Z' },
        }),
        object('ConfigMap', 'of-others', { metadata: { name: 'of-others', labels: { app: 'x' } } }),
      ]),
    ).toEqual([OK]);
  });

  it('lists the token of an account of ours, and Endpoints without a Service that selects', async () => {
    const [found] = await look('eu', [
      object('Secret', 'old-token', { type: 'kubernetes.io/service-account-token' }),
      object('Endpoints', 'zipkin'),
    ]);
    expect(found?.message).toBe(
      `2 objects that this tool has made and mesh.yaml no longer asks for: Endpoints ${AT}/zipkin, Secret ${AT}/old-token`,
    );
  });

  it('deletes no namespace and no definition', async () => {
    const namespace = {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: 'old', labels: labels('istio') },
    };
    expect(await look('eu', [namespace])).toMatchObject([
      {
        message: expect.stringContaining('Namespace old'),
        fix: 'Look what it contains before you delete it',
      },
    ]);
  });

  it('does not know Applications of Argo CD as foreign', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': MESH });
    const { output } = openNow(sandbox.path('mesh.yaml'));
    expect(await look('hq', manifestsOf(output, 'argocd'))).toEqual([OK]);
  });

  it('warns when a list is forbidden', async () => {
    const list = new ClusterError('eu', 'forbidden', 'eu: it forbids to list secrets. Grant that');
    const found = await look('eu', [], { list });
    expect(found).toMatchObject([
      {
        status: 'warning',
        message: expect.stringMatching(
          /^this user may not list MutatingWebhookConfiguration, .* and \d+ more in all namespaces, so/,
        ),
      },
    ]);
  });

  it('is unknown when a list fails otherwise', async () => {
    const list = new ClusterError('eu', 'unreachable', 'eu: the connection was reset. Try again');
    await expect(look('eu', [], { list })).rejects.toBe(list);
  });
});
