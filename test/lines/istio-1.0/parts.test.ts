import { describe, expect, it } from 'vitest';
import { INGRESS_GATEWAY } from '../../../src/lines/istio-1.0/facts/control-plane';
import { outputOf } from '../../../src/lines/mesh-output';
import { parseMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { exposureObjects, meshText } from './exposed-mesh';
import { find, title } from './exposure-object';

const ALL_PORTS = [15003, 15005, 15007, 15010, 15011, 8080, 9093, 15004, 9411];
const DEDICATED = { mode: 'dedicated-gateway', annotations: {} };

function portsOf(objects: ReturnType<typeof exposureObjects>, name: string): number[] {
  return find(objects, 'Service', name).spec?.ports?.map(({ port }) => port) ?? [];
}

describe('the file exposure.k8s.yaml', () => {
  it.each([undefined, 'pod-ip'])('is not there with exposure %s', (exposure) => {
    expect(exposureObjects({ exposure })).toEqual([]);
  });

  it.each([{ mode: 'load-balancer' }, 'ingress-gateway', DEDICATED])(
    'is labelled and namespaced with %j',
    (exposure) => {
      for (const { metadata } of exposureObjects({ exposure, primary: { namespace: 'mesh' } })) {
        expect(metadata.namespace).toBe('mesh');
        expect(metadata.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'cdk8s-istio-remote' });
      }
    },
  );

  it('comes before the files of the remotes', () => {
    const { mesh } = parseMesh(meshText({ exposure: 'ingress-gateway', security: { mutualTls: true } }), '');
    expect([...meshFiles(outputOf(mesh ?? expect.fail()))].map(({ path }) => path)).toEqual([
      'hq/mutual-tls.k8s.yaml',
      'hq/exposure.k8s.yaml',
      'eu/istio-remote.k8s.yaml',
    ]);
  });
});

describe('load-balancer', () => {
  const exposure = {
    mode: 'load-balancer',
    annotations: { 'cloud.google.com/load-balancer-type': 'Internal' },
  };

  it('gives each declared component a load balancer under a name of its own', () => {
    const addresses = { pilot: '10.9.0.1', telemetry: '10.9.0.2' };
    expect(exposureObjects({ exposure, addresses }).map(title)).toEqual([
      'Service/istio-pilot-exposed',
      'Service/istio-telemetry-exposed',
    ]);
  });

  it.each([
    ['istio-pilot-exposed', { istio: 'pilot' }, [15003, 15005, 15007, 15010, 15011, 8080, 9093]],
    ['istio-policy-exposed', { istio: 'mixer', 'istio-mixer-type': 'policy' }, [9091, 15004]],
    ['istio-telemetry-exposed', { istio: 'mixer', 'istio-mixer-type': 'telemetry' }, [9091, 15004]],
    ['zipkin-exposed', { app: 'jaeger' }, [9411]],
  ])('%s selects the pods and opens the ports', (name, selector, ports) => {
    const objects = exposureObjects({ exposure });
    const { metadata, spec } = find(objects, 'Service', name);
    expect(spec).toMatchObject({ type: 'LoadBalancer', selector });
    expect(metadata.annotations).toEqual(exposure.annotations);
    expect(portsOf(objects, name)).toEqual(ports);
  });

  it('asks for the addresses of the file when they are fixed, and takes connections from the ranges', () => {
    const addresses = { pilot: '10.9.0.1', policy: '10.9.0.2' };
    const own = { ...exposure, fixedAddresses: true, sourceRanges: ['10.0.0.0/8'] };
    const objects = exposureObjects({ exposure: own, addresses });
    expect(objects.map(({ spec }) => spec)).toMatchObject([
      { loadBalancerIP: '10.9.0.1', loadBalancerSourceRanges: ['10.0.0.0/8'] },
      { loadBalancerIP: '10.9.0.2', loadBalancerSourceRanges: ['10.0.0.0/8'] },
    ]);
  });

  it.each([
    [false, [15007, 15010]],
    [true, [15005, 15011]],
  ])('with ports: needed and control-plane mutual TLS %s opens %j', (controlPlaneMutualTls, ports) => {
    const security = { controlPlaneMutualTls, selfSignedCa: false };
    const objects = exposureObjects({ exposure: { ...exposure, ports: 'needed' }, security });
    expect(portsOf(objects, 'istio-pilot-exposed')).toEqual(ports);
    expect(portsOf(objects, 'istio-policy-exposed')).toEqual([15004]);
  });
});

