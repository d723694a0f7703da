import { describe, expect, it } from 'vitest';
import { ClusterError } from '../../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../../src/lines/istio-current/doctor/checks';
import { fakeCluster } from '../../../../doctor/fake-cluster';
import { healthyPrimary, remoteContext } from '../current-cluster';
import { ask, mesh, remoteObjects, type Situation, secret } from './ask';
import { connecting, type FakeIstiod, twoForEachTest } from './fake-istiod';

let one: FakeIstiod;
let two: FakeIstiod;
twoForEachTest((started) => {
  [one, two] = started;
});

const run = (check: string, situation: Situation = {}) => ask(check, [one, two], situation);

const CHECKS = [
  'istiod-replicas',
  'network-gateways',
  'remote-clusters',
  'held-endpoints',
  'istiod-certificate',
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
        fix: 'Grant a Role in istio-system with list on pods, and get and create on pods/portforward: see docs/doctor.md',
      },
    ]);
    expect(await run('remote-clusters', forbidden)).toMatchObject([{ status: 'unknown' }]);
    for (const check of ['network-gateways', 'held-endpoints', 'istiod-certificate'])
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

  it('says which replica does not answer, and still asks the others', async () => {
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
