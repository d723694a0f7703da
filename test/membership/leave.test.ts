import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import { type LeaveOptions, leave } from '../../src/membership/leave';
import { lostFrom, namespace } from '../kubernetes/api/fake-api-server';
import { expectNoCredential, FakeMesh, failure, MESH } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';
import { SEED } from '../seed';
import { joinIn } from './join-in';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
  await joinIn(mesh);
});
afterEach(() => mesh[Symbol.asyncDispose]());

async function leaveOnce(options: Partial<LeaveOptions> = {}) {
  const lines: string[] = [];
  const warnings: string[] = [];
  const result = await leave(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection: mesh.connection,
    confirm: async (question) => {
      lines.push(...question.lines);
      return true;
    },
    onWarning: (warning) => warnings.push(warning),
    ...options,
  });
  expectNoCredential(result, lines, warnings);
  return { ...result, lines, warnings };
}

/** The seed picks one request of eight. The last before the first write and the first write are always lost. */
function isLost(afterFirstWrite: number): boolean {
  return afterFirstWrite === -1 || afterFirstWrite === 0 || (afterFirstWrite - SEED) % 8 === 0;
}

const LEFT = ['Namespace kube-system', 'Namespace shop'];

function citadelSecret(name: string, type = 'istio.io/key-and-cert'): KubeObject {
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name, namespace: 'shop' }, type };
}

describe('leave', () => {
  it('deletes the Secret on the primary first, then all objects of the manifests, and nothing else', async () => {
    const { outcome, changes } = await leaveOnce();
    expect(outcome).toBe('left');
    expect(changes[0]).toMatchObject({
      cluster: 'hq',
      what: 'Secret istio-system/eu-west-1',
      done: 'deleted',
    });
    expect(changes[1]?.what).toBe('MutatingWebhookConfiguration istio-sidecar-injector');
    expect(changes.at(-1)?.what).toBe('Namespace istio-system');
    expect(mesh.primary.titles()).toEqual(['Namespace istio-system', 'Namespace kube-system']);
    expect(mesh.remote.titles()).toEqual(LEFT);
    expect(mesh.remote.find('Namespace', 'shop')?.metadata.labels).toEqual({});
  });

  it('does nothing a second time', async () => {
    await leaveOnce();
    expect(await leaveOnce()).toMatchObject({ outcome: 'nothing to do', changes: [], lines: [] });
  });

  it('names everything and its cluster before it deletes anything', async () => {
    const before = mesh.remote.titles();
    let asked: readonly string[] = [];
    const confirm: LeaveOptions['confirm'] = async ({ lines }) => {
      asked = lines;
      return false;
    };
    expect(await leaveOnce({ confirm })).toMatchObject({ outcome: 'declined' });
    expect(asked).toContain(`eu-west-1 is ${mesh.remote.url}`);
    expect(asked).toContain('hq: delete Secret istio-system/eu-west-1');
    expect(asked).toContain('eu-west-1: remove the label istio-injection from Namespace shop');
    expect(asked).toHaveLength(before.length + 2);
    expect(mesh.remote.titles()).toEqual(before);
  });

  it('keeps what has our name but not our label', async () => {
    const { metadata, ...map } = mesh.remote.find('ConfigMap', 'istio') ?? namespace('istio');
    mesh.remote.put({ ...map, metadata: { ...metadata, labels: {} } } as KubeObject);
    const { changes } = await leaveOnce();
    expect(changes).toContainEqual(
      expect.objectContaining({
        what: 'ConfigMap istio-system/istio',
        done: 'kept',
        because: 'this tool did not make it',
      }),
    );
    expect(changes.at(-1)).toMatchObject({
      done: 'kept',
      because: 'it still contains ConfigMap istio-system/istio',
    });
    expect(mesh.remote.titles()).toEqual(['ConfigMap istio-system/istio', 'Namespace istio-system', ...LEFT]);
  });

  it('lists what Citadel left, and deletes it only when told', async () => {
    mesh.remote.put(citadelSecret('istio.default'));
    mesh.remote.put(citadelSecret('istio-ca-secret', 'istio.io/ca-root'));
    mesh.remote.put(citadelSecret('ours', 'Opaque'));
    const objects = ['Secret shop/istio.default', 'Secret shop/istio-ca-secret'];
    expect((await leaveOnce()).leftovers).toEqual([{ what: expect.stringContaining('Citadel'), objects }]);
    expect((await leaveOnce({ deleteLeftovers: true })).leftovers).toEqual([]);
    expect(mesh.remote.titles()).toEqual([...LEFT, 'Secret shop/ours']);
  });

  it('takes the Secret from the primary even when the remote is dead, and says what is left to do', async () => {
    await mesh.remote[Symbol.asyncDispose]();
    expect(await failure(() => leaveOnce())).toContain('the connection was refused');
    expect(mesh.primary.titles()).toEqual(['Namespace istio-system', 'Namespace kube-system']);
    expect(await leaveOnce({ primaryOnly: true })).toMatchObject({ outcome: 'nothing to do' });
  });

  it('finds a remote that is no longer in mesh.yaml by its labels', async () => {
    mesh.write('mesh.yaml', MESH.replace('name: eu-west-1', 'name: asia'));
    const { outcome } = await leaveOnce();
    expect(outcome).toBe('left');
    expect(mesh.primary.titles()).toEqual(['Namespace istio-system', 'Namespace kube-system']);
    expect(mesh.remote.titles()).toEqual(LEFT);
  });

  it('keeps the Secrets of the remotes of another mesh', async () => {
    mesh.write('mesh.yaml', MESH.replace('name: eu-west-1', 'name: asia'));
    const { metadata, ...secret } = mesh.primary.find('Secret', 'eu-west-1') ?? namespace('');
    mesh.remote.put({ ...secret, metadata: { ...metadata, namespace: 'other-mesh' } } as KubeObject);
    await leaveOnce();
    expect(mesh.remote.titles()).toEqual([...LEFT, 'Secret other-mesh/eu-west-1']);
  });
});

