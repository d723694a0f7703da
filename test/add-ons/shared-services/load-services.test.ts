import { describe, expect, it } from 'vitest';
import { names, problemsOf, rendered, service } from './shared-mesh';

const ENTRY = '- { files: [a.yaml], cluster: eu }';

describe('manifests of shared services', () => {
  it('are read from a folder, JSON and YAML, nothing else', () => {
    const made = rendered('- { files: [shop], cluster: eu, to: [hq] }', {
      'shop/a.yml': service('cart'),
      'shop/b.json':
        '{\n\t"apiVersion": "v1",\n\t"kind": "Service",\n\t"metadata": {"name": "pay", "namespace": "shop"},\n\t"spec": {"ports": [{"port": 80}]}\n}',
      'shop/README.md': 'not YAML: [',
    });
    expect(names(made['hq/services.k8s.yaml'])).toEqual([
      'Namespace shop',
      'Service shop/cart',
      'Service shop/pay',
    ]);
  });

  it('may be a List as kubectl prints it', () => {
    const item = service('cart').replace(/^/gm, '  ').replace('  api', '- api').trimEnd();
    const made = rendered(ENTRY, { 'a.yaml': `apiVersion: v1\nkind: List\nitems:\n${item}\n` });
    expect(names(made['hq/services.k8s.yaml'])).toEqual(['Namespace shop', 'Service shop/cart']);
  });

  it('keep a label that looks like a number as it was written', () => {
    const made = rendered(ENTRY, {
      'a.yaml': service('cart').replace('namespace: shop', 'namespace: shop, labels: { version: 1.10 }'),
    });
    expect(made['hq/services.k8s.yaml']?.[1]?.metadata.labels).toMatchObject({ version: '1.10' });
  });

  it.each([
    {
      what: 'a document that is no Service, with file, line and document',
      file: `# shops\n---\n${service('cart')}---\n\napiVersion: apps/v1\nkind: Deployment\nmetadata: { name: x }\n`,
      says: 'a.yaml:10:7 kind: expected a Service, got "Deployment" (document 2). Keep only Services in this file',
    },
    {
      what: 'broken YAML in a later document',
      file: `${service('cart')}---\nkind: "Service\n`,
      says: 'a.yaml:7:1: not valid YAML: a quote, [ or { is never closed (document 2). Close it',
    },
    {
      what: 'a wrong port',
      file: service('cart', '{ port: 80s }'),
      says: 'a.yaml:4:25 spec.ports[0].port: expected an integer from 1 to 65535, got "80s" (document 1)',
    },
    {
      what: 'a missing namespace',
      file: service('cart').replace(', namespace: shop', ''),
      says: 'a.yaml:3:1 metadata.namespace: expected lower-case letters, digits and inner dashes, at most 63 characters (a DNS-1123 label), got nothing (document 1). Add it',
    },
    {
      what: 'an external name that is another place in each cluster',
      file: service('cart').replace(/spec:.*/, 'spec: { type: ExternalName, externalName: localhost }'),
      says: 'a.yaml:4:43 spec.externalName: shop/cart stands for "localhost", which means another place in each cluster (document 1). Share the Service behind it, or write a name that every cluster resolves in the same way',
    },
    {
      what: 'an external name of a Service of one cluster, as a warning',
      file: service('cart').replace(/spec:.*/, 'spec: { type: ExternalName, externalName: db.shop.svc }'),
      says: 'a.yaml:4:43 spec.externalName: warning: shop/cart stands for "db.shop.svc", which means another place in each cluster (document 1). Share the Service behind it, or write a name that every cluster resolves in the same way',
    },
    {
      what: 'several ports without names',
      file: service('cart', '{ port: 80 }, { port: 81 }'),
      says: 'a.yaml:4:17 spec.ports[0].name: expected a name, since there are several ports (document 1). Add it',
    },
    {
      what: 'a Service without ports',
      file: service('cart', ''),
      says: 'a.yaml:4:16 spec.ports: expected at least one port, got none (document 1). Add it',
    },
    {
      what: 'an empty file',
      file: '# nothing\n---\n',
      says: 'a.yaml: expected a Service, got an empty file. Remove the file',
    },
    {
      what: 'a Service that Istio has in each cluster',
      file: service('istio-pilot').replace('namespace: shop', 'namespace: istio-system'),
      says: 'a.yaml:3:19 metadata.name: expected a service of applications, got istio-system/istio-pilot, which Istio has in each cluster (document 1). Remove it from the shared services',
    },
    {
      what: 'a Service that Kubernetes has in each cluster',
      file: service('kubernetes').replace('namespace: shop', 'namespace: default'),
      says: 'a.yaml:3:19 metadata.name: expected a service of applications, got default/kubernetes, which Kubernetes has in each cluster (document 1). Remove it from the shared services',
    },
  ])('are refused with $what', ({ file, says }) => {
    const said = problemsOf(ENTRY, { 'a.yaml': file });
    expect(said[0]).toBe(says);
  });

  it('are reported as missing at their entry', () => {
    expect(problemsOf('- { files: [none.yaml, empty], cluster: eu }', { 'empty/x.txt': '' })).toEqual([
      'mesh.yaml:7:15 sharedServices[0].files[0]: there is no none.yaml. Check the path: it leads from the folder of the mesh file',
      'mesh.yaml:7:26 sharedServices[0].files[1]: expected manifests in empty, got none that end in .yaml, .yml or .json. Check the path: it leads from the folder of the mesh file',
    ]);
  });

  it('of a live service have to be read first', () => {
    expect(problemsOf('- { service: shop/cart, from: ap }', {})).toEqual([
      'mesh.yaml:7:16 sharedServices[0].service: there is no services/ap/shop.cart.yaml. Run `istio-remote services --from ap` to read it from the cluster',
    ]);
  });

  it('of a live service hold that service alone', () => {
    expect(
      problemsOf('- { service: shop/cart, from: ap }', { 'services/ap/shop.cart.yaml': service('pay') })[0],
    ).toContain('expected services/ap/shop.cart.yaml to contain only shop/cart, got shop/pay');
  });

  it('with a headless Service are doubted, since its name does not resolve elsewhere', () => {
    expect(problemsOf(ENTRY, { 'a.yaml': service('cart', '{ port: 80 }', ', clusterIP: None') })).toEqual([
      'a.yaml:4:68 spec.clusterIP: warning: shop/cart is headless, and its name does not resolve where it has no pods (document 1). Share a Service with an address of its own in front of the same pods',
    ]);
  });

  it.each([
    ['number', '{ name: http, port: 81 }', 'the port http 81/TCP to 81'],
    ['name', '{ name: grpc, port: 80 }', 'the port grpc 80/TCP to 80'],
    ['protocol', '{ name: http, port: 80, protocol: UDP }', 'the port http 80/UDP to 80'],
    ['target', '{ name: http, port: 80, targetPort: 8080 }', 'the port http 80/TCP to 8080'],
    ['count', '{ name: http, port: 80 }, { name: more, port: 81 }', 'the port more 81/TCP to 81'],
  ])('that disagree on the %s of a port are refused, both files named', (_, port, got) => {
    const said = problemsOf('- { files: [a.yaml], cluster: eu }\n- { files: [b.yaml], cluster: hq }', {
      'a.yaml': service('cart'),
      'b.yaml': service('cart', port),
    });
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^b\.yaml:1:1: expected shop\/cart to have .*, as in a\.yaml:1:1, got/);
    expect(said[0]).toContain(got);
  });

  it('that agree may be in several files', () => {
    expect(
      problemsOf('- { files: [a.yaml], cluster: eu }\n- { files: [b.yaml], cluster: hq }', {
        'a.yaml': service('cart', '{ name: http, port: 80, targetPort: 80, protocol: TCP }'),
        'b.yaml': service('cart'),
      }),
    ).toEqual([]);
  });
});
