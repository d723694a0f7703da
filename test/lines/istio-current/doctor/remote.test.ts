import { describe, expect, it } from 'vitest';
import { runCheck, TimeLimit } from '../../../../src/doctor/run-checks';
import type { KubeObject } from '../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../src/lines/istio-current/doctor/checks';
import { findCredentials } from '../../../../src/secret-scan/find-credentials';
import { base64, changed, fakeCluster, observed, ROOT } from '../../../doctor/fake-cluster';
import { healthyRemote, meshOf, readerMay, remoteContext, remoteOf } from './current-cluster';

const mesh = meshOf();
const healthy = healthyRemote(mesh);
const WEBHOOK = 'istio-sidecar-injector';

async function run(check: string, context = remoteContext(mesh)) {
  const look = checks.remote[check];
  if (look === undefined) throw new Error(`no check ${check}`);
  return observed(look(context));
}

/** Returns the webhook with every entry's target or bundle changed. */
function webhook(clientConfig: object): KubeObject[] {
  return changed(healthy, 'MutatingWebhookConfiguration', WEBHOOK, (object) => ({
    ...object,
    webhooks: (object.webhooks as { clientConfig: object }[]).map((one) => ({
      ...one,
      clientConfig: { ...one.clientConfig, ...clientConfig },
    })),
  }));
}

const VALIDATOR = { name: 'istiod', namespace: 'istio-system', path: '/validate' };
const OTHER_ROOT = base64('-----BEGIN CERTIFICATE-----\nT1RIRVI=\n-----END CERTIFICATE-----\n');

/** Returns the validating webhook with other keys. */
function validating(keys: object): KubeObject[] {
  return changed(healthy, 'ValidatingWebhookConfiguration', 'istiod-default-validator', (object) => ({
    ...object,
    webhooks: (object.webhooks as object[]).map((one) => ({ ...one, ...keys })),
  }));
}

function relabelled(kind: string, name: string, metadata: object): KubeObject[] {
  return changed(healthy, kind, name, (object) => ({
    ...object,
    metadata: { ...object.metadata, ...metadata },
  }));
}

function without(kind: string, name: string): KubeObject[] {
  return changed(healthy, kind, name, () => undefined);
}

it.each(Object.keys(checks.remote))('the check %s passes a healthy cluster', async (check) => {
  expect((await run(check)).map(({ status }) => status)).toEqual(['ok']);
});

it.each([
  ['no webhook', meshOf(', sidecarInjector: { enabled: false }, validation: { enabled: false }')],
  ['a DNS name', meshOf(', istiodAddress: istiod.example.com')],
  ['several addresses', meshOf(', istiodAddress: [10.9.0.1, 10.9.0.2]')],
  ['addresses of both families', meshOf(', istiodAddress: [10.9.0.1, "2001:db8::1"]')],
  ['an IPv6 address', meshOf(', istiodAddress: "2001:db8::1"')],
  [
    'a URL for injection',
    meshOf(', sidecarInjector: { url: "https://istiod.example.com/inject/cluster/eu/net/n2" }'),
  ],
  ['a revision and its tags', meshOf('', 'revision: 1-30\nrevisionTags: [prod, canary]')],
  ['a namespace of its own', meshOf('', '', ', namespace: mesh-cp')],
])('every check passes a healthy cluster with %s', async (_, other) => {
  const context = remoteContext(other, { objects: healthyRemote(other) });
  const found = await Promise.all(Object.keys(checks.remote).map((check) => run(check, context)));
  expect(found.flat().filter(({ status }) => status !== 'ok')).toEqual([]);
});

