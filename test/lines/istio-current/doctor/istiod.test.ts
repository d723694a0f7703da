import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ClusterError, type KubeObject } from '../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../src/lines/istio-current/doctor/checks';
import { joinedSecret } from '../../../../src/membership/joined-secret';
import { kubeconfigText } from '../../../../src/remote-secret/remote-secret';
import { findCredentials } from '../../../../src/secret-scan/find-credentials';
import {
  base64,
  changed,
  type FakeClusterOptions,
  fakeCluster,
  ROOT,
  TOKEN,
} from '../../../doctor/fake-cluster';
import { fakeCertificate } from '../../../kubernetes/api/fake-certificate';
import { healthyPrimary, healthyRemote, meshOf, readerMay, remoteContext } from './current-cluster';
import { connecting, FakeIstiod, ISTIOD_CERTIFICATE } from './fake-istiod';

const SECRET = 'istio-system/istio-remote-secret-eu';
const mesh = meshOf(', eastWestGateway: true');

function secretWith(kubeconfig: string, cluster = 'eu'): KubeObject {
  const made = joinedSecret('current', 'eu', 'istio-system', kubeconfig);
  return { ...made, data: { [cluster]: base64(kubeconfig) } };
}

const secret = secretWith(
  kubeconfigText({
    cluster: 'eu',
    server: 'https://eu.example.com:6443',
    trust: { 'certificate-authority-data': base64(ROOT) },
    token: TOKEN,
  }),
);

let one: FakeIstiod;
let two: FakeIstiod;
beforeEach(async () => {
  [one, two] = [await FakeIstiod.start('istiod-1'), await FakeIstiod.start('istiod-2')];
});
afterEach(async () => {
  for (const istiod of [one, two]) await istiod[Symbol.asyncDispose]();
});

/** A Service with an endpoint in eu. */
function slice(namespace: string, service: string, more: object = {}): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: `${service}-x`, namespace, labels: { 'kubernetes.io/service-name': service } },
    addressType: 'IPv4',
    endpoints: [{ addresses: ['10.20.3.4'], conditions: { ready: true } }],
    ports: [{ name: 'http', port: 80 }],
    ...more,
  };
}

/** What the remote has when all is well; its webhooks trust istiod's certificate. */
const remoteObjects: KubeObject[] = [
  ...healthyRemote(mesh, ISTIOD_CERTIFICATE.cert).filter(({ kind }) => kind !== 'EndpointSlice'),
  slice('default', 'kubernetes'),
  slice('shop', 'cart'),
];

function withBundle(object: KubeObject, pem: string): KubeObject {
  const webhooks = (object.webhooks as { clientConfig: object }[]).map((entry) => ({
    ...entry,
    clientConfig: { ...entry.clientConfig, caBundle: base64(pem) },
  }));
  return { ...object, webhooks };
}

interface Situation {
  readonly primary?: FakeClusterOptions;
  readonly secrets?: readonly KubeObject[];
  readonly pods?: readonly KubeObject[];
  readonly remote?: readonly KubeObject[];
  /** What the kubeconfig in the Secret leads to. */
  readonly reader?: FakeClusterOptions;
}

async function run(
  check: string,
  { primary, secrets = [secret], pods, remote = remoteObjects, reader }: Situation = {},
  of = mesh,
) {
  const objects = [...healthyPrimary(), ...secrets, ...(pods ?? [one.object(), two.object()])];
  const openPrimary = () =>
    fakeCluster({ name: 'hq', objects, connectToPod: connecting([one, two]), ...primary });
  const own = checks.ofControlPlane?.(of, openPrimary);
  const there = { may: readerMay, objects: remoteObjects, ...reader };
  const context = remoteContext(of, { objects: remote, reader: there });
  const look = own?.remote[check];
  const found =
    look === undefined
      ? await own?.primary[check]?.({
          mesh: of,
          membership: context.membership,
          primary: of.primary,
          remotes: of.remotes,
          cluster: openPrimary(),
          openReader: context.openReader,
          connect: async () => undefined,
        })
      : await look(context);
  if (found === undefined) throw new Error(`no check ${check}`);
  const all = [found].flat();
  expect(findCredentials(JSON.stringify(all))).toEqual([]);
  for (const { status, fix } of all) expect(status === 'ok' || (fix ?? '') !== '').toBe(true);
  return all;
}