describe('leave refuses', () => {
  it('a remote without a named context', async () => {
    const text = mesh.read('kubeconfig').replaceAll('"eu-west-1"', '"somewhere"');
    mesh.write('kubeconfig', JSON.stringify({ ...JSON.parse(text), 'current-context': 'somewhere' }));
    expect(await failure(() => leaveOnce())).toContain('nothing is deleted in the current context');
  });

  it('the primary', async () => {
    expect(await failure(() => leaveOnce({ remote: 'hq' }))).toContain('which is the primary');
    const same = { ...mesh.connection, context: 'hq' };
    expect(await failure(() => leaveOnce({ connection: same }))).toContain(
      'is the same cluster as the primary hq',
    );
  });

  it('a mesh.yaml that says something else by then', async () => {
    const before = mesh.remote.titles();
    const confirm = async () => {
      mesh.write('mesh.yaml', MESH.replace('injectedNamespaces: [shop]', 'injectedNamespaces: []'));
      return true;
    };
    expect(await failure(() => leaveOnce({ confirm }))).toContain('has changed meanwhile');
    expect(mesh.remote.titles()).toEqual(before);
    expect(mesh.joined()).toBeDefined();
  });
});

describe('leave, repeated', () => {
  it.each([
    ['primary', 'cut before'],
    ['primary', 'cut after'],
    ['remote', 'cut before'],
    ['remote', 'cut after'],
  ] as const)(
    'does the rest after any request to the %s was lost (%s)',
    async (which, kind) => {
      const before = { primary: [...mesh.primary.objects], remote: [...mesh.remote.objects] };
      const reset = (): void => {
        for (const side of ['primary', 'remote'] as const) {
          mesh[side].objects.clear();
          for (const [key, object] of before[side]) mesh[side].objects.set(key, object);
          mesh[side].fault = () => undefined;
        }
      };
      const start = mesh[which].asked.length;
      await leaveOnce();
      const asked = mesh[which].asked.slice(start);
      const firstWrite = asked.findIndex(({ method }) => method !== 'GET');
      expect(firstWrite).toBeGreaterThan(1);
      for (let lost = 0; lost < asked.length; lost += 1) {
        if (!isLost(lost - firstWrite)) continue;
        reset();
        const from = mesh[which].asked.length + lost;
        mesh[which].fault = lostFrom(from, kind);
        expect(await failure(() => leaveOnce())).toMatch(/the connection broke|it forbids/);
        mesh[which].fault = () => undefined;
        await leaveOnce();
        expect(mesh.primary.titles()).toEqual(['Namespace istio-system', 'Namespace kube-system']);
        expect(mesh.remote.titles()).toEqual(LEFT);
        expect(mesh.remote.find('Namespace', 'shop')?.metadata.labels).toEqual({});
      }
    },
    120_000,
  );
});