describe.each([
  {
    check: 'namespace',
    when: 'nobody is named who looks after the cluster',
    objects: relabelled('Namespace', 'istio-system', { annotations: {} }),
    says: 'lacks the annotation topology.istio.io/controlPlaneClusters, so that istiod of hq leaves webhooks',
  },
  {
    check: 'namespace',
    when: 'another primary looks after the cluster',
    objects: relabelled('Namespace', 'istio-system', {
      annotations: { 'topology.istio.io/controlPlaneClusters': 'other' },
    }),
    says: 'says other in the annotation',
  },
  {
    check: 'namespace',
    when: 'its network is another one',
    objects: relabelled('Namespace', 'istio-system', {
      labels: { 'topology.istio.io/network': 'n9' },
      annotations: { 'topology.istio.io/controlPlaneClusters': '*' },
    }),
    says: 'labelled topology.istio.io/network=n9, and mesh.yaml says n2',
  },
  {
    check: 'reader-account',
    when: 'the role is that of another release',
    objects: changed(healthy, 'ClusterRole', 'istio-reader-clusterrole-istio-system', (object) => ({
      ...object,
      rules: [],
    })),
    says: 'has other rules than the mesh says',
  },
  {
    check: 'reader-token',
    when: 'the Secret is missing',
    objects: without('Secret', 'istio-reader-service-account-istio-remote-secret-token'),
    says: 'there is no Secret istio-system/istio-reader-service-account-istio-remote-secret-token',
  },
  {
    check: 'istiod-service',
    when: 'the Service is missing',
    objects: without('Service', 'istiod'),
    says: 'no Service istio-system/istiod',
  },
  {
    check: 'istiod-service',
    when: 'the Service is that of a cluster which runs istiod without a port for the webhook',
    objects: changed(healthy, 'Service', 'istiod', (object) => ({ ...object, spec: {} })),
    says: 'lacks the port 15012 (tcp-istiod), 443 (tcp-webhook)',
  },
  {
    check: 'istiod-service',
    when: 'Argo CD has left the EndpointSlice out',
    objects: without('EndpointSlice', 'istiod'),
    says: 'there is no EndpointSlice of istiod.istio-system, so it leads nowhere',
  },
  {
    check: 'istiod-service',
    when: 'it leads to another address, too',
    objects: [
      ...healthy,
      {
        apiVersion: 'discovery.k8s.io/v1',
        kind: 'EndpointSlice',
        metadata: {
          name: 'istiod-old',
          namespace: 'istio-system',
          labels: { 'kubernetes.io/service-name': 'istiod' },
        },
        endpoints: [{ addresses: ['10.9.9.9'] }],
      },
    ],
    says: 'leads to 10.8.0.11, 10.9.9.9, and mesh.yaml says 10.8.0.11',
  },
  {
    check: 'webhook',
    when: 'it is missing',
    objects: without('MutatingWebhookConfiguration', WEBHOOK),
    says: 'so no pod gets a sidecar',
  },
  {
    check: 'webhook',
    when: 'it is that of Istio 1.0',
    objects: changed(healthy, 'MutatingWebhookConfiguration', WEBHOOK, (object) => ({
      ...object,
      webhooks: [
        {
          name: 'sidecar-injector.istio.io',
          clientConfig: {
            service: { name: 'istio-sidecar-injector', namespace: 'istio-system', path: '/inject' },
          },
        },
      ],
    })),
    says: 'is that of Istio 1.0, which has the same name: the last one applied injects for the whole cluster',
  },
  {
    check: 'webhook',
    when: 'its path names another cluster',
    objects: webhook({
      service: { name: 'istiod', namespace: 'istio-system', path: '/inject/cluster/us/net/n2' },
    }),
    says: 'asks istio-system/istiod/inject/cluster/us/net/n2, and mesh.yaml says istio-system/istiod/inject/cluster/eu/net/n2',
  },
  {
    check: 'webhook',
    when: 'its revision is another one',
    objects: relabelled('MutatingWebhookConfiguration', WEBHOOK, { labels: { 'istio.io/rev': '1-29' } }),
    says: 'labelled istio.io/rev=1-29, and mesh.yaml says default',
  },
  {
    check: 'webhook',
    when: 'istiod has not filled in the caBundle',
    objects: webhook({ caBundle: '' }),
    says: 'has no caBundle, so that the API server does not trust istiod and refuses pods',
  },
  {
    check: 'webhook',
    when: 'it trusts another root',
    objects: webhook({
      caBundle: base64('-----BEGIN CERTIFICATE-----\nT1RIRVI=\n-----END CERTIFICATE-----\n'),
    }),
    says: 'trusts another root than istiod signs with',
  },
  {
    check: 'validation',
    when: 'it is missing',
    objects: without('ValidatingWebhookConfiguration', 'istiod-default-validator'),
    says: 'there is no ValidatingWebhookConfiguration istiod-default-validator',
  },
  {
    check: 'validation',
    when: 'it refuses everything, since it has no caBundle',
    objects: validating({ failurePolicy: 'Fail' }),
    says: 'has no caBundle and the failurePolicy Fail, so that the API server refuses every Istio object',
  },
  {
    check: 'validation',
    when: 'it trusts another root',
    objects: validating({ clientConfig: { service: VALIDATOR, caBundle: OTHER_ROOT } }),
    says: 'trusts another root than istiod signs with, so that the API server refuses every Istio object',
  },
  {
    check: 'root-certificates',
    when: 'istiod has not reached the cluster',
    objects: healthy.filter(({ metadata }) => metadata.name !== 'istio-ca-root-cert'),
    says: 'there is no ConfigMap istio-ca-root-cert in istio-system, shop',
  },
  {
    check: 'injected-namespaces',
    when: 'a label is missing',
    objects: relabelled('Namespace', 'shop', { labels: {} }),
    says: 'shop is not labelled istio-injection=enabled',
  },
])('the check $check when $when', ({ check, objects, says }) => {
  it('says broken, why, and what to do, without a credential', async () => {
    const found = await run(check, remoteContext(mesh, { objects }));
    expect(found[0]).toMatchObject({ status: 'broken', message: expect.stringContaining(says) });
    expect(found.every(({ fix }) => fix !== undefined && fix !== '')).toBe(true);
    expect(findCredentials(JSON.stringify(found))).toEqual([]);
  });
});

