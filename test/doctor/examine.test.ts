import { describe, expect, it } from 'vitest';
import { examine } from '../../src/doctor/doctor';
import { inParallel } from '../../src/in-parallel';
import { type Cluster, ClusterError } from '../../src/kubernetes/api/cluster';
import { checks } from '../../src/lines/istio-1.0/doctor/checks';
import type { Mesh10, Remote10 } from '../../src/lines/istio-1.0/mesh';
import { membershipOf } from '../membership/membership-of';
import { fakeCluster, healthyObjects, meshOf } from './fake-cluster';

const one = meshOf();
const mesh: Mesh10 = {
  ...one,
  remotes: ['eu', 'ap'].flatMap((name) => one.remotes.map((remote): Remote10 => ({ ...remote, name }))),
};

function examined(open: (name: string) => Cluster, milliseconds?: number) {
  return examine({ checks, membership: membershipOf(mesh) }, mesh, {
    remotes: mesh.remotes,
    open: ({ name }) => open(name),
    openReader: () => fakeCluster(),
    connect: async () => undefined,
    readHttp: async () => ({ failure: 'ECONNRESET' }),
    ...(milliseconds === undefined ? {} : { milliseconds }),
  });
}

const healthy = (name: string): Cluster => fakeCluster({ name, objects: healthyObjects(one) });

describe('examining a mesh', () => {
  it('looks at the primary first, then at the remotes in the order of mesh.yaml', async () => {
    const found = await examined(healthy);
    const order = [...new Set(found.map(({ cluster }) => cluster))];
    expect(order).toEqual(['hq', 'eu', 'ap']);
    expect(found.filter(({ cluster }) => cluster === 'eu').map(({ check }) => check)).toEqual([
      'api-server',
      'separate-cluster',
      'namespace',
      'reader-account',
      'reader-token',
      'mesh-config',
      'injection-config',
      'citadel',
      'sidecar-injector',
      'webhook',
      'webhook-service',
      'pilot-service',
      'injected-namespaces',
      'pod-cidrs',
      'secret-on-primary',
    ]);
  });

  it.each(['hq', 'eu'])('still checks the others when %s is down', async (down) => {
    const version = new ClusterError(
      down,
      'unreachable',
      `${down}: the connection was refused. Check that it is up`,
    );
    const found = await examined((name) =>
      name === down ? fakeCluster({ name, failures: { version } }) : healthy(name),
    );
    expect(found.filter(({ cluster, check }) => cluster === down && check === 'api-server')).toMatchObject([
      {
        status: 'broken',
        message: 'the connection was refused',
        fix: expect.stringContaining('Check that it is up'),
      },
    ]);
    expect(found.filter(({ cluster }) => cluster === 'ap').length).toBeGreaterThan(10);
  });

  it('says which cluster has no context', async () => {
    const found = await examined((name) => {
      if (name === 'eu') throw new ClusterError('eu', 'kubeconfig', 'eu: no context named. Name one');
      return healthy(name);
    });
    expect(found).toContainEqual({
      check: 'api-server',
      cluster: 'eu',
      status: 'broken',
      message: 'no context named',
      fix: 'Name one. Nothing else about this cluster could be seen',
    });
  });

  it('calls what it may not look at unknown, not broken', async () => {
    const get = new ClusterError('eu', 'forbidden', 'eu: it forbids to get secrets. Grant that');
    const found = await examined((name) =>
      name === 'eu' ? fakeCluster({ name, failures: { get } }) : healthy(name),
    );
    expect(found).toContainEqual({
      check: 'reader-token',
      cluster: 'eu',
      status: 'unknown',
      message: 'it forbids to get secrets',
      fix: 'Grant that',
    });
  });

  it('ends in time when a cluster never answers', async () => {
    const found = await examined(
      (name) => (name === 'eu' ? fakeCluster({ name, failures: { version: 'never' } }) : healthy(name)),
      2000,
    );
    expect(found.filter(({ cluster }) => cluster === 'eu')[0]).toMatchObject({
      status: 'broken',
      message: expect.stringContaining('no time left'),
    });
    expect(found.some(({ cluster, status }) => cluster === 'ap' && status === 'ok')).toBe(true);
  });

  it('lets a bug be a bug', async () => {
    const bug = new TypeError('undefined is not a function');
    await expect(examined((name) => fakeCluster({ name, failures: { version: bug } }))).rejects.toBe(bug);
  });
});

it('runs no more tasks at a time than it may', async () => {
  let running = 0;
  let most = 0;
  const task = (index: number) => async () => {
    most = Math.max(most, ++running);
    await new Promise((resolve) => setTimeout(resolve, 5));
    running--;
    return index;
  };
  const results = await inParallel(
    3,
    Array.from({ length: 10 }, (_, index) => task(index)),
  );
  expect(results).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect(most).toBe(3);
});