describe.each([
  ['ingress-gateway', 'ingress-gateway', { istio: 'ingressgateway' }],
  ['dedicated-gateway', DEDICATED, { istio: 'control-plane-gateway' }],
])('%s', (_, exposure, selector) => {
  const objects = exposureObjects({ exposure });

  it('listens on every port of the control plane, in opaque TCP', () => {
    const { spec } = find(objects, 'Gateway', 'istio-control-plane');
    expect(spec).toMatchObject({ selector });
    expect(spec?.servers?.map(({ port }) => port.number)).toEqual(ALL_PORTS);
    expect(new Set(spec?.servers?.map(({ port }) => port.name)).size).toBe(ALL_PORTS.length);
    expect(new Set(spec?.servers?.map(({ port }) => port.protocol))).toEqual(new Set(['TCP']));
  });

  it('routes each port to exactly one Service that has it', () => {
    const routes = objects
      .filter(({ kind }) => kind === 'VirtualService')
      .flatMap(({ spec }) => spec?.tcp ?? [])
      .map(({ match: [{ port }], route: [{ destination }] }) => ({ port, to: destination }));
    expect(routes.map(({ port }) => port)).toEqual(ALL_PORTS);
    for (const { port, to } of routes) {
      const [name = '', namespace] = to.host.split('.');
      expect(namespace).toBe('istio-system');
      expect(to.port.number).toBe(port);
      expect(portsOf(objects, name)).toContain(port);
    }
  });

  it('encrypts nothing a second time', () => {
    const rules = objects.filter(({ kind }) => kind === 'DestinationRule');
    const services = objects.filter(({ spec }) => spec?.type === 'ClusterIP');
    expect(rules.map(({ spec }) => spec)).toEqual(
      services.map(({ metadata }) => ({
        host: `${metadata.name}.istio-system.svc.cluster.local`,
        trafficPolicy: { tls: { mode: 'DISABLE' } },
      })),
    );
  });

  it('claims no host of other gateways', () => {
    const hosts = objects
      .filter(({ kind }) => kind === 'VirtualService')
      .flatMap(({ spec }) => spec?.hosts ?? []);
    expect(hosts).not.toContain('*');
  });

  it('answers for policy and telemetry with all of Mixer, which share a port', () => {
    expect(find(objects, 'Service', 'istio-mixer-exposed').spec).toMatchObject({
      selector: { istio: 'mixer' },
      ports: [{ port: 15004 }],
    });
  });

  it('answers for one of them with its own pods', () => {
    const alone = exposureObjects({ exposure, addresses: { pilot: '10.9.0.1', policy: '10.9.0.1' } });
    expect(find(alone, 'Service', 'istio-policy-exposed').spec?.selector).toEqual({
      istio: 'mixer',
      'istio-mixer-type': 'policy',
    });
    expect(alone.map(title)).not.toContain('Service/istio-mixer-exposed');
    expect(alone.map(title)).not.toContain('Service/zipkin-exposed');
  });

  it('replaces no Service of the installation', () => {
    const names = objects.filter(({ kind }) => kind === 'Service').map(({ metadata }) => metadata.name);
    const installed = ['istio-pilot', 'istio-policy', 'istio-telemetry', 'zipkin', INGRESS_GATEWAY.service];
    expect(names.filter((name) => installed.includes(name))).toEqual([]);
  });
});

describe('ingress-gateway', () => {
  it('takes another gateway when told its labels', () => {
    const exposure = { mode: 'ingress-gateway', selector: { istio: 'ilbgateway' } };
    const gateway = find(exposureObjects({ exposure }), 'Gateway', 'istio-control-plane');
    expect(gateway.spec).toMatchObject({ selector: { istio: 'ilbgateway' } });
  });
});