const CHECKS = [
  'istiod-replicas',
  'network-gateways',
  'remote-clusters',
  'held-endpoints',
  'webhook-certificate',
];

it.each(CHECKS)('the check %s passes a healthy mesh', async (check) => {
  expect((await run(check)).map(({ status, message }) => `${status} ${message.slice(0, 6)}`)).toEqual([
    'ok istiod',
  ]);
});

it('asks each replica once, however many remotes there are', async () => {
  const objects = [...healthyPrimary(), secret, one.object()];
  const own = checks.ofControlPlane?.(mesh, () =>
    fakeCluster({ name: 'hq', objects, connectToPod: connecting([one]) }),
  );
  const context = remoteContext(mesh, { objects: remoteObjects, reader: { objects: remoteObjects } });
  for (let remotes = 0; remotes < 3; remotes += 1)
    for (const look of Object.values(own?.remote ?? {})) await look(context);
  expect([...one.asked].sort()).toEqual(
    ['clusterz', 'endpointShardz', 'mesh', 'networkz'].map((name) => `/debug/${name}`),
  );
});

describe('istiod-replicas', () => {
  it('names the role when the user may not port-forward, and other checks do not repeat it', async () => {
    const connectToPod = async () => {
      throw new ClusterError(
        'hq',
        'forbidden',
        'hq: it forbids the user to get pods/portforward. Grant that',
      );
    };
    const forbidden = { primary: { connectToPod } };
    expect(await run('istiod-replicas', forbidden)).toEqual([
      {
        status: 'unknown',
        message: 'the user may not port-forward to pods in istio-system, so that istiod was not asked',
        fix: 'Grant a Role in istio-system with list on pods, and get and create on pods/portforward; docs/doctor.md has it',
      },
    ]);
    expect(await run('remote-clusters', forbidden)).toMatchObject([{ status: 'unknown' }]);
    for (const check of ['network-gateways', 'held-endpoints', 'webhook-certificate'])
      expect(await run(check, forbidden)).toEqual([]);
  });

  it('names the role when the user may not list pods', async () => {
    const list = new ClusterError('hq', 'forbidden', 'hq: it forbids the user to list pods. Grant that');
    expect((await run('istiod-replicas', { primary: { failures: { list } } }))[0]).toMatchObject({
      status: 'unknown',
      fix: expect.stringContaining('Grant a Role in istio-system'),
    });
  });

  it.each([
    ['is of another revision', { labels: { app: 'istiod', 'istio.io/rev': '1-29' } }],
    ['is being deleted', { deletionTimestamp: '2026-11-27T12:00:00Z' }],
  ])('does not ask a pod that %s', async (_, metadata) => {
    const found = await run('istiod-replicas', { pods: [one.object(metadata)] });
    expect(found).toMatchObject([{ status: 'unknown', message: expect.stringContaining('is ready') }]);
  });

  it('does not ask a pod that is not ready', async () => {
    const pod = { ...one.object(), status: { conditions: [{ type: 'Ready', status: 'False' }] } };
    expect((await run('istiod-replicas', { pods: [pod] }))[0]?.status).toBe('unknown');
  });

  it('says which replica does not answer, and goes on with the others', async () => {
    two.status = 404;
    const found = await run('istiod-replicas');
    expect(found.map(({ status }) => status)).toEqual(['ok', 'unknown']);
    expect(found[1]).toMatchObject({
      message: expect.stringContaining('pod istio-system/istiod-2 answers 404 to /debug/'),
      fix: 'Set ENABLE_DEBUG_ON_HTTP=true, which is its default, on istiod',
    });
    expect((await run('remote-clusters')).map(({ status }) => status)).toEqual(['ok']);
  });

  it('does not take another program for istiod', async () => {
    for (const istiod of [one, two]) istiod.clusters = { hello: 'world' };
    expect((await run('istiod-replicas'))[0]?.message).toContain('does not answer like istiod');
  });

  it('finds out that istiod calls its own cluster otherwise', async () => {
    for (const istiod of [one, two])
      istiod.clusters = [{ id: 'Kubernetes', secretName: '', syncStatus: 'synced' }];
    expect(await run('istiod-replicas')).toMatchObject([
      { status: 'broken', message: 'istiod calls its own cluster Kubernetes, and mesh.yaml says hq' },
    ]);
  });
});

