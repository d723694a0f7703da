import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import type { JoinOptions } from '../../src/membership/join';
import { status } from '../kubernetes/api/fake-api';
import { lostFrom, namespace, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { LOCAL_CERTIFICATE } from '../kubernetes/api/fake-certificate';
import { base64, FakeMesh } from '../kubernetes/api/fake-mesh';
import { someCases } from '../seed';
import { joinIn } from './join-in';

const UID = 'kubernetes.io/service-account.uid';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await startMesh();
});
afterEach(() => mesh[Symbol.asyncDispose]());

async function startMesh(): Promise<FakeMesh> {
  const started = await FakeMesh.start();
  controlTokens(started);
  await joinIn(started);
  return started;
}

/** Does what the token controller does: deletes Secrets of deleted accounts, and fills the others with a token. */
function controlTokens({ remote }: FakeMesh): void {
  remote.controllers = () => {
    const account = remote.find('ServiceAccount', 'istio-multi');
    const secret = remote.find('Secret', 'istio-multi-token');
    if (secret === undefined) return;
    const owner = secret.metadata.annotations?.[UID];
    if (account === undefined || (owner !== undefined && owner !== account.metadata.uid))
      remote.objects.delete('Secret istio-system/istio-multi-token');
    else if (owner === undefined) {
      const annotations = { ...secret.metadata.annotations, [UID]: account.metadata.uid ?? '' };
      const data = { token: base64(READER_TOKEN), 'ca.crt': base64(LOCAL_CERTIFICATE.cert) };
      remote.put({ ...secret, metadata: { ...secret.metadata, annotations }, data });
    }
  };
  remote.controllers();
}

const rotateOnce = (options: Partial<JoinOptions> = {}) =>
  joinIn(mesh, { rotate: async () => true, ...options });

function account(of = mesh): KubeObject | undefined {
  return of.remote.find('ServiceAccount', 'istio-multi');
}

function changesOf({ asked }: FakeMesh['remote']): string[] {
  return asked
    .filter(({ method, path }) => method !== 'GET' && !path.endsWith('selfsubjectaccessreviews'))
    .map(({ method, path }) => `${method} ${path.split('/').slice(-2).join('/')}`);
}

