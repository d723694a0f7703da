import { describe, expect, it } from 'vitest';
import { cleanService } from '../../../src/add-ons/shared-services/clean-service';

function cleaned(metadata: object = {}, spec: object = {}) {
  return cleanService({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'cart', namespace: 'shop', ...metadata },
    spec: { ports: [{ port: 80 }], ...spec },
  }).service;
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

  it('leaves out labels by which other tools would take the copy for their own', () => {
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
