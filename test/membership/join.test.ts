import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { JoinOptions } from '../../src/membership/join';
import { lostFrom, namespace, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { base64, expectNoCredential, FakeMesh, failure, MESH } from '../kubernetes/api/fake-mesh';
import { someCases } from '../seed';
import { joinIn } from './join-in';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
});
afterEach(() => mesh[Symbol.asyncDispose]());

const joinOnce = (options: Partial<JoinOptions> = {}) => joinIn(mesh, options);

function putSecret(
  data: Record<string, string>,
  labels: Record<string, string>,
  name = 'eu-west-1',
  to = mesh,
) {
  return to.primary.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'istio-system', labels },
    type: 'Opaque',
    data,
  });
}
const LABEL = { 'istio/multiCluster': 'true' };

describe('join', () => {
  it('puts a labelled Secret on the primary whose name and key are the cluster id', async () => {
    expect((await joinOnce()).joined).toMatchObject({ outcome: 'created', server: mesh.remote.url });
    expect(mesh.primary.find('Secret', 'eu-west-1')).toMatchObject({
      type: 'Opaque',
      metadata: { namespace: 'istio-system', labels: { 'istio/multiCluster': 'true' } },
    });
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('changes nothing a second time', async () => {
    await joinOnce();
    const { uid } = mesh.primary.find('Secret', 'eu-west-1')?.metadata ?? {};
    mesh.primary.asked.length = 0;
    expect((await joinOnce()).joined?.outcome).toBe('unchanged');
    expect(mesh.primary.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
    expect(mesh.primary.find('Secret', 'eu-west-1')?.metadata.uid).toBe(uid);
  });

  it('changes nothing about a Secret of two clusters with the right kubeconfig', async () => {
    await joinOnce();
    const data = mesh.primary.find('Secret', 'eu-west-1')?.data;
    putSecret({ ...(data as Record<string, string>), asia: '' }, LABEL);
    expect((await joinOnce()).joined?.outcome).toBe('unchanged');
  });

  it('deletes a changed Secret and creates it a second later', async () => {
    putSecret({ 'eu-west-1': base64('old') }, LABEL);
    const begin = performance.now();
    expect((await joinOnce()).joined).toMatchObject({
      outcome: 'replaced',
      because: 'Pilot 1.0 ignores changes of a Secret that it has read',
    });
    expect(performance.now() - begin).toBeGreaterThan(1000);
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('takes a cluster over from another Secret when told, but not out of one with several clusters', async () => {
    putSecret({ 'eu-west-1': base64('old') }, LABEL, 'other');
    expect((await joinOnce({ takeOver: true })).joined?.outcome).toBe('replaced');
    expect(mesh.primary.find('Secret', 'other')).toBeUndefined();
    putSecret({ 'eu-west-1': base64('old'), asia: '' }, LABEL, 'other');
    expect((await joinOnce({ takeOver: true })).joined?.error).toContain(
      'Pilot does not notice when one of them is removed',
    );
    expect(mesh.primary.find('Secret', 'other')?.data).toHaveProperty('asia');
  });

  it('shows in a dry run what it would do, without the token, and changes nothing', async () => {
    const before = mesh.primary.titles();
    const { joined, manifests } = await joinOnce({ dryRun: true });
    expect(joined?.outcome).toBe('created');
    expect(manifests).toContain('eu-west-1: <redacted>');
    expectNoCredential(manifests.replace('<redacted>', ''));
    expect(mesh.primary.titles()).toEqual(before);
  });

  it('returns the manifest for sealing, and does not touch the primary', async () => {
    const { joined, manifests } = await joinOnce({ output: '-' });
    expect(joined?.outcome).toBe('written');
    expect(manifests).toContain('istio/multiCluster: "true"');
    expect(mesh.primary.asked).toEqual([]);
  });
});

describe('several joins at once', () => {
  it('all end well when one of them has replaced the Secret', async () => {
    putSecret({ 'eu-west-1': base64('old') }, LABEL);
    const all = await Promise.all([1, 2, 3].map(() => joinOnce()));
    expect(all.map(({ joined }) => joined)).toMatchObject(Array(3).fill({ outcome: 'replaced' }));
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('all end well when one of them has created the Secret', async () => {
    const all = await Promise.all([1, 2, 3].map(() => joinOnce()));
    expect(all.filter(({ joined }) => joined?.outcome === 'failed')).toEqual([]);
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('fail when the Secret has another kubeconfig by then, and say so', async () => {
    putSecret({ 'eu-west-1': base64('old') }, LABEL);
    mesh.primary.fault = ({ method, path }) => {
      if (method === 'POST' && path.endsWith('/secrets')) putSecret({ 'eu-west-1': base64('newer') }, LABEL);
      return undefined;
    };
    const { joined } = await joinOnce();
    expect(joined).toMatchObject({ outcome: 'failed' });
    expect(joined?.error).toContain('another command has brought another one meanwhile');
  });

  it('succeed when only the answer was lost', async () => {
    mesh.primary.fault = ({ method, path }) =>
      method === 'POST' && path.endsWith('/secrets') ? 'cut after' : undefined;
    expect((await joinOnce()).joined?.outcome).toBe('created');
  });
});

describe('join refuses', () => {
  it.each([
    [
      'a Secret of that name that is not of the mesh',
      () => putSecret({}, {}),
      'exists without the label istio/multiCluster=true',
    ],
    [
      'a second Secret for the cluster',
      () => putSecret({ 'eu-west-1': '' }, LABEL, 'other'),
      'the Secret istio-system/other already has the kubeconfig of eu-west-1, and Pilot reads the one',
    ],
    [
      'a Secret for several clusters',
      () => putSecret({ 'eu-west-1': '', asia: '' }, LABEL),
      'has the kubeconfigs of other clusters as well: asia, and Pilot does not notice when one of them is removed. Delete it and at once run `istio-remote join eu-west-1 asia`',
    ],
    ['a reader that reads Secrets', () => mesh.remote.readerReads.push('secrets'), 'can read Secrets'],
    [
      'the primary by another address',
      () => mesh.remote.put(mesh.primary.find('Namespace', 'kube-system') ?? namespace('kube-system')),
      'is the same cluster as the primary hq',
    ],
    [
      'a remote without the account',
      () => {
        mesh.remote.objects.clear();
        mesh.remote.put(namespace('kube-system'));
      },
      'there is no account istio-system/istio-multi',
    ],
  ])('%s', async (_name, prepare, expected) => {
    prepare();
    const before = mesh.primary.titles();
    const { joined } = await joinOnce();
    expect(joined?.outcome).toBe('failed');
    expect(joined?.error).toContain(expected);
    expect(mesh.primary.titles()).toEqual(before);
  });

  it('the primary itself, before anything about its address', async () => {
    const joined = (await joinOnce({ primaryContext: 'eu-west-1', allow: {} })).joined;
    expect(joined?.error).toContain('is the same cluster as the primary hq: both are');
  });

  it('a mesh.yaml that says something else by then', async () => {
    mesh.primary.fault = ({ method, path }) => {
      if (method === 'GET' && path.includes('labelSelector'))
        mesh.write('mesh.yaml', MESH.replace('pilotService: true', 'apiServer: https://10.0.0.1'));
      return undefined;
    };
    const { joined } = await joinOnce();
    expect(joined?.error).toContain('has changed meanwhile');
    expect(mesh.joined()).toBeUndefined();
  });

  it('to replace a Secret that it may not create again, before it deletes the old one', async () => {
    const old = putSecret({ 'eu-west-1': base64('old') }, LABEL);
    mesh.primary.fault = ({ path }) =>
      path.endsWith('/selfsubjectaccessreviews')
        ? { status: 201, body: { status: { allowed: false } } }
        : undefined;
    expect((await joinOnce()).joined?.error).toContain('may not create Secrets');
    expect(mesh.primary.asked.filter(({ method }) => method === 'DELETE')).toEqual([]);
    expect(mesh.primary.find('Secret', 'eu-west-1')?.metadata.uid).toBe(old.metadata.uid);
  });

  it('one context for several clusters', async () => {
    mesh.write('mesh.yaml', `${MESH}  - name: asia\n`);
    const connection = { ...mesh.connection, context: 'eu-west-1' };
    expect(await failure(() => joinOnce({ remotes: [], connection }))).toContain(
      '--context names the context of one',
    );
  });
});

describe('join goes on', () => {
  it('after a cluster that fails', async () => {
    mesh.write('mesh.yaml', MESH.replace('remotes:', 'remotes:\n  - name: asia'));
    const { clusters } = await joinOnce({ remotes: [] });
    expect(clusters).toMatchObject([
      { cluster: 'asia', outcome: 'failed' },
      { cluster: 'eu-west-1', outcome: 'created' },
    ]);
    expect(clusters[0]?.error).toContain('no context named, and the kubeconfig');
  });

  it.each(['cut before', 'cut after'] as const)(
    'with a repeat after any request was lost (%s)',
    async (kind) => {
      const { requests, joined } = await withOldSecret(async (fake) => {
        await joinIn(fake);
        return { requests: fake.primary.asked.length, joined: joinedAnywhere(fake) };
      });
      expect(joined).toContain(READER_TOKEN);
      // Each pair waits a second between two requests.
      const repeats = someCases(requests).map((lost) =>
        withOldSecret(async (fake) => {
          fake.primary.fault = lostFrom(lost, kind);
          const { joined } = await joinIn(fake);
          expect(joined?.outcome).toBe('failed');
          expect(joined?.error).toContain('hq (https://127.0.0.1');
          fake.primary.fault = () => undefined;
          expect((await joinIn(fake)).joined?.error).toBeUndefined();
          return joinedAnywhere(fake);
        }),
      );
      expect(new Set(await Promise.all(repeats))).toEqual(new Set([joined]));
    },
    60_000,
  );

  async function withOldSecret<T>(work: (fake: FakeMesh) => Promise<T>): Promise<T> {
    await using fake = await FakeMesh.start();
    putSecret({ 'eu-west-1': base64('old') }, LABEL, 'eu-west-1', fake);
    return await work(fake);
  }

  /** The kubeconfig of the remote without its port, which differs in every fake. */
  function joinedAnywhere(fake: FakeMesh): string | undefined {
    return fake.joined()?.replace(fake.remote.url, 'the remote');
  }
});
