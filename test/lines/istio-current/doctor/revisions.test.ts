import { describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../src/lines/istio-current/doctor/checks';
import { changed, observed } from '../../../doctor/fake-cluster';
import { healthyPrimary, healthyRemote, meshOf, primaryContext, remoteContext } from './current-cluster';

const TOP = `revisions:
  - { name: default, istio: "1.29.6" }
  - { name: 1-30, istiodAddress: 10.8.0.12 }
revisionTags: { canary: 1-30 }`;
const mesh = meshOf(', revision: canary', TOP);
const healthy = healthyRemote(mesh);

async function run(check: string, objects: readonly KubeObject[] = healthy) {
  const look = checks.remote[check];
  if (look === undefined) throw new Error(`no check ${check}`);
  return observed(look(remoteContext(mesh, { objects })));
}

/** The primary with istiod of both revisions, with the change of the second. */
function primaryObjects(change: (second: KubeObject) => KubeObject | undefined = (second) => second) {
  return healthyPrimary().flatMap((object) => {
    if (object.kind !== 'Deployment') return [object];
    const second = change({ ...object, metadata: { ...object.metadata, name: 'istiod-1-30' } });
    return second === undefined ? [object] : [object, second];
  });
}

async function runPrimary(check: string, objects: readonly KubeObject[]) {
  const look = checks.primary[check];
  if (look === undefined) throw new Error(`no check ${check}`);
  return observed(look(primaryContext(mesh, { objects })));
}

const without = (kind: string, name: string) => changed(healthy, kind, name, () => undefined);
const labelled = (labels: Readonly<Record<string, string>>) =>
  changed(healthy, 'Namespace', 'shop', (object) => ({
    ...object,
    metadata: { ...object.metadata, labels },
  }));

describe('doctor in a remote with two revisions', () => {
  it.each(Object.keys(checks.remote))('passes a healthy cluster: %s', async (check) => {
    const found = await run(check);
    expect(found.map(({ status }) => status)).toEqual(found.map(() => 'ok'));
  });

  it('looks at what each revision has', async () => {
    expect((await run('istiod-service')).map(({ message }) => message)).toEqual([
      'istiod.istio-system leads to 10.8.0.11',
      'istiod-1-30.istio-system leads to 10.8.0.12',
    ]);
    expect((await run('webhook')).map(({ message }) => message)).toEqual([
      expect.stringContaining('the webhook istio-sidecar-injector calls'),
      expect.stringContaining('the webhook istio-sidecar-injector-1-30 calls'),
    ]);
    expect((await run('reader-account'))[0]?.message).toContain(
      'the roles istio-reader-clusterrole-istio-system, istio-reader-clusterrole-1-30-istio-system',
    );
    expect((await run('injected-namespaces'))[0]?.message).toBe('shop is labelled istio.io/rev=canary');
  });

  it.each([
    ['istiod-service', without('Service', 'istiod-1-30'), 'no Service istio-system/istiod-1-30'],
    [
      'istiod-service',
      without('EndpointSlice', 'istiod-1-30'),
      'no EndpointSlice of istiod-1-30.istio-system',
    ],
    [
      'webhook',
      without('MutatingWebhookConfiguration', 'istio-sidecar-injector-1-30'),
      'no MutatingWebhookConfiguration istio-sidecar-injector-1-30',
    ],
    [
      'revision-tags',
      without('MutatingWebhookConfiguration', 'istio-revision-tag-canary'),
      'no MutatingWebhookConfiguration istio-revision-tag-canary',
    ],
    [
      'reader-account',
      without('ClusterRole', 'istio-reader-clusterrole-1-30-istio-system'),
      'no ClusterRole istio-reader-clusterrole-1-30-istio-system',
    ],
    [
      'injected-namespaces',
      labelled({ 'istio-injection': 'enabled' }),
      'shop is not labelled istio.io/rev=canary',
    ],
  ])('%s names the revision that is broken', async (check, objects, says) => {
    const broken = (await run(check, objects)).filter(({ status }) => status === 'broken');
    expect(broken.map(({ message }) => message)).toEqual([expect.stringContaining(says)]);
  });

  it('warns of a second label that keeps the default revision injecting', async () => {
    const objects = labelled({ 'istio.io/rev': 'canary', 'istio-injection': 'enabled' });
    expect(await run('injected-namespaces', objects)).toMatchObject([
      {
        status: 'warning',
        message: 'shop is labelled istio-injection=enabled, which is not in mesh.yaml',
      },
    ]);
  });
});

describe('doctor on the primary of two revisions', () => {
  it('looks at istiod of each', async () => {
    expect((await runPrimary('istiod', primaryObjects())).map(({ message }) => message)).toEqual([
      'istiod runs and manages the clusters of hq',
      'istiod-1-30 runs and manages the clusters of hq',
    ]);
  });

  it('names the one that is missing, and the one that no pod runs', async () => {
    const found = await runPrimary(
      'istiod',
      primaryObjects(() => undefined),
    );
    expect(found).toMatchObject([
      { status: 'ok' },
      { status: 'broken', message: 'there is no Deployment istio-system/istiod-1-30' },
    ]);
    const idle = primaryObjects((second) => ({ ...second, status: { availableReplicas: 0 } }));
    expect((await runPrimary('istiod', idle))[1]?.message).toContain(
      'the Deployment istiod-1-30 has no pod that is available',
    );
  });

  it('compares the address of each revision with that of the remotes', async () => {
    expect((await runPrimary('istiod-address', primaryObjects())).map(({ status }) => status)).toEqual([
      'ok',
      'broken',
    ]);
  });
});
