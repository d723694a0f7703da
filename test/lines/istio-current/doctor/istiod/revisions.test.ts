import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../../../../src/kubernetes/api/cluster';
import { base64 } from '../../../../doctor/fake-cluster';
import { fakeCertificate } from '../../../../kubernetes/api/fake-certificate';
import { healthyRemote, meshOf } from '../current-cluster';
import { ask, type Situation } from './ask';
import { FakeIstiod, ISTIOD_CERTIFICATE } from './fake-istiod';

const mesh = meshOf(
  ', eastWestGateway: true',
  'revisions: [{ name: default, istio: "1.29.6" }, { name: 1-30 }]\nrevisionTags: { canary: 1-30 }',
);
const NEW_CERTIFICATE = await fakeCertificate('istiod-1-30.istio-system.svc', 'dns');

let old: FakeIstiod;
let fresh: FakeIstiod;
beforeEach(async () => {
  old = await FakeIstiod.start('istiod-1');
  fresh = await FakeIstiod.start('istiod-1-30-1', NEW_CERTIFICATE);
});
afterEach(async () => {
  for (const istiod of [old, fresh]) await istiod[Symbol.asyncDispose]();
});

const ofRevision = (istiod: FakeIstiod, revision: string) =>
  istiod.object({ labels: { app: 'istiod', 'istio.io/rev': revision } });

/** The remote. Its webhooks trust istiod of their revision; those of the new one trust `trusted`. */
function remoteObjects(trusted = NEW_CERTIFICATE.cert): KubeObject[] {
  return healthyRemote(mesh, ISTIOD_CERTIFICATE.cert).map((object) =>
    object.kind === 'MutatingWebhookConfiguration' && object.metadata.labels?.['istio.io/rev'] === '1-30'
      ? {
          ...object,
          webhooks: (object.webhooks as { clientConfig: object }[]).map((entry) => ({
            ...entry,
            clientConfig: { ...entry.clientConfig, caBundle: base64(trusted) },
          })),
        }
      : object,
  );
}

const run = (check: string, situation: Situation = {}) =>
  ask(
    check,
    [old, fresh],
    {
      pods: [ofRevision(old, 'default'), ofRevision(fresh, '1-30')],
      remote: remoteObjects(),
      ...situation,
    },
    mesh,
  );

describe('doctor asks istiod of each revision', () => {
  it('and each says what it knows', async () => {
    expect(await run('istiod-replicas')).toEqual([
      { status: 'ok', message: 'istiod answers (istiod-1, istiod-1-30-1)' },
    ]);
  });

  it('and reports the revision without a ready pod', async () => {
    expect(await run('istiod-replicas', { pods: [ofRevision(old, 'default')] })).toMatchObject([
      { status: 'ok' },
      { status: 'unknown', message: expect.stringContaining('istio.io/rev=1-30 is ready') },
    ]);
  });

  it('and leaves out a revision that mesh.yaml does not list', async () => {
    const pods = [ofRevision(old, 'default'), ofRevision(fresh, '1-31')];
    expect((await run('istiod-replicas', { pods }))[0]?.message).toBe('istiod answers (istiod-1)');
  });

  it('and compares its certificate with the webhooks of its revision alone', async () => {
    expect((await run('istiod-certificate')).map(({ status, message }) => `${status} ${message}`)).toEqual([
      'ok istiod in istiod-1 shows a certificate on 15017 that istio-sidecar-injector trusts',
      'ok istiod in istiod-1-30-1 shows a certificate on 15017 that istio-sidecar-injector-1-30 and istio-revision-tag-canary trusts',
    ]);
  });

  it('and finds the revision whose webhooks trust another istiod', async () => {
    const found = await run('istiod-certificate', { remote: remoteObjects(ISTIOD_CERTIFICATE.cert) });
    expect(found.map(({ status }) => status)).toEqual(['ok', 'broken']);
    expect(found[1]?.message).toContain('the caBundle of istio-sidecar-injector-1-30 does not verify');
  });
});
