import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import { deliveryToolOf } from '../../src/membership/delivery-tool';
import { type LeaveOptions, leave } from '../../src/membership/leave';
import { FakeMesh } from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';
import { joinIn } from './join-in';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
  await joinIn(mesh);
});
afterEach(() => mesh[Symbol.asyncDispose]());

const leaveOnce = (options: Partial<LeaveOptions> = {}) =>
  leave(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection: mesh.connection,
    confirm: async () => true,
    ...options,
  });

/** Writes a mark into an object of a cluster. */
function mark(
  cluster: FakeMesh['remote'],
  kind: string,
  name: string,
  marks: Pick<KubeObject['metadata'], 'labels' | 'annotations'>,
): void {
  const object = cluster.find(kind, name);
  if (object === undefined) throw new Error(`no ${kind} ${name}`);
  const { labels, annotations } = object.metadata;
  const metadata = {
    ...object.metadata,
    labels: { ...labels, ...marks.labels },
    annotations: { ...annotations, ...marks.annotations },
  };
  cluster.put({ ...object, metadata });
}

const TRACKED = {
  annotations: { 'argocd.argoproj.io/tracking-id': 'istio-eu-west-1:/ConfigMap:istio-system/istio' },
};

describe('leave, where a delivery tool manages what would go', () => {
  it.each([
    [
      'tracking id',
      'ConfigMap',
      'istio',
      TRACKED,
      /Delete the Application istio-eu-west-1, or remove dist\/eu-west-1 from Git/,
    ],
    [
      'instance label',
      'Service',
      'istio-citadel',
      { labels: { 'app.kubernetes.io/instance': 'istio-eu' } },
      /Delete the Application istio-eu, or remove dist\/eu-west-1 from Git/,
    ],
    [
      'Kustomization of Flux',
      'ClusterRole',
      'istio-reader',
      {
        labels: {
          'kustomize.toolkit.fluxcd.io/name': 'mesh',
          'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
        },
      },
      /Remove dist\/eu-west-1 from the folder in Git that Kustomization flux-system\/mesh applies/,
    ],
    [
      'HelmRelease of Flux, on a namespace that only loses its label',
      'Namespace',
      'shop',
      { labels: { 'helm.toolkit.fluxcd.io/name': 'mesh' } },
      /HelmRelease mesh of Flux manages 1 of the \d+ objects/,
    ],
    [
      'instance label, on the namespace of Istio',
      'Namespace',
      'istio-system',
      { labels: { 'argocd.argoproj.io/instance': 'istio-eu' } },
      /Delete the Application istio-eu/,
    ],
  ] as const)('changes nothing: %s', async (_, kind, name, marks, message) => {
    mark(mesh.remote, kind, name, marks);
    const before = [mesh.primary.titles(), mesh.remote.titles()];
    let isAsked = false;
    const confirm = async () => {
      isAsked = true;
      return true;
    };
    await expect(leaveOnce({ confirm })).rejects.toThrow(message);
    await expect(leaveOnce()).rejects.toThrow(/nothing was changed.*Then repeat with --force/);
    expect(isAsked).toBe(false);
    expect([mesh.primary.titles(), mesh.remote.titles()]).toEqual(before);
  });

  it('looks at the Secret on the primary, too, even when the remote is left alone', async () => {
    mark(mesh.primary, 'Secret', 'eu-west-1', { labels: { 'kustomize.toolkit.fluxcd.io/name': 'mesh' } });
    const message = /^hq: Kustomization mesh of Flux manages 1 of the 1 objects.*Remove dist\/hq from/;
    await expect(leaveOnce({ primaryOnly: true })).rejects.toThrow(message);
  });

  it('deletes it with --force', async () => {
    mark(mesh.remote, 'ConfigMap', 'istio', TRACKED);
    expect(await leaveOnce({ force: true })).toMatchObject({ outcome: 'left' });
    expect(mesh.remote.titles()).toEqual(['Namespace kube-system', 'Namespace shop']);
  });
});

describe('the mark of a delivery tool', () => {
  const object = (id: string, rest: Partial<KubeObject['metadata']> = {}): KubeObject => ({
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'ClusterRole',
    metadata: { name: 'istio:reader', annotations: { 'argocd.argoproj.io/tracking-id': id }, ...rest },
  });

  it.each([
    ['istio:rbac.authorization.k8s.io/ClusterRole:istio-system/istio:reader', 'Application istio of Argo CD'],
    ['apps_istio:rbac.authorization.k8s.io/ClusterRole:x/istio:reader', 'Application apps/istio of Argo CD'],
    ['istio:rbac.authorization.k8s.io/ClusterRole:x/other', undefined],
    ['istio:/ConfigMap:x/istio:reader', undefined],
    [':rbac.authorization.k8s.io/ClusterRole:x/istio:reader', undefined],
    ['', undefined],
    ['nonsense', undefined],
  ])('%j says: %s', (id, what) => {
    expect(deliveryToolOf(object(id))?.what).toBe(what);
  });

  it('of an object in a namespace names that namespace', () => {
    const role = (namespace: string) =>
      object(`istio:rbac.authorization.k8s.io/ClusterRole:${namespace}/istio:reader`, { namespace: 'a' });
    expect(deliveryToolOf(role('a'))).toBeDefined();
    expect(deliveryToolOf(role('b'))).toBeUndefined();
  });
});