describe('join with a rotation', () => {
  it('brings a token of the new account that ends, when it is asked for one', async () => {
    const { joined } = await rotateOnce({ tokenSeconds: 7200 });
    expect(joined).toMatchObject({ outcome: 'replaced', warnings: [] });
    const hours = ((joined?.expires?.getTime() ?? 0) - Date.now()) / 3_600_000;
    expect(hours).toBeGreaterThan(1.9);
    expect(mesh.joined()).not.toContain(READER_TOKEN);
  });

  it('changes nothing for a user who may not ask for a token', async () => {
    const uid = account()?.metadata.uid;
    const before = mesh.joined();
    mesh.remote.may = ({ subresource }) => subresource !== 'token';
    const { joined } = await rotateOnce({ tokenSeconds: 7200 });
    expect(joined?.error).toContain('may not create serviceaccounts/token, so nothing was changed');
    expect(account()?.metadata.uid).toBe(uid);
    expect(mesh.joined()).toBe(before);
  });

  it('deletes and recreates the account and its Secret, and changes nothing else in the remote', async () => {
    const uid = account()?.metadata.uid;
    const titles = mesh.remote.titles();
    mesh.remote.asked.length = 0;
    const { joined } = await rotateOnce();
    expect(joined?.error).toBeUndefined();
    expect(account()?.metadata.uid).not.toBe(uid);
    expect(mesh.remote.titles()).toEqual(titles);
    expect(changesOf(mesh.remote)).toEqual([
      'DELETE serviceaccounts/istio-multi',
      'POST istio-system/serviceaccounts',
      'POST istio-system/secrets',
    ]);
  });

  it('lists what changes, with the servers, before anything does', async () => {
    const before = [mesh.primary.titles(), account()?.metadata.uid];
    const asked: (readonly string[])[] = [];
    const rotate = async (lines: readonly string[]) => {
      asked.push(lines);
      return false;
    };
    const { joined } = await rotateOnce({ rotate });
    expect(joined).toMatchObject({ outcome: 'declined' });
    expect(asked).toEqual([
      [
        `hq is ${mesh.primary.url}`,
        `eu-west-1 is ${mesh.remote.url}`,
        'eu-west-1: delete ServiceAccount istio-system/istio-multi: every token of it stops working, and Kubernetes deletes its token Secrets',
        'eu-west-1: create ServiceAccount istio-system/istio-multi and Secret istio-system/istio-multi-token',
        'hq: replace Secret istio-system/eu-west-1: Pilot 1.0 ignores changes of a Secret that it has read',
      ],
    ]);
    expect([mesh.primary.titles(), account()?.metadata.uid]).toEqual(before);
  });

  it('changes nothing in a dry run, also where a rotation has ended half-way', async () => {
    for (const prepare of [() => undefined, () => removeAccount()]) {
      prepare();
      const before = [mesh.primary.titles(), mesh.remote.titles(), account()?.metadata.uid];
      const { joined, manifests } = await rotateOnce({ dryRun: true });
      expect(joined).toMatchObject({ outcome: 'replaced' });
      expect(manifests).toContain('eu-west-1: <redacted>');
      expect([mesh.primary.titles(), mesh.remote.titles(), account()?.metadata.uid]).toEqual(before);
    }
  });

  it('keeps what Argo CD and kubectl note, and drops what Kubernetes notes about the old token', async () => {
    const tracked = {
      'argocd.argoproj.io/tracking-id': 'mesh:/ServiceAccount:istio-system/istio-multi',
      'kubernetes.io/enforce-mountable-secrets': 'true',
    };
    const found = account();
    if (found !== undefined)
      mesh.remote.put({ ...found, metadata: { ...found.metadata, annotations: tracked } });
    const secret = mesh.remote.find('Secret', 'istio-multi-token');
    const labels = { ...secret?.metadata.labels, 'kubernetes.io/legacy-token-invalid-since': '2026-11-01' };
    if (secret !== undefined) mesh.remote.put({ ...secret, metadata: { ...secret.metadata, labels } });
    await rotateOnce();
    expect(account()?.metadata.annotations).toEqual({
      'argocd.argoproj.io/tracking-id': tracked['argocd.argoproj.io/tracking-id'],
    });
    const fresh = mesh.remote.find('Secret', 'istio-multi-token')?.metadata.labels;
    expect(fresh).toEqual(expect.objectContaining({ 'app.kubernetes.io/managed-by': 'cdk8s-istio-remote' }));
    expect(fresh).not.toHaveProperty('kubernetes.io/legacy-token-invalid-since');
  });

  it('counts on what Argo CD has made again before it could', async () => {
    const old = account();
    mesh.remote.controllers = () => {
      // Self-heal recreates deleted objects, then the token controller acts.
      if (account() === undefined && old !== undefined) {
        const { uid: _, ...metadata } = old.metadata;
        mesh.remote.put({ ...old, metadata });
      }
      const secret = mesh.remote.find('Secret', 'istio-multi-token');
      const uid = account()?.metadata.uid ?? '';
      if (secret?.metadata.annotations?.[UID] !== uid)
        mesh.remote.put({
          ...(secret as KubeObject),
          metadata: { ...(secret as KubeObject).metadata, annotations: { [UID]: uid } },
        });
    };
    const { joined } = await rotateOnce();
    expect(joined?.error).toBeUndefined();
    expect(account()?.metadata.uid).not.toBe(old?.metadata.uid);
  });

  it('makes the Secret again that the token controller takes for one of the old account', async () => {
    let isTaken = false;
    const act = mesh.remote.controllers;
    mesh.remote.controllers = () => {
      const secret = mesh.remote.find('Secret', 'istio-multi-token');
      if (!isTaken && secret !== undefined && secret.metadata.annotations?.[UID] === undefined) {
        isTaken = true;
        mesh.remote.objects.delete('Secret istio-system/istio-multi-token');
      } else act();
    };
    const { joined } = await rotateOnce();
    expect([isTaken, joined?.error]).toEqual([true, undefined]);
  });

  it('tries a new token again that a server does not know yet', async () => {
    let refusals = 2;
    mesh.remote.fault = ({ headers }) =>
      headers.authorization === `Bearer ${READER_TOKEN}` && refusals-- > 0
        ? status(401, 'Unauthorized')
        : undefined;
    expect((await rotateOnce()).joined?.error).toBeUndefined();
    expect(refusals).toBeLessThan(0);
  });

  it('writes the new Secret to a file, and says that the primary waits for it', async () => {
    let asked: readonly string[] = [];
    const rotate = async (lines: readonly string[]) => {
      asked = lines;
      return true;
    };
    const { joined } = await rotateOnce({ rotate, output: '-' });
    expect(joined?.outcome).toBe('written');
    expect(asked.at(-1)).toBe('hq: cannot read eu-west-1 until it has the new Secret, which goes to a file');
  });
});

