import { describe, expect, it } from 'vitest';
import { addressFinder } from '../../../src/lines/istio-1.0/address-finder';
import type { AddressSource, ControlPlaneComponent } from '../../../src/lines/istio-1.0/facts/components';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshText } from './exposed-mesh';
import { type LiveObjects, livePrimary, pod, service } from './live-primary';

async function find(
  objects: LiveObjects,
  from: AddressSource,
  exposure?: unknown,
  component: ControlPlaneComponent = 'pilot',
) {
  const { mesh } = parseMesh(meshText({ exposure }), '');
  if (mesh?.line !== '1.0') throw new Error('not a mesh of Istio 1.0');
  const [found] = await addressFinder.find(livePrimary(objects), mesh, [component], from);
  return found ?? expect.fail();
}

describe('the address of pods', () => {
  const labels = { istio: 'pilot' };

  it('is that of the one pod that is ready', async () => {
    expect(await find([pod('a', labels, '10.8.0.1')], 'pods')).toEqual({
      component: 'pilot',
      source: 'pod a',
      state: 'found',
      address: '10.8.0.1',
    });
  });

  it('says that another pod is not ready', async () => {
    const pods = [pod('a', labels, '10.8.0.1'), pod('b', labels, '10.8.0.2', { ready: false })];
    expect(await find(pods, 'pods')).toMatchObject({
      state: 'found',
      address: '10.8.0.1',
      note: '1 of 2 pods are not ready',
    });
  });

  it('is not guessed among several that are ready', async () => {
    const pods = [pod('a', labels, '10.8.0.1'), pod('b', labels, '10.8.0.2')];
    expect(await find(pods, 'pods')).toMatchObject({
      state: 'several',
      choices: ['10.8.0.1', '10.8.0.2'],
      note: expect.stringContaining('2 ready pods are equal choices: 10.8.0.1, 10.8.0.2'),
    });
  });

  it('is not that of a pod that is not ready', async () => {
    expect(await find([pod('a', labels, '10.8.0.1', { ready: false })], 'pods')).toMatchObject({
      state: 'not ready',
      note: expect.stringContaining('not ready: a.'),
    });
  });

  it('is not that of a pod that is ending', async () => {
    const ending = pod('a', labels, '10.8.0.1', { deletionTimestamp: '2026-01-01T00:00:00Z' });
    expect(await find([ending], 'pods')).toMatchObject({ state: 'none' });
    expect(await find([ending, pod('b', labels, '10.8.0.2')], 'pods')).toMatchObject({ address: '10.8.0.2' });
  });

  it('says which label nothing carries', async () => {
    expect(await find([], 'pods', undefined, 'zipkin')).toMatchObject({
      state: 'none',
      note: expect.stringContaining('no pod with the label app=jaeger'),
    });
  });
});

describe('the address of services', () => {
  it('is that of our load balancer before that of the installation', async () => {
    const objects = [
      service('istio-pilot', 'LoadBalancer', [{ ip: '10.9.0.2' }]),
      service('istio-pilot-exposed', 'LoadBalancer', [{ ip: '10.9.0.1' }]),
    ];
    expect(await find(objects, 'services')).toMatchObject({ address: '10.9.0.1' });
  });

  it("is that of the installation's own load balancer behind a gateway's ClusterIP", async () => {
    const objects = [
      service('istio-pilot', 'LoadBalancer', [{ hostname: 'Internal-1.ELB.example.com' }]),
      service('istio-pilot-exposed', 'ClusterIP'),
    ];
    expect(await find(objects, 'services')).toMatchObject({
      source: 'Service istio-pilot',
      address: 'internal-1.elb.example.com',
    });
  });

  it('is not there while the cloud has given none', async () => {
    expect(await find([service('zipkin', 'LoadBalancer')], 'services', undefined, 'zipkin')).toMatchObject({
      state: 'pending',
      note: expect.stringContaining('the load balancer of zipkin has no address yet'),
    });
  });

  it('is not guessed among several', async () => {
    const two = service('istio-pilot', 'LoadBalancer', [{ ip: '10.9.0.1' }, { ip: '10.9.0.2' }]);
    expect(await find([two], 'services')).toMatchObject({ state: 'several' });
  });

  it('is none without a load balancer', async () => {
    expect(await find([service('istio-pilot', 'ClusterIP')], 'services')).toMatchObject({
      state: 'none',
      note: expect.stringContaining(
        'neither istio-pilot-exposed nor istio-pilot is a Service of type LoadBalancer',
      ),
    });
  });
});

describe('the address of a gateway', () => {
  it.each([
    [undefined, 'istio-ingressgateway'],
    ['ingress-gateway', 'istio-ingressgateway'],
    [{ mode: 'ingress-gateway', service: 'istio-ilbgateway' }, 'istio-ilbgateway'],
    [{ mode: 'dedicated-gateway', annotations: {} }, 'istio-control-plane-gateway'],
  ])('with exposure %j is that of %s', async (exposure, name) => {
    const objects = [service(name, 'LoadBalancer', [{ ip: '10.9.0.1' }])];
    expect(await find(objects, 'gateway', exposure)).toEqual({
      component: 'pilot',
      source: `Service ${name}`,
      state: 'found',
      address: '10.9.0.1',
    });
  });

  it.each([
    ['pilot', '15010'],
    ['telemetry', '15004'],
    ['zipkin', '9411'],
  ] as const)('comes with a note when the Service lacks the port of %s', async (component, port) => {
    const objects = [service('istio-ingressgateway', 'LoadBalancer', [{ ip: '10.9.0.1' }], [80, 15011])];
    expect(await find(objects, 'gateway', undefined, component)).toMatchObject({
      address: '10.9.0.1',
      note: `the Service does not offer port ${port}; see docs/exposing-the-control-plane.md`,
    });
  });

  it('is none without the Service', async () => {
    expect(await find([], 'gateway')).toMatchObject({ state: 'none' });
  });

  it('is none behind a Service without a load balancer', async () => {
    expect(await find([service('istio-ingressgateway', 'NodePort')], 'gateway')).toMatchObject({
      state: 'none',
      note: expect.stringContaining('of type NodePort'),
    });
  });
});