describe('remote-clusters tells apart', () => {
  const own = { id: 'hq', secretName: '', syncStatus: 'synced' };
  const entry = (id: string, syncStatus = 'synced', secretName = SECRET) => ({ id, secretName, syncStatus });
  const both = (clusters: unknown) => {
    for (const istiod of [one, two]) istiod.clusters = clusters;
  };

  it('a dead kubeconfig', async () => {
    both([own, entry('eu', 'timeout')]);
    expect(await run('remote-clusters')).toMatchObject([
      {
        status: 'broken',
        message: `istiod gets no answer from eu with the kubeconfig in the Secret ${SECRET} (timeout)`,
      },
    ]);
  });

  it('a kubeconfig that istiod still tries', async () => {
    both([own, entry('eu', 'syncing')]);
    expect(await run('remote-clusters')).toMatchObject([
      { status: 'warning', message: expect.stringContaining('is still reading eu') },
    ]);
  });

  it('a kubeconfig that istiod does not take', async () => {
    both([own]);
    expect(await run('remote-clusters', { secrets: [secretWith('{}')] })).toMatchObject([
      {
        status: 'broken',
        message: expect.stringMatching(/^istiod does not take the kubeconfig in the Secret .*: it has no/),
      },
    ]);
  });

  it('a wrong cluster id', async () => {
    both([own, entry('europe')]);
    const wrong = secretWith('{}', 'europe');
    expect(await run('remote-clusters', { secrets: [wrong] })).toMatchObject([
      {
        status: 'broken',
        message: `istiod reads this cluster as europe, which is the key in the Secret ${SECRET}, and mesh.yaml calls it eu: its pods count for another cluster`,
      },
    ]);
  });

  it('the kubeconfig of another cluster', async () => {
    const objects = [
      { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-of-us' } },
    ];
    const found = await run('remote-clusters', { reader: { objects } });
    expect(found.map(({ status }) => status)).toEqual(['ok', 'broken']);
    expect(found[1]?.message).toContain('leads to another cluster than the context eu');
  });

  it('the id of istiod’s own cluster', async () => {
    both([{ ...own, id: 'eu' }]);
    expect((await run('remote-clusters'))[0]?.message).toBe(
      'istiod calls its own cluster eu, so that it ignores every Secret with this id',
    );
  });

  it('a cluster that has not joined', async () => {
    both([own]);
    expect(await run('remote-clusters', { secrets: [] })).toMatchObject([
      { status: 'broken', message: 'istiod does not read eu: no labelled Secret holds this cluster' },
    ]);
  });

  it('an istiod that missed the Secret, by the name of its pod', async () => {
    two.clusters = [own];
    expect(await run('remote-clusters')).toMatchObject([
      { status: 'ok', message: `istiod in istiod-1 reads eu through the Secret ${SECRET}` },
      {
        status: 'broken',
        message: `istiod in istiod-2 does not read eu, though the Secret ${SECRET} holds it: it missed the Secret`,
        fix: 'Restart this istiod, or delete the Secret; then: Run `istio-remote join eu`',
      },
    ]);
  });

  it('an istiod that missed that a Secret went', async () => {
    both([own, entry('eu', 'synced', 'istio-system/old')]);
    expect(await run('remote-clusters')).toMatchObject([
      {
        status: 'broken',
        message: expect.stringContaining('through the Secret istio-system/old, which no longer'),
      },
    ]);
  });

  it('a Secret of another name, which istiod takes as well', async () => {
    const other = { ...secret, metadata: { ...secret.metadata, name: 'other' } };
    both([own, entry('eu', 'synced', 'istio-system/other')]);
    expect(await run('remote-clusters', { secrets: [other] })).toMatchObject([{ status: 'ok' }]);
  });
});

describe('held-endpoints', () => {
  it('finds a lost rotation: the cluster is synced, and istiod holds none of its endpoints', async () => {
    for (const istiod of [one, two]) istiod.shards = {};
    expect(await run('held-endpoints')).toMatchObject([
      {
        status: 'broken',
        message:
          'istiod holds no endpoint of eu, though there are ready ones for default/kubernetes, shop/cart: no other cluster reaches them',
        fix: expect.stringContaining(`Delete the Secret ${SECRET}, then run \`istio-remote join eu\``),
      },
    ]);
  });

  it('finds a lost rotation after which one Service has changed, in one replica', async () => {
    two.shards = { 'cart.shop.svc.cluster.local': { shop: { Shards: { 'Kubernetes/eu': [{}] } } } };
    expect(await run('held-endpoints')).toMatchObject([
      { status: 'ok' },
      {
        status: 'broken',
        message:
          'istiod in istiod-2 holds no endpoint of eu for default/kubernetes, though there are ready ones (1 of 2 Services)',
      },
    ]);
  });

  it('does not count endpoints of other clusters, or of workload entries', async () => {
    const shards = { 'Kubernetes/hq': [{}], 'External/eu': [{}], 'Kubernetes/eu': [] };
    for (const istiod of [one, two])
      istiod.shards = {
        'kubernetes.default.svc.cluster.local': { default: { Shards: shards } },
        'cart.shop.svc.cluster.local': { shop: { Shards: shards } },
      };
    expect((await run('held-endpoints'))[0]?.message).toContain('istiod holds no endpoint of eu, though');
  });

  it('asks again before it says so, since istiod may hear of an endpoint later', async () => {
    const { shards } = one;
    const pods = [one.object()];
    one.shards = { 'cart.shop.svc.cluster.local': { shop: { Shards: { 'Kubernetes/eu': [{}] } } } };
    setTimeout(() => {
      one.shards = shards;
    }, 500);
    expect(await run('held-endpoints', { pods })).toMatchObject([{ status: 'ok' }]);
  });

  it.each([
    ['is not ready', { endpoints: [{ addresses: ['10.20.3.5'], conditions: { ready: false } }] }],
    ['has no endpoint', { endpoints: [] }],
    ['has no port', { ports: [] }],
    ['has a DNS name', { addressType: 'FQDN' }],
  ])('does not miss what istiod leaves out: a slice that %s', async (_, more) => {
    const remote = [...remoteObjects, slice('shop', 'extra', more)];
    expect(await run('held-endpoints', { remote })).toMatchObject([{ status: 'ok' }]);
  });

  it('does not miss a Service that is exported to nobody', async () => {
    const annotations = { 'networking.istio.io/exportTo': '~' };
    const hidden = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'extra', namespace: 'shop', annotations },
    };
    const remote = [...remoteObjects, slice('shop', 'extra'), hidden];
    expect(await run('held-endpoints', { remote })).toMatchObject([{ status: 'ok' }]);
  });

  it('looks at the namespaces alone that istiod watches', async () => {
    for (const istiod of [one, two]) istiod.mesh = { discoverySelectors: [{ matchLabels: { mesh: 'on' } }] };
    const namespaces = ['default', 'other'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: name === 'default' ? { mesh: 'on' } : {} },
    }));
    const remote = [...remoteObjects, slice('other', 'extra'), ...namespaces];
    expect(await run('held-endpoints', { remote })).toMatchObject([
      { status: 'ok', message: expect.stringContaining('(1)') },
    ]);
    for (const istiod of [one, two]) istiod.shards = {};
    expect((await run('held-endpoints', { remote }))[0]?.message).toContain(
      'ready ones for default/kubernetes:',
    );
  });

  it('says nothing of a cluster that istiod does not read', async () => {
    for (const istiod of [one, two]) istiod.clusters = [];
    expect(await run('held-endpoints')).toEqual([]);
  });
});

