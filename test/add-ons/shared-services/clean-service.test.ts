import { describe, expect, it } from 'vitest';
import { cleanService } from '../../../src/add-ons/shared-services/clean-service';
import type { ServiceField } from '../../../src/add-ons/shared-services/service-fields';
import { SERVICE_FIELDS } from '../../../src/lines/istio-current/facts/service-fields';

const serviceWith = (metadata: object, spec: object) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'cart', namespace: 'shop', ...metadata },
  spec: { ports: [{ port: 80 }], ...spec },
});

function cleaned(metadata: object = {}, spec: object = {}, fields: readonly ServiceField[] = []) {
  return cleanService(serviceWith(metadata, spec), fields).service;
}

describe('cleaning a Service', () => {
  it('keeps the selector, so that pods that run in another cluster as well take part', () => {
    expect(cleaned({}, { selector: { b: '2', a: '1' } })?.selector).toEqual({ a: '1', b: '2' });
  });

  it.each(['NodePort', 'LoadBalancer', 'ClusterIP'])(
    'makes %s a Service with an address of the cluster',
    (type) => {
      expect(cleaned({}, { type, clusterIP: '10.0.0.7' })).toEqual({
        name: 'cart',
        namespace: 'shop',
        ports: [{ port: 80, protocol: 'TCP', targetPort: 80 }],
      });
    },
  );

  it('keeps a headless Service headless', () => {
    expect(cleaned({}, { clusterIP: 'None', clusterIPs: ['None'] })?.headless).toBe(true);
  });

  it('keeps an external name', () => {
    const service = cleaned({}, { type: 'ExternalName', externalName: 'db.example.com', ports: undefined });
    expect(service).toEqual({ name: 'cart', namespace: 'shop', ports: [], externalName: 'db.example.com' });
  });

  it('keeps annotations of Istio alone', () => {
    const annotations = {
      'kubectl.kubernetes.io/last-applied-configuration': '{}',
      'service.beta.kubernetes.io/aws-load-balancer-internal': 'true',
      'external-dns.alpha.kubernetes.io/hostname': 'cart.example.com',
      'alpha.istio.io/kubernetes-serviceaccounts': 'cart',
      'notistio.io/x': 'y',
    };
    expect(cleaned({ annotations })?.annotations).toEqual({
      'alpha.istio.io/kubernetes-serviceaccounts': 'cart',
    });
  });

  it('leaves out labels that mark objects of other tools', () => {
    const labels = {
      app: 'cart',
      'app.kubernetes.io/name': 'cart',
      'app.kubernetes.io/instance': 'shop-eu',
      'app.kubernetes.io/managed-by': 'Helm',
      'helm.sh/chart': 'cart-1.0.0',
      'kustomize.toolkit.fluxcd.io/name': 'shop',
      'argocd.argoproj.io/instance': 'shop',
      heritage: 'Tiller',
      release: 'shop',
      chart: 'cart-1.0.0',
    };
    expect(cleaned({ labels })?.labels).toEqual({ app: 'cart', 'app.kubernetes.io/name': 'cart' });
  });
});

describe('cleaning a Service for an Istio that reads more of it', () => {
  const routing = {
    ports: [{ name: 'web', port: 80, appProtocol: 'kubernetes.io/h2c' }],
    internalTrafficPolicy: 'Local',
    trafficDistribution: 'PreferSameNode',
    ipFamilyPolicy: 'RequireDualStack',
  };

  it('keeps protocol, traffic policies and families', () => {
    expect(cleaned({}, routing, SERVICE_FIELDS)).toEqual({
      name: 'cart',
      namespace: 'shop',
      ports: [{ name: 'web', port: 80, protocol: 'TCP', targetPort: 80, appProtocol: 'kubernetes.io/h2c' }],
      internalTrafficPolicy: 'Local',
      trafficDistribution: 'PreferSameNode',
      ipFamilyPolicy: 'PreferDualStack',
    });
  });

  it('drops them for an Istio that does not read them', () => {
    expect(cleaned({}, routing)).toEqual({
      name: 'cart',
      namespace: 'shop',
      ports: [{ name: 'web', port: 80, protocol: 'TCP', targetPort: 80 }],
    });
  });

  it('drops what a server fills in', () => {
    const filled = {
      internalTrafficPolicy: 'Cluster',
      ipFamilyPolicy: 'SingleStack',
      trafficDistribution: null,
    };
    expect(cleaned({}, filled, SERVICE_FIELDS)).toEqual(cleaned());
  });

  it.each([
    [{ internalTrafficPolicy: 'local' }, 'expected Cluster, Local, got "local"'],
    [{ trafficDistribution: 'Close' }, 'expected PreferClose, PreferSameZone, PreferSameNode, got "Close"'],
    [{ ipFamilyPolicy: 'Dual' }, 'expected SingleStack, PreferDualStack, RequireDualStack, got "Dual"'],
    [{ ports: [{ port: 80, appProtocol: 'a b' }] }, 'expected a protocol such as http'],
  ])('refuses %j', (spec, message) => {
    const { problems } = cleanService(serviceWith({}, spec), SERVICE_FIELDS);
    expect(problems.map((problem) => problem.message).join()).toContain(message);
    expect(cleanService(serviceWith({}, spec), []).problems).toEqual([]);
  });

  it('drops labels that mark a Service as a gateway for istiod', () => {
    const labels = {
      'topology.istio.io/network': 'n',
      'gateway.istio.io/managed': 'x',
      'istio.io/use-waypoint': 'w',
    };
    expect(cleaned({ labels }, {}, SERVICE_FIELDS)?.labels).toEqual({ 'istio.io/use-waypoint': 'w' });
  });
});