describe('join with a rotation refuses, before anything changes', () => {
  it.each([
    [
      'an account that this tool did not make',
      () => {
        const found = account();
        if (found !== undefined) mesh.remote.put({ ...found, metadata: { ...found.metadata, labels: {} } });
      },
      'this tool did not make the ServiceAccount istio-system/istio-multi. Apply dist/eu-west-1 first',
    ],
    [
      'a Secret that is no token',
      () => {
        const found = mesh.remote.find('Secret', 'istio-multi-token');
        if (found !== undefined) mesh.remote.put({ ...found, type: 'Opaque' });
      },
      'is no token of the account istio-multi',
    ],
    [
      'a user who may not finish it in the remote',
      () => {
        mesh.remote.fault = ({ path }) =>
          path.endsWith('/selfsubjectaccessreviews')
            ? { status: 201, body: { status: { allowed: false } } }
            : undefined;
      },
      'may not delete serviceaccounts, create serviceaccounts, create secrets, so nothing was changed',
    ],
    [
      'a user who may not finish it on the primary',
      () => {
        mesh.primary.fault = ({ path }) =>
          path.endsWith('/selfsubjectaccessreviews')
            ? { status: 201, body: { status: { allowed: false } } }
            : undefined;
      },
      'may not delete secrets, create secrets, so nothing was changed',
    ],
    [
      'another Secret with the cluster',
      () => {
        const labels = { 'istio/multiCluster': 'true' };
        const metadata = { name: 'other', namespace: 'istio-system', labels };
        mesh.primary.put({ apiVersion: 'v1', kind: 'Secret', metadata, data: { 'eu-west-1': '' } });
      },
      'already has the kubeconfig of eu-west-1',
    ],
    [
      'the primary by another address',
      () => mesh.remote.put(mesh.primary.find('Namespace', 'kube-system') ?? namespace('kube-system')),
      'is the same cluster as the primary hq',
    ],
  ])('%s', async (_name, prepare, expected) => {
    prepare();
    const uid = account()?.metadata.uid;
    mesh.remote.asked.length = 0;
    const { joined } = await rotateOnce();
    expect(joined?.outcome).toBe('failed');
    expect(joined?.error).toContain(expected);
    expect(joined?.error).not.toContain('--rotate');
    expect(changesOf(mesh.remote)).toEqual([]);
    expect(account()?.metadata.uid).toBe(uid);
  });

  it('a server that the primary does not reach', async () => {
    const { joined } = await rotateOnce({ allow: {} });
    expect(joined?.error).toContain('which the primary does not reach');
    expect(changesOf(mesh.remote)).toEqual([]);
  });

  it('a context that nobody named', async () => {
    const kubeconfig = JSON.parse(mesh.read('kubeconfig'));
    const [hq, remote] = kubeconfig.contexts;
    const contexts = [hq, { ...remote, name: 'current' }];
    mesh.write('kubeconfig', JSON.stringify({ ...kubeconfig, contexts, 'current-context': 'current' }));
    const { joined } = await rotateOnce();
    expect(joined?.error).toContain('nothing is deleted in the current context ("current")');
  });
});

describe('join with a rotation that ends half-way', () => {
  it('says so when Kubernetes makes no token, and is finished by a repeat', async () => {
    mesh.remote.controllers = () => {
      if (account() === undefined) mesh.remote.objects.delete('Secret istio-system/istio-multi-token');
    };
    const { joined } = await rotateOnce({ connection: { ...mesh.connection, timeout: 0.2 } });
    expect(joined?.error).toContain('got no token of the new account within 1.2 s');
    expect(joined?.error).toContain(
      'The old token of eu-west-1 may no longer work. Repeat `istio-remote join --rotate eu-west-1` until it succeeds, so that Pilot reads eu-west-1 again',
    );
    controlTokens(mesh);
    expect((await rotateOnce()).joined?.error).toBeUndefined();
  });

  it.each(['cut before', 'cut after'] as const)(
    'is finished by a repeat after any request was lost (%s)',
    async (kind) => {
      const requests = await withMesh(async (fake) => {
        await joinIn(fake, { rotate: async () => true });
        return [fake.primary.asked.length, fake.remote.asked.length] as const;
      });
      const cases = (['primary', 'remote'] as const).flatMap((which, index) =>
        someCases(requests[index] ?? 0).map((lost) => ({ which, lost })),
      );
      const ends = cases.map(({ which, lost }) =>
        withMesh(async (fake) => {
          fake[which].fault = lostFrom(lost, kind);
          await joinIn(fake, { rotate: async () => true });
          fake[which].fault = () => undefined;
          const { joined } = await joinIn(fake, { rotate: async () => true });
          const isIn = fake.joined()?.includes(READER_TOKEN);
          return [joined?.error, isIn, account(fake) !== undefined];
        }),
      );
      const found = new Set((await Promise.all(ends)).map((end) => JSON.stringify(end)));
      expect([...found]).toEqual([JSON.stringify([undefined, true, true])]);
    },
    60_000,
  );

  async function withMesh<T>(work: (fake: FakeMesh) => Promise<T>): Promise<T> {
    await using fake = await startMesh();
    fake.primary.asked.length = 0;
    fake.remote.asked.length = 0;
    return await work(fake);
  }
});

function removeAccount(): void {
  mesh.remote.objects.delete('ServiceAccount istio-system/istio-multi');
  mesh.remote.controllers();
}
