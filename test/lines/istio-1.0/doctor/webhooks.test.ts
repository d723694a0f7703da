import { expect, it } from 'vitest';
import { ClusterError } from '../../../../src/kubernetes/api/cluster';
import { base64, changed, meshOf, remoteContext } from '../../../doctor/fake-cluster';
import { describeChecks, healthy, mesh, run, without } from './case';

const forbidden = new ClusterError('eu', 'forbidden', 'eu: it forbids to get secrets. Grant that');

describeChecks(
  ['webhook', 'webhook-service'],
  [
    {
      check: 'webhook',
      when: 'it is missing',
      objects: without('MutatingWebhookConfiguration', 'istio-sidecar-injector'),
      status: 'broken',
      says: 'no MutatingWebhookConfiguration',
    },
    {
      check: 'webhook',
      when: 'it has no caBundle',
      objects: changed(healthy, 'MutatingWebhookConfiguration', 'istio-sidecar-injector', (object) => ({
        ...object,
        webhooks: [{ clientConfig: {} }],
      })),
      status: 'broken',
      says: 'has no caBundle',
    },
    {
      check: 'webhook',
      when: 'current Istio has taken its name',
      objects: changed(healthy, 'MutatingWebhookConfiguration', 'istio-sidecar-injector', (object) => ({
        ...object,
        webhooks: [{ clientConfig: { service: { name: 'istiod' }, caBundle: base64('x') } }],
      })),
      status: 'broken',
      says: 'asks istiod, as that of current Istio does: both lines use the name',
    },
    {
      check: 'webhook',
      when: 'it trusts another root',
      objects: changed(healthy, 'Secret', 'istio.istio-sidecar-injector-service-account', (object) => ({
        ...object,
        data: {
          'root-cert.pem': base64('-----BEGIN CERTIFICATE-----\nT1RIRVI=\n-----END CERTIFICATE-----\n'),
        },
      })),
      status: 'broken',
      says: 'trusts another root than Citadel signs with',
    },
    {
      check: 'webhook',
      when: 'Citadel has no root',
      objects: without('Secret', 'istio.istio-sidecar-injector-service-account'),
      status: 'broken',
      says: 'Citadel has no root',
    },
    {
      check: 'webhook-service',
      when: 'the Service is missing',
      objects: without('Service', 'istio-sidecar-injector'),
      status: 'broken',
      says: 'no Service',
    },
    {
      check: 'webhook-service',
      when: 'it leads to no pod',
      objects: changed(healthy, 'Endpoints', 'istio-sidecar-injector', ({ subsets: _, ...object }) => object),
      status: 'broken',
      says: 'leads to no pod',
    },
  ],
);

it('does not compare a caBundle when Secrets may not be read', async () => {
  const context = remoteContext(mesh);
  const { cluster } = context;
  const get: typeof cluster.get = (ref) =>
    ref.kind === 'Secret' ? Promise.reject(forbidden) : cluster.get(ref);
  const found = await run('webhook', { ...context, cluster: { ...cluster, get } });
  expect(found).toMatchObject([{ status: 'unknown', message: expect.stringContaining('may not compare') }]);
});

it('looks for no injector where pods are injected by hand', async () => {
  const manual = meshOf(', sidecarInjector: { enabled: false }');
  for (const check of ['sidecar-injector', 'webhook', 'webhook-service'])
    expect(await run(check, remoteContext(manual, { objects: [] }))).toMatchObject([{ status: 'ok' }]);
});