describe('network-gateways', () => {
  const gateway = (Network: string, Cluster: string, Addr: string, Port = 15443) => ({
    ...{ Network, Cluster, Addr, Port, HBONEPort: 0 },
  });
  const hq = gateway('n1', 'hq', '10.8.0.11');
  const eu = gateway('n2', 'eu', '10.20.0.11');

  it.each([
    ['the gateway of a remote is not known', [hq], 'knows no gateway of eu into the network n2'],
    ['no gateway is known', null, 'it knows no gateway of eu into the network n2'],
    [
      'its network is another one',
      [hq, { ...eu, Network: 'n3' }],
      'takes a gateway of eu for one into the network n3, and mesh.yaml says n2',
    ],
    [
      'the primary’s has another address',
      [{ ...hq, Addr: '10.8.0.99' }, eu],
      'knows the gateway of hq at 10.8.0.99, and mesh.yaml says 10.8.0.11',
    ],
    ['the port is another one', [hq, { ...eu, Port: 443 }], 'knows the gateway of eu without port 15443'],
  ])('is broken when %s', async (_, gateways, says) => {
    for (const istiod of [one, two]) istiod.gateways = gateways;
    expect(await run('network-gateways')).toMatchObject([
      { status: 'broken', message: expect.stringContaining(says) },
    ]);
  });

  it('warns of a network that mesh.yaml does not have', async () => {
    for (const istiod of [one, two]) istiod.gateways = [hq, eu, gateway('n9', 'other', '10.9.9.9')];
    expect(await run('network-gateways')).toMatchObject([{ status: 'warning' }]);
  });

  it('leaves a gateway that somebody else has made alone', async () => {
    const without = meshOf(', eastWestGateway: false');
    expect(await run('network-gateways', {}, without)).toMatchObject([{ status: 'ok' }]);
    for (const istiod of [one, two]) istiod.gateways = [hq];
    expect((await run('network-gateways', {}, without))[0]?.message).toBe(
      'istiod knows no gateway into the network n2',
    );
  });

  it('needs none of a remote that istiod does not read', async () => {
    for (const istiod of [one, two]) {
      istiod.gateways = [hq];
      istiod.clusters = [{ id: 'hq', secretName: '', syncStatus: 'synced' }];
    }
    expect(await run('network-gateways')).toMatchObject([{ status: 'ok' }]);
  });
});

