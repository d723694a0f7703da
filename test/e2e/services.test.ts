import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readManifests } from '../golden/manifests';
import { ApiServer, apiServerFor } from './api-server';
import { istioRemote } from './run';
import { Sandbox } from './sandbox';

/** Services are the same on every Kubernetes. */
const binaries = apiServerFor('1.0', 'current');

/** The objects that somebody applied to the cluster of the shared services. */
const LIVE = `apiVersion: v1
kind: Namespace
metadata: { name: shop }
---
apiVersion: v1
kind: Service
metadata: { name: cart, namespace: shop, labels: { app: cart, release: shop } }
spec: { type: NodePort, ports: [{ name: http, port: 80, targetPort: web }], selector: { app: cart } }
---
apiVersion: v1
kind: Service
metadata: { name: pay, namespace: shop }
spec: { type: LoadBalancer, externalTrafficPolicy: Local, ports: [{ name: grpc, port: 9000 }], selector: { app: pay } }
`;

function mesh(kubeconfig: string): string {
  return `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 10.8.0.11 } }
remotes:
  - { name: eu, injectedNamespaces: [shop], kubeconfig: "${kubeconfig}" }
  - { name: ap }
sharedServices:
  - { service: shop/cart, from: eu }
  - { service: shop/pay, from: eu }
`;
}

describe.skipIf(binaries === undefined)('services of a real cluster', () => {
  let server: ApiServer;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (binaries === undefined) return;
    server = await ApiServer.start(binaries);
    server.succeed(['apply', '-f', '-'], LIVE);
    sandbox = new Sandbox({ 'mesh.yaml': mesh(server.kubeconfig) });
  });

  afterAll(() => {
    server?.stop();
    sandbox?.[Symbol.dispose]();
  });

  it('are asked for by synth before they are read', () => {
    const { code, stderr } = istioRemote(['synth'], { cwd: sandbox.folder });
    expect(code).toBe(1);
    expect(stderr).toContain('Run `istio-remote services --from eu` to read it from the cluster');
    expect(sandbox.files('dist')).toEqual([]);
  });

  it('are read to files, and a second time nothing changes', () => {
    const first = istioRemote(['services', '--from', 'eu'], { cwd: sandbox.folder });
    expect(first).toMatchObject({
      code: 0,
      stdout: 'services/eu/shop.cart.yaml: added\nservices/eu/shop.pay.yaml: added\n',
      stderr: '',
    });
    const before = sandbox.state('services');
    const second = istioRemote(['services', '--from', 'eu', '--json'], { cwd: sandbox.folder });
    expect(JSON.parse(second.stdout)).toMatchObject({ added: [], changed: [] });
    expect(sandbox.state('services')).toEqual(before);
    expect(sandbox.files('services')).toEqual(['eu/shop.cart.yaml', 'eu/shop.pay.yaml']);
  });

  it('are listed', () => {
    expect(istioRemote(['services'], { cwd: sandbox.folder }).stdout).toBe(
      'SERVICE    FROM  TO\nshop/cart  eu    hq, ap\nshop/pay   eu    hq, ap\n',
    );
  });

  it('are copied to the other clusters, which take them whole, and a second time nothing changes', () => {
    expect(istioRemote(['synth'], { cwd: sandbox.folder })).toMatchObject({ code: 0, stderr: '' });
    expect(istioRemote(['check'], { cwd: sandbox.folder }).code).toBe(0);
    expect(sandbox.files('dist').filter((path) => path.includes('services'))).toEqual([
      'ap/services.k8s.yaml',
      'hq/services.k8s.yaml',
    ]);
    const file = sandbox.path('dist/ap/services.k8s.yaml');
    expect(readManifests(sandbox.read('dist/ap/services.k8s.yaml'))).toHaveLength(3);
    // The copies go to a cluster that never had the services.
    server.succeed(['delete', 'service', '--namespace', 'shop', 'cart', 'pay']);
    server.succeed(['delete', 'namespace', 'shop']);
    const first = server.kubectl(['apply', '-f', file]);
    expect(first).toMatchObject({
      code: 0,
      stdout: 'namespace/shop created\nservice/cart created\nservice/pay created\n',
    });
    expect(server.succeed(['apply', '-f', file])).toBe(
      'namespace/shop unchanged\nservice/cart unchanged\nservice/pay unchanged\n',
    );
    expect(server.kubectl(['diff', '-f', file])).toMatchObject({ code: 0, stdout: '' });
    const port = [
      'get',
      'service',
      'cart',
      '--namespace',
      'shop',
      '--output',
      'jsonpath={.spec.type} {.spec.ports[0].port}',
    ];
    expect(server.succeed(port)).toBe('ClusterIP 80');
  });

  it('leave dist/ when they are no longer shared', () => {
    sandbox.write('mesh.yaml', mesh(server.kubeconfig).replace(/sharedServices:[\s\S]*$/, ''));
    const { code, stdout } = istioRemote(['synth', '--json'], { cwd: sandbox.folder });
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ removed: ['ap/services.k8s.yaml', 'hq/services.k8s.yaml'] });
  });
});
