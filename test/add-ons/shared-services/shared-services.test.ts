import { describe, expect, it } from 'vitest';
import { ServiceCopies } from '../../../src/add-ons/shared-services/shared-services';
import { names, rendered, service } from './shared-mesh';

const files = { 'services/shop.yaml': `${service('cart')}---\n${service('pay')}` };

describe('copies of shared services', () => {
  it('go to every other cluster, the primary too, and not to the one that has them', () => {
    expect(Object.keys(rendered('- { files: [services/shop.yaml], cluster: eu }', files))).toEqual([
      'hq/services.k8s.yaml',
      'ap/services.k8s.yaml',
    ]);
  });

  it('go to the listed clusters alone', () => {
    const made = rendered('- { files: [services/shop.yaml], cluster: hq, to: [ap] }', files);
    expect(Object.keys(made)).toEqual(['ap/services.k8s.yaml']);
  });

  it('come with their namespace once, before the first of them', () => {
    const made = rendered('- { files: [services/shop.yaml], cluster: hq }', files);
    expect(names(made['ap/services.k8s.yaml'])).toEqual([
      'Namespace shop',
      'Service shop/cart',
      'Service shop/pay',
    ]);
  });

  it('leave out a namespace that injectedNamespaces makes', () => {
    const made = rendered('- { files: [services/shop.yaml], cluster: hq }', files);
    expect(names(made['eu/services.k8s.yaml'])).toEqual(['Service shop/cart', 'Service shop/pay']);
  });

  it.each(['default', 'istio-system'])('leave out the namespace %s, which is there', (namespace) => {
    const made = rendered('- { files: [a.yaml], cluster: hq }', {
      'a.yaml': service('cart').replace('namespace: shop', `namespace: ${namespace}`),
    });
    expect(names(made['ap/services.k8s.yaml'])).toEqual([`Service ${namespace}/cart`]);
  });

  it('make a namespace without a label of this tool, since it belongs to the applications', () => {
    const [namespace] = rendered('- { files: [services], cluster: hq }', files)['ap/services.k8s.yaml'] ?? [];
    expect(namespace).toEqual({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } });
  });

  it('leave alone every cluster that has a service itself', () => {
    const made = rendered(
      '- { files: [services/shop.yaml], cluster: hq }\n- { files: [services/shop.yaml], cluster: eu }',
      files,
    );
    expect(Object.keys(made)).toEqual(['ap/services.k8s.yaml']);
  });

  it('of one service in two entries go to the clusters of both', () => {
    const made = rendered(
      '- { files: [a.yaml], cluster: eu, to: [hq] }\n- { files: [a.yaml], cluster: eu, to: [ap] }',
      { 'a.yaml': service('cart') },
    );
    expect(Object.keys(made)).toEqual(['hq/services.k8s.yaml', 'ap/services.k8s.yaml']);
  });

  it('are sorted by namespace and name, whatever the order of the files', () => {
    const made = rendered('- { files: [b.yaml, a.yaml], cluster: hq, to: [ap] }', {
      'a.yaml': service('cart'),
      'b.yaml': `${service('zoo')}---\n${service('ads').replace('namespace: shop', 'namespace: ads')}`,
    });
    expect(names(made['ap/services.k8s.yaml'])).toEqual([
      'Namespace ads',
      'Service ads/ads',
      'Namespace shop',
      'Service shop/cart',
      'Service shop/zoo',
    ]);
  });

  it('carry the label of this tool and what counts in every cluster', () => {
    const made = rendered('- { files: [a.yaml], cluster: hq, to: [ap] }', {
      'a.yaml': service(
        'cart',
        '{ name: http, port: 80, targetPort: web, nodePort: 30080 }',
        ', type: NodePort',
      ),
    });
    expect(made['ap/services.k8s.yaml']?.[1]).toEqual({
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        name: 'cart',
        namespace: 'shop',
        labels: { 'app.kubernetes.io/managed-by': 'cdk8s-istio-remote' },
      },
      spec: {
        ports: [{ name: 'http', port: 80, protocol: 'TCP', targetPort: 'web' }],
        selector: { app: 'cart' },
      },
    });
  });

  it('are spread over several files of less than 64 KB', () => {
    const many = Array.from({ length: 300 }, (_, index) => service(`s${index}`)).join('---\n');
    const made = rendered('- { files: [a.yaml], cluster: hq, to: [ap] }', { 'a.yaml': many });
    expect(Object.keys(made)).toEqual([
      'ap/services.k8s.yaml',
      'ap/services-2.k8s.yaml',
      'ap/services-3.k8s.yaml',
    ]);
    expect(Object.values(made).flat()).toHaveLength(301);
  });
});

describe('a service that two clusters have', () => {
  const cart = { name: 'cart', namespace: 'shop', ports: [] };

  it.each<[string, string[] | undefined, string[] | undefined, string[]]>([
    ['the clusters of both lists', ['c'], ['d'], ['c', 'd']],
    ['all others when the second has no list', ['c'], undefined, ['c', 'd', 'e']],
    ['all others when the first has no list', undefined, ['d'], ['c', 'd', 'e']],
  ])('goes to %s', (_, first, second, expected) => {
    const copies = new ServiceCopies([
      { files: [], services: [cart], cluster: 'a', ...(first === undefined ? {} : { to: first }) },
      { files: [], services: [cart], cluster: 'b', ...(second === undefined ? {} : { to: second }) },
    ]);
    expect(copies.list(['a', 'b', 'c', 'd', 'e']).map(({ to }) => to)).toEqual([expected]);
  });
});
