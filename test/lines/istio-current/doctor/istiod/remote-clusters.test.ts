import { describe, expect, it } from 'vitest';
import { ask, mesh, SECRET, type Situation, secret, secretWith } from './ask';
import { type FakeIstiod, twoForEachTest } from './fake-istiod';

let one: FakeIstiod;
let two: FakeIstiod;
twoForEachTest((started) => {
  [one, two] = started;
});

const run = (situation: Situation = {}, of = mesh) => ask('remote-clusters', [one, two], situation, of);

describe('remote-clusters tells apart', () => {
  const own = { id: 'hq', secretName: '', syncStatus: 'synced' };
  const entry = (id: string, syncStatus = 'synced', secretName = SECRET) => ({ id, secretName, syncStatus });
  const both = (clusters: unknown) => {
    for (const istiod of [one, two]) istiod.clusters = clusters;
  };

  it('a dead kubeconfig', async () => {
    both([own, entry('eu', 'timeout')]);
    expect(await run()).toMatchObject([
      {
        status: 'broken',
        message: `istiod gets no answer from eu with the kubeconfig in the Secret ${SECRET} (timeout)`,
      },
    ]);
  });

  it('a kubeconfig that istiod still tries', async () => {
    both([own, entry('eu', 'syncing')]);
    expect(await run()).toMatchObject([
      { status: 'warning', message: expect.stringContaining('is still reading eu') },
    ]);
  });

  it('a kubeconfig that istiod does not take', async () => {
    both([own]);
    expect(await run({ secrets: [secretWith('{}')] })).toMatchObject([
      {
        status: 'broken',
        message: expect.stringMatching(/^istiod does not accept the kubeconfig in the Secret .*: it has no/),
      },
    ]);
  });

  it('a wrong cluster id', async () => {
    both([own, entry('europe')]);
    const wrong = secretWith('{}', 'europe');
    expect(await run({ secrets: [wrong] })).toMatchObject([
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
    const found = await run({ reader: { objects } });
    expect(found.map(({ status }) => status)).toEqual(['ok', 'broken']);
    expect(found[1]?.message).toContain('leads to another cluster than the context "eu"');
  });

  it('the id of istiod’s own cluster', async () => {
    both([{ ...own, id: 'eu' }]);
    expect((await run())[0]?.message).toBe(
      'istiod calls its own cluster eu, so that it ignores every Secret with this id',
    );
  });

  it('a cluster that has not joined', async () => {
    both([own]);
    expect(await run({ secrets: [] })).toMatchObject([
      { status: 'broken', message: 'istiod does not read eu: no labelled Secret contains this cluster' },
    ]);
  });

  it('an istiod that missed the Secret, by the name of its pod', async () => {
    two.clusters = [own];
    expect(await run()).toMatchObject([
      { status: 'ok', message: `istiod in istiod-1 reads eu through the Secret ${SECRET}` },
      {
        status: 'broken',
        message: `istiod in istiod-2 does not read eu, though the Secret ${SECRET} contains it: it missed the Secret`,
        fix: 'Restart this istiod, or delete the Secret; then: Run `istio-remote join eu`',
      },
    ]);
  });

  it('an istiod that missed that a Secret went', async () => {
    both([own, entry('eu', 'synced', 'istio-system/old')]);
    expect(await run()).toMatchObject([
      {
        status: 'broken',
        message: expect.stringContaining('through the Secret istio-system/old, which no longer'),
      },
    ]);
  });

  it('a Secret of another name, which istiod takes as well', async () => {
    const other = { ...secret, metadata: { ...secret.metadata, name: 'other' } };
    both([own, entry('eu', 'synced', 'istio-system/other')]);
    expect(await run({ secrets: [other] })).toMatchObject([{ status: 'ok' }]);
  });
});
