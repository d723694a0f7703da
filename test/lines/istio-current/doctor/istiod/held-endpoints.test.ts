import { describe, expect, it } from 'vitest';
import { ask, mesh, remoteObjects, SECRET, type Situation, slice } from './ask';
import { type FakeIstiod, twoForEachTest } from './fake-istiod';

let one: FakeIstiod;
let two: FakeIstiod;
twoForEachTest((started) => {
  [one, two] = started;
});

const run = (situation: Situation = {}, of = mesh) => ask('held-endpoints', [one, two], situation, of);

describe('held-endpoints', () => {
  it('finds a lost rotation: the cluster is synced, and istiod has none of its endpoints', async () => {
    for (const istiod of [one, two]) istiod.shards = {};
    expect(await run()).toMatchObject([
      {
        status: 'broken',
        message:
          'istiod has no endpoint of eu, though there are ready ones for default/kubernetes, shop/cart: no other cluster reaches them',
        fix: expect.stringContaining(`Delete the Secret ${SECRET}, then run \`istio-remote join eu\``),
      },
    ]);
  });

  it('finds a lost rotation if one Service has changed since, in one replica', async () => {
    two.shards = { 'cart.shop.svc.cluster.local': { shop: { Shards: { 'Kubernetes/eu': [{}] } } } };
    expect(await run()).toMatchObject([
      { status: 'ok' },
      {
        status: 'broken',
        message:
          'istiod in istiod-2 has no endpoint of eu for default/kubernetes, though there are ready ones (1 of 2 Services)',
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
    expect((await run())[0]?.message).toContain('istiod has no endpoint of eu, though');
  });

  it('asks again before it says so, since istiod may hear of an endpoint later', async () => {
    const { shards } = one;
    const pods = [one.object()];
    one.shards = { 'cart.shop.svc.cluster.local': { shop: { Shards: { 'Kubernetes/eu': [{}] } } } };
    setTimeout(() => {
      one.shards = shards;
    }, 500);
    expect(await run({ pods })).toMatchObject([{ status: 'ok' }]);
  });

  it.each([
    ['is not ready', { endpoints: [{ addresses: ['10.20.3.5'], conditions: { ready: false } }] }],
    ['has no endpoint', { endpoints: [] }],
    ['has no port', { ports: [] }],
    ['has a DNS name', { addressType: 'FQDN' }],
  ])('does not miss what istiod leaves out: a slice that %s', async (_, more) => {
    const remote = [...remoteObjects, slice('shop', 'extra', more)];
    expect(await run({ remote })).toMatchObject([{ status: 'ok' }]);
  });

  it('does not miss a Service that is exported to nobody', async () => {
    const annotations = { 'networking.istio.io/exportTo': '~' };
    const hidden = {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'extra', namespace: 'shop', annotations },
    };
    const remote = [...remoteObjects, slice('shop', 'extra'), hidden];
    expect(await run({ remote })).toMatchObject([{ status: 'ok' }]);
  });

  it('looks at the namespaces alone that istiod watches', async () => {
    for (const istiod of [one, two]) istiod.mesh = { discoverySelectors: [{ matchLabels: { mesh: 'on' } }] };
    const namespaces = ['default', 'other'].map((name) => ({
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name, labels: name === 'default' ? { mesh: 'on' } : {} },
    }));
    const remote = [...remoteObjects, slice('other', 'extra'), ...namespaces];
    expect(await run({ remote })).toMatchObject([{ status: 'ok', message: expect.stringContaining('(1)') }]);
    for (const istiod of [one, two]) istiod.shards = {};
    expect((await run({ remote }))[0]?.message).toContain('ready ones for default/kubernetes:');
  });

  it('says nothing of a cluster that istiod does not read', async () => {
    for (const istiod of [one, two]) istiod.clusters = [];
    expect(await run()).toEqual([]);
  });
});