describe('the validating webhook', () => {
  it('does nothing without a caBundle, which istiod fills in on no remote', async () => {
    expect(await run('validation')).toMatchObject([
      { status: 'ok', message: expect.stringContaining('does nothing, as in the chart: istiod fills in no') },
    ]);
  });

  it('calls istiod and trusts it with the root of istiod', async () => {
    const own = meshOf(`, validation: { caBundle: ${base64(ROOT)} }`);
    const found = await run('validation', remoteContext(own, { objects: healthyRemote(own) }));
    expect(found).toMatchObject([
      { status: 'ok', message: 'the webhook istiod-default-validator calls istiod and trusts it' },
    ]);
  });

  it('lacks the caBundle of mesh.yaml until it is applied', async () => {
    const own = meshOf(`, validation: { caBundle: ${base64(ROOT)} }`);
    expect(await run('validation', remoteContext(own, { objects: healthy }))).toMatchObject([
      { status: 'broken', message: 'the webhook istiod-default-validator lacks the caBundle of mesh.yaml' },
    ]);
  });
});

describe('the token of the reader', () => {
  it('lacks what istiod needs without the right to fill in webhooks', async () => {
    const may = (action: Parameters<typeof readerMay>[0]) =>
      action.resource !== 'mutatingwebhookconfigurations' && readerMay(action);
    const found = await run('reader-token', remoteContext(mesh, { reader: { may } }));
    expect(found).toMatchObject([
      { status: 'broken', message: 'the token may not update mutatingwebhookconfigurations' },
    ]);
  });

  it('has too much when it may do everything, though it may read Secrets', async () => {
    const found = await run('reader-token', remoteContext(mesh, { reader: { may: () => true } }));
    expect(found[0]?.message).toContain('may create pods, create secrets');
    expect(found[0]?.message).not.toContain('list secrets');
  });
});

it('keeps lines and colours that an annotation forges out of its findings', async () => {
  const annotations = { 'topology.istio.io/controlPlaneClusters': 'x\nok  eu  all is well\u001b[32m' };
  const objects = relabelled('Namespace', 'istio-system', { annotations });
  const [found] = await runCheck('namespace', 'eu', new TimeLimit(1000), () =>
    run('namespace', remoteContext(mesh, { objects })),
  );
  expect(found?.message).toContain('says x ok eu all is well');
  expect(found?.message).not.toMatch(/\p{Cc}/u);
});

describe('the API server', () => {
  it.each([
    ['1.32.0', '', 'ok'],
    ['1.36.1', '', 'ok'],
    ['1.31.9', '', 'broken'],
    ['1.31.9', ', allowUnsupportedKubernetes: true', 'warning'],
  ])('of Kubernetes %s%s is %s for Istio 1.30', async (version, more, status) => {
    const own = meshOf(more);
    const cluster = fakeCluster({ version });
    expect(await checks.remoteApiServer({ mesh: own, remote: remoteOf(own), cluster })).toMatchObject([
      { status },
    ]);
  });
});
