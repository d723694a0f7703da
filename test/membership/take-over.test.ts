import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import type { JoinOptions } from '../../src/membership/join';
import { lostFrom, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { base64, FakeMesh, MESH_CURRENT, READS_CURRENT } from '../kubernetes/api/fake-mesh';
import { someCases } from '../seed';
import { joinIn } from './join-in';

const SECRET = 'istio-remote-secret-eu-west-1';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await startMesh();
});
afterEach(() => mesh[Symbol.asyncDispose]());

async function startMesh(): Promise<FakeMesh> {
  const started = await FakeMesh.start(MESH_CURRENT);
  started.remote.readerReads = [...READS_CURRENT];
  return started;
}

const joinOnce = (options: Partial<JoinOptions> = {}) => joinIn(mesh, options);

/** Creates a labelled Secret of another name on the primary. */
function other(data: object, ownerReferences: readonly object[] = [], to = mesh): KubeObject {
  const labels = { 'istio/multiCluster': 'true' };
  return to.primary.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'other', namespace: 'istio-system', labels, ownerReferences },
    data,
  } as KubeObject);
}

describe('join, where another Secret has the cluster', () => {
  it('says so and changes nothing', async () => {
    other({ 'eu-west-1': base64('old') });
    const { joined } = await joinOnce();
    expect(joined?.outcome).toBe('failed');
    expect(joined?.error).toContain(
      'the Secret istio-system/other already has the kubeconfig of eu-west-1, and istiod reads the one of two Secrets that it sees first. To delete the Secret istio-system/other, and create istio-system/istio-remote-secret-eu-west-1 in its place, repeat with --take-over',
    );
    expect(mesh.primary.asked.filter(({ method }) => method !== 'GET')).toEqual([]);
  });

  it('deletes it when told, and creates its own', async () => {
    other({ 'eu-west-1': base64('old') });
    const { joined } = await joinOnce({ takeOver: true });
    expect(joined).toMatchObject({
      outcome: 'replaced',
      because: 'taken over from the Secret istio-system/other',
    });
    expect(mesh.primary.find('Secret', 'other')).toBeUndefined();
    expect(mesh.joined()).toContain(READER_TOKEN);
    expect((await joinOnce()).joined?.outcome).toBe('unchanged');
  });

  it('takes only this cluster out of a Secret of several', async () => {
    other({ 'eu-west-1': base64('old'), asia: base64('of asia') });
    expect((await joinOnce()).joined?.error).toContain(
      'take eu-west-1 out of the Secret istio-system/other, which keeps asia',
    );
    expect((await joinOnce({ takeOver: true })).joined?.outcome).toBe('replaced');
    expect(mesh.primary.find('Secret', 'other')?.data).toEqual({ asia: base64('of asia') });
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('recreates its own Secret although it is correct, since istiod may have ignored it', async () => {
    await joinOnce();
    const { uid } = mesh.primary.find('Secret', SECRET)?.metadata ?? {};
    other({ 'eu-west-1': base64('old') });
    expect((await joinOnce({ takeOver: true })).joined?.outcome).toBe('replaced');
    expect(mesh.primary.find('Secret', SECRET)?.metadata.uid).not.toBe(uid);
  });

  it('refuses a Secret that a controller would recreate', async () => {
    other({ 'eu-west-1': '' }, [{ kind: 'ExternalSecret', name: 'eu' }]);
    expect((await joinOnce({ takeOver: true })).joined?.error).toContain(
      'belongs to ExternalSecret eu, which recreates it. Remove ExternalSecret eu, then repeat',
    );
    expect(mesh.primary.find('Secret', 'other')).toBeDefined();
  });

  it('finishes with a repeat after any request was lost', async () => {
    await joinOnce();
    const start = mesh.primary.asked.length;
    other({ 'eu-west-1': base64('old') });
    await joinOnce({ takeOver: true });
    const requests = mesh.primary.asked.length - start;
    const repeats = someCases(requests).map(async (lost) => {
      await using fake = await startMesh();
      await joinIn(fake);
      other({ 'eu-west-1': base64('old') }, [], fake);
      fake.primary.fault = lostFrom(fake.primary.asked.length + lost, 'cut after');
      expect((await joinIn(fake, { takeOver: true })).joined?.outcome).toBe('failed');
      fake.primary.fault = () => undefined;
      expect((await joinIn(fake, { takeOver: true })).joined?.error).toBeUndefined();
      expect(fake.primary.find('Secret', 'other')).toBeUndefined();
      expect(fake.joined()).toContain(READER_TOKEN);
    });
    await Promise.all(repeats);
  }, 60_000);
});
