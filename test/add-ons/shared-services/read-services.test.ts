import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { listServices, readServices } from '../../../src/add-ons/shared-services/read-services';
import { servicesCommand } from '../../../src/cli/services';
import { ClusterError, type KubeObject } from '../../../src/kubernetes/api/cluster';
import { RecordedTerminal } from '../../cli/recorded-terminal';
import { fakeCluster } from '../../doctor/fake-cluster';
import { Sandbox } from '../../e2e/sandbox';
import { openNow } from '../../open-now';
import { meshWith, service } from './shared-mesh';

const ENTRIES = '- { service: shop/cart, from: eu }\n- { service: shop/pay, from: eu, to: [ap] }';

function live(name: string, more: object = {}): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', uid: 'u', resourceVersion: '7', ...more },
    spec: { clusterIP: '10.0.0.1', ports: [{ port: 80, nodePort: 30001 }], selector: { app: name } },
    status: { loadBalancer: {} },
  };
}

function read(
  sandbox: Sandbox,
  objects: readonly KubeObject[],
  services: readonly string[] = [],
  cluster = 'eu',
) {
  return readServices(openNow(sandbox.path('mesh.yaml'), { alone: true }).mesh, {
    connection: { config: sandbox.path('mesh.yaml'), env: {} },
    cluster,
    services,
    open: ({ name }) => fakeCluster({ name, objects }),
  });
}

describe('services --from', () => {
  it('writes the services that mesh.yaml reads from the cluster, without what belongs to it', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES) });
    const { report, warnings } = await read(sandbox, [live('cart'), live('pay')]);
    expect(report.added).toEqual(['eu/shop.cart.yaml', 'eu/shop.pay.yaml']);
    expect(warnings).toEqual([]);
    expect(
      sandbox.read('services/eu/shop.cart.yaml'),
    ).toBe(`# Read from eu by \`istio-remote services --from eu\`.
apiVersion: v1
kind: Service
metadata:
  name: cart
  namespace: shop
spec:
  ports:
    - port: 80
      protocol: TCP
      targetPort: 80
  selector:
    app: cart
`);
  });

  it('reads and lists services of a mesh of current Istio, too', async () => {
    const current = meshWith(ENTRIES).replace('1.0.9', '"1.30"').replace('pilot:', 'istiod:');
    using sandbox = new Sandbox({ 'mesh.yaml': current });
    await read(sandbox, [live('cart'), live('pay')]);
    const services = listServices(openNow(sandbox.path('mesh.yaml')).mesh);
    expect(services.map(({ service: name, to }) => [name, to])).toEqual([
      ['shop/cart', ['hq', 'ap']],
      ['shop/pay', ['ap']],
    ]);
  });

  it('leaves files as they are when nothing has changed, and nothing else in the folder', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES), 'services/own.yaml': service('own') });
    await read(sandbox, [live('cart'), live('pay')]);
    const before = sandbox.state('services');
    const { report } = await read(sandbox, [live('pay', { uid: 'other' }), live('cart')]);
    expect(report.unchanged).toHaveLength(2);
    expect(sandbox.state('services')).toEqual(before);
    expect(sandbox.files('services')).toEqual(['eu/shop.cart.yaml', 'eu/shop.pay.yaml', 'own.yaml']);
  });

  it('makes what synth then copies', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES) });
    await read(sandbox, [live('cart'), live('pay')]);
    expect(listServices(openNow(sandbox.path('mesh.yaml')).mesh)).toEqual([
      { service: 'shop/cart', from: ['eu'], to: ['hq', 'ap'] },
      { service: 'shop/pay', from: ['eu'], to: ['ap'] },
    ]);
  });

  it('reads a service that mesh.yaml does not name yet, and says so', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES) });
    const { report, warnings } = await read(sandbox, [live('new')], ['shop/new']);
    expect(report.added).toEqual(['eu/shop.new.yaml']);
    expect(warnings).toMatchObject([{ fix: 'Add { service: shop/new, from: eu } to sharedServices' }]);
  });

  it('writes nothing when one of the services is missing', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES) });
    await expect(read(sandbox, [live('cart')])).rejects.toThrow(
      'eu (https://eu.example.com:6443) has no Service shop/pay',
    );
    expect(sandbox.files('services')).toEqual([]);
  });

  it('writes nothing if a service contains a credential', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith('- { service: shop/cart, from: eu }') });
    const key = `-----BEGIN RSA ${'PRIVATE'} KEY-----\n${'MIIEpAIBAAKCAQEA'.repeat(8)}\n-----END RSA ${'PRIVATE'} KEY-----`;
    await expect(read(sandbox, [live('cart', { annotations: { 'x.istio.io/key': key } })])).rejects.toThrow(
      'would contain a credential',
    );
    expect(sandbox.files('services')).toEqual([]);
  });

  it.each([
    ['an unknown cluster', 'us', [], 'no cluster "us" in the mesh'],
    ['a cluster from which nothing is read', 'ap', [], 'no entry of sharedServices reads a service from ap'],
    ['something other than a service', 'eu', ['cart'], 'expected services as namespace/name, got "cart"'],
  ])('refuses %s', async (_, cluster, services, says) => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES) });
    await expect(read(sandbox, [], services, cluster)).rejects.toThrow(says);
  });

  it('ends with what is wrong with the cluster', async () => {
    using sandbox = new Sandbox({ 'mesh.yaml': meshWith(ENTRIES) });
    const get = new ClusterError('eu', 'timeout', 'eu: no answer within 10 s. Check the VPN');
    const failing = readServices(openNow(sandbox.path('mesh.yaml'), { alone: true }).mesh, {
      connection: { config: sandbox.path('mesh.yaml'), env: {} },
      cluster: 'eu',
      services: [],
      open: ({ name }) => fakeCluster({ name, failures: { get } }),
    });
    await expect(failing).rejects.toBe(get);
  });
});

describe('services', () => {
  const values = {
    config: '',
    kubeconfig: undefined,
    timeout: '10s',
    context: undefined,
    from: undefined,
    json: false,
    service: [] as string[],
  };

  it('lists what is shared with whom', async () => {
    using sandbox = new Sandbox({
      'mesh.yaml': meshWith('- { files: [a.yaml], cluster: eu }'),
      'a.yaml': `${service('cart')}---\n${service('pay')}`,
    });
    const shown = new RecordedTerminal();
    const config = sandbox.path('mesh.yaml');
    expect(await servicesCommand.run({ ...values, config }, shown)).toBe(0);
    expect(shown.text).toBe('SERVICE    FROM  TO\nshop/cart  eu    hq, ap\nshop/pay   eu    hq, ap\n');
    const json = new RecordedTerminal();
    await servicesCommand.run({ ...values, config, json: true, service: ['shop/pay'] }, json);
    expect(JSON.parse(json.text)).toEqual([{ service: 'shop/pay', from: ['eu'], to: ['hq', 'ap'] }]);
  });

  it('exits 1 for a service that is not shared', async () => {
    using sandbox = new Sandbox({
      'mesh.yaml': meshWith('- { files: [a.yaml], cluster: eu }'),
      'a.yaml': service('cart'),
    });
    const config = sandbox.path('mesh.yaml');
    expect(
      await servicesCommand.run({ ...values, config, service: ['shop/none'] }, new RecordedTerminal()),
    ).toBe(1);
    expect(readFileSync(config, 'utf8')).toContain('sharedServices');
  });
});