describe('webhook-certificate', () => {
  const bundled = (pem: string): KubeObject[] =>
    changed(remoteObjects, 'MutatingWebhookConfiguration', 'istio-sidecar-injector', (object) =>
      withBundle(object, pem),
    );

  it('finds a caBundle of another root, though the ConfigMap in the remote has the same', async () => {
    const other = await fakeCertificate('istiod.istio-system.svc', 'dns');
    const remote = changed(bundled(other.cert), 'ConfigMap', 'istio-ca-root-cert', (object) => ({
      ...object,
      data: { 'root-cert.pem': other.cert },
    }));
    expect(await run('webhook-certificate', { remote })).toMatchObject([
      {
        status: 'broken',
        message: expect.stringContaining(
          'istiod shows a certificate on 15017 that the caBundle of istio-sidecar-injector does not vouch for',
        ),
      },
    ]);
  });

  it('trusts one of several roots in a caBundle', async () => {
    const other = await fakeCertificate('other', 'dns');
    const remote = bundled(`${other.cert}\n${ISTIOD_CERTIFICATE.cert}`);
    expect(await run('webhook-certificate', { remote })).toMatchObject([{ status: 'ok' }]);
  });

  it('finds a certificate for another name, in the replica that shows it', async () => {
    const named = await fakeCertificate('istiod-1-29.istio-system.svc', 'dns');
    await using third = await FakeIstiod.start('istiod-3', named);
    const pods = [one.object(), third.object()];
    const remote = bundled(`${named.cert}\n${ISTIOD_CERTIFICATE.cert}`);
    const primary = { connectToPod: connecting([one, third]) };
    expect(await run('webhook-certificate', { pods, remote, primary })).toMatchObject([
      { status: 'ok' },
      {
        status: 'broken',
        message: expect.stringContaining(
          'istiod in istiod-3 shows a certificate on 15017 that is not for istiod.istio-system.svc',
        ),
      },
    ]);
  });

  it('says nothing of webhooks without a caBundle, which is a finding of its own', async () => {
    expect(await run('webhook-certificate', { remote: bundled('') })).toEqual([]);
  });
});
