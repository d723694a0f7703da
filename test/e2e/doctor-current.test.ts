import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifests } from '../golden/manifests';
import { ApiServer, apiServerFor } from './api-server';
import { examined, statusOf } from './examine';
import { istioRemote } from './run';
import { Sandbox } from './sandbox';

const binaries = apiServerFor('current');

describe.skipIf(binaries === undefined)('doctor on two real clusters of current Istio', () => {
  let hq: ApiServer;
  let eu: ApiServer;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (binaries === undefined) return;
    hq = await ApiServer.start(binaries);
    eu = await ApiServer.start(binaries);
    sandbox = new Sandbox({
      'mesh.yaml': `istio: "1.30"
primary: { name: hq, kubeconfig: ${hq.kubeconfig}, addresses: { istiod: 10.16.0.11 } }
remotes: [{ name: eu, kubernetes: "1.34", kubeconfig: ${eu.kubeconfig}, podCidrs: [10.20.0.0/16] }]
`,
      'mesh-1.0.yaml': `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes: [{ name: eu }]
`,
    });
    hq.succeed(['create', 'namespace', 'istio-system']);
  });

  afterAll(() => {
    hq?.stop();
    eu?.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('knows the webhook of Istio 1.0, which has the same name', () => {
    synth('--config', 'mesh-1.0.yaml', '--outdir', 'dist-1.0');
    const [webhook] = readManifests(sandbox.read('dist-1.0/eu/istio-remote.k8s.yaml')).filter(
      ({ kind }) => kind === 'MutatingWebhookConfiguration',
    );
    eu.succeed(['apply', '-f', '-'], JSON.stringify(webhook));
    const found = examined(sandbox, ['eu']).find(({ check }) => check === 'webhook');
    expect(found?.message).toContain('is that of Istio 1.0, which has the same name');
    eu.succeed(['delete', 'mutatingwebhookconfiguration', 'istio-sidecar-injector']);
  });

  it('passes what the manifests make', async () => {
    synth();
    eu.succeed(['apply', '-f', sandbox.path('dist/eu')]);
    await eu.token('istio-reader-service-account-istio-remote-secret-token');
    const found = examined(sandbox, ['eu']);
    const checks = [
      ...['namespace', 'reader-account', 'reader-token', 'istiod-service'],
      ...['revision-tags', 'validation', 'injected-namespaces'],
    ];
    expect(checks.map((check) => [check, statusOf(found, 'eu', check)])).toEqual(
      checks.map((check) => [check, 'ok']),
    );
    // No istiod runs here.
    for (const check of ['webhook', 'root-certificates', 'secret-on-primary'])
      expect([check, statusOf(found, 'eu', check)]).toEqual([check, 'broken']);
    expect(statusOf(found, 'hq', 'istiod')).toBe('broken');
  });

  it('warns of a namespace that mesh.yaml does not list and injection takes', () => {
    eu.succeed(['create', 'namespace', 'shop']);
    eu.succeed(['label', 'namespace', 'shop', 'istio-injection=enabled']);
    expect(statusOf(examined(sandbox, ['eu']), 'eu', 'injected-namespaces')).toBe('warning');
  });

  it('finds an EndpointSlice that somebody deleted', () => {
    eu.succeed(['delete', 'endpointslice', 'istiod', '--namespace', 'istio-system']);
    expect(statusOf(examined(sandbox, ['eu']), 'eu', 'istiod-service')).toBe('broken');
  });

  function synth(...options: readonly string[]): void {
    const { code, stderr } = istioRemote(['synth', ...options], { cwd: sandbox.folder });
    expect(code, stderr).toBe(0);
  }
});
