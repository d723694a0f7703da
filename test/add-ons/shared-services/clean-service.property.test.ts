import fc from 'fast-check';
import { expect, it } from 'vitest';
import { cleanService } from '../../../src/add-ons/shared-services/clean-service';
import { serviceManifest } from '../../../src/add-ons/shared-services/shared-service';
import { printYaml } from '../../../src/kubernetes/text/print-yaml';
import { SERVICE_FIELDS } from '../../../src/lines/istio-current/facts/service-fields';

const MARK = 'only-here';

/** Ports with distinct names and numbers, as from an API server. */
const ports = fc
  .uniqueArray(
    fc.record({ port: fc.integer({ min: 1, max: 65535 }), target: fc.integer({ min: 1, max: 65535 }) }),
    { minLength: 1, maxLength: 8, selector: ({ port }) => port },
  )
  .map((all) =>
    all.map(({ port, target }, index) => ({
      name: `http-${index}`,
      port,
      protocol: 'TCP',
      targetPort: target,
      nodePort: 30_000 + index,
    })),
  );

const MARKED_METADATA = [
  'uid',
  'resourceVersion',
  'selfLink',
  'creationTimestamp',
  'generateName',
  'clusterName',
];
const MARKED_SPEC = [
  'clusterIP',
  'loadBalancerIP',
  'externalTrafficPolicy',
  'internalTrafficPolicy',
  'healthCheckNodePort',
  'ipFamilyPolicy',
  'loadBalancerClass',
  'sessionAffinity',
  'trafficDistribution',
];
const DOMAINS = [
  'kubectl.kubernetes.io',
  'meta.helm.sh',
  'argocd.argoproj.io',
  'service.beta.kubernetes.io',
  'cloud.google.com',
  'field.cattle.io',
  'external-dns.alpha.kubernetes.io',
  'helm.sh',
  'kustomize.toolkit.fluxcd.io',
];

const marked = (keys: readonly string[]) =>
  fc.subarray([...keys]).map((chosen) => Object.fromEntries(chosen.map((key) => [key, MARK])));

const live = fc
  .record({
    ports,
    metadata: marked(MARKED_METADATA),
    spec: marked(MARKED_SPEC),
    tools: marked(DOMAINS.map((domain) => `${domain}/x`)),
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer'),
    addresses: fc.array(fc.ipV4(), { maxLength: 3 }),
  })
  .map(({ ports, metadata, spec, tools, type, addresses }) => ({
    ports,
    object: {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: {
        ...metadata,
        name: 'cart',
        namespace: 'shop',
        labels: { ...tools, app: 'cart' },
        annotations: tools,
        finalizers: [MARK],
        ownerReferences: [{ name: MARK }],
        managedFields: [{ manager: MARK }],
        generation: 7,
      },
      spec: {
        ...spec,
        type,
        ports,
        selector: { app: 'cart' },
        clusterIPs: [MARK],
        ipFamilies: [MARK],
        externalIPs: addresses,
        loadBalancerSourceRanges: [MARK],
      },
      status: { loadBalancer: { ingress: addresses.map((ip) => ({ ip, hostname: MARK })) } },
    },
  }));

it('takes nothing of one cluster to the others, and every port', () => {
  fc.assert(
    fc.property(live, ({ object, ports }) => {
      const { service, problems } = cleanService(object, []);
      expect(problems).toEqual([]);
      if (service === undefined) return;
      const text = printYaml(serviceManifest(service));
      expect(text).not.toContain(MARK);
      expect(text).not.toMatch(
        /nodePort|status|uid|finalizers|ownerReferences|managedFields|generation|type:|externalIPs|clusterIP|ipFamil|creationTimestamp|resourceVersion/,
      );
      expect(service.ports).toEqual(ports.map(({ nodePort: _, ...port }) => port));
    }),
  );
});

it('changes nothing when it cleans again', () => {
  fc.assert(
    fc.property(live, ({ object }) => {
      const { service } = cleanService(object, []);
      if (service === undefined) throw new Error('refused');
      expect(cleanService(serviceManifest(service), []).service).toEqual(service);
    }),
  );
});

it('answers anything with a Service or with what is wrong', () => {
  fc.assert(
    fc.property(fc.anything({ withNullPrototype: false }), (value) => {
      const { service, problems } = cleanService(value, SERVICE_FIELDS);
      expect(service === undefined).toBe(problems.length > 0);
    }),
  );
});
