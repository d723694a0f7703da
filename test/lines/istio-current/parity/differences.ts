import { asMap, asMaps, type KubeObject } from '../../../chart-objects';

/** A deliberate difference from the charts. */
export interface Difference {
  /** Its name in docs/chart-parity.md. */
  readonly name: string;
  /** Returns synth's objects for some of the chart's. */
  change(objects: readonly KubeObject[], address: string): KubeObject[];
}

const HELMS_LABELS =
  /^(?:release|helm\.sh\/chart|app\.kubernetes\.io\/.*|install\.operator\.istio\.io\/owning-resource|operator\.istio\.io\/component)$/;

function mapMetadata(object: KubeObject, change: (metadata: KubeObject) => KubeObject): KubeObject {
  return { ...object, metadata: change(asMap(object.metadata)) };
}

/** Without the labels of Helm and of this tool. */
export function withoutToolLabels(object: KubeObject): KubeObject {
  const bare = mapMetadata(object, bareLabels);
  if (object.kind !== 'Deployment') return bare;
  const spec = asMap(bare.spec);
  return { ...bare, spec: { ...spec, template: mapMetadata(asMap(spec.template), bareLabels) } };
}

function bareLabels({ labels, annotations, ...metadata }: KubeObject): KubeObject {
  const kept = Object.entries(asMap(labels ?? {})).filter(([key]) => !HELMS_LABELS.test(key));
  const noted = Object.keys(asMap(annotations ?? {})).length > 0;
  return { ...metadata, ...(noted ? { annotations } : {}), labels: Object.fromEntries(kept) };
}

function ofKind(kind: string, change: (object: KubeObject) => KubeObject | undefined) {
  return (objects: readonly KubeObject[]): KubeObject[] =>
    objects
      .map((object) => (object.kind === kind ? change(object) : object))
      .filter((object) => object !== undefined);
}

function mapWebhooks(object: KubeObject, change: (webhook: KubeObject) => KubeObject): KubeObject {
  if (object.webhooks === undefined) return object;
  return { ...object, webhooks: asMaps(object.webhooks).map(change) };
}

/** The Service of istiod, as in the chart for an IP address. */
const SERVICE = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'istiod', namespace: 'istio-system', labels: { 'istio.io/rev': 'default' } },
  spec: {
    ports: [
      { port: 15012, name: 'tcp-istiod', protocol: 'TCP' },
      { port: 443, targetPort: 15017, name: 'tcp-webhook', protocol: 'TCP' },
    ],
  },
};

/** The objects that make the name istiod lead to an address: a Service with a slice, or an alias for a DNS name. */
function pointerTo(address: string): KubeObject[] {
  return /^[\d.]+$|:/.test(address)
    ? [SERVICE, sliceOf(address)]
    : [{ ...SERVICE, spec: { ...SERVICE.spec, type: 'ExternalName', externalName: address } }];
}

function sliceOf(address: string): KubeObject {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: {
      name: 'istiod',
      namespace: 'istio-system',
      labels: { 'kubernetes.io/service-name': 'istiod', 'endpointslice.kubernetes.io/managed-by': 'Helm' },
    },
    addressType: address.includes(':') ? 'IPv6' : 'IPv4',
    endpoints: [{ addresses: [address] }],
    ports: [
      { port: 15012, name: 'tcp-istiod', protocol: 'TCP' },
      { port: 15017, name: 'tcp-webhook', protocol: 'TCP' },
    ],
  };
}

/** Every deliberate difference, in the order of applying it to the charts' output. */
export const DIFFERENCES: readonly Difference[] = [
  { name: 'Labels of Helm', change: (objects) => objects.map(withoutToolLabels) },
  {
    name: 'The ConfigMap `values`',
    change: ofKind('ConfigMap', (object) =>
      /^values(?:-|$)/.test(String(asMap(object.metadata).name)) ? undefined : object,
    ),
  },
  {
    name: 'The Service of a revision tag',
    change: ofKind('Service', (object) =>
      String(asMap(object.metadata).name).startsWith('istiod-revision-tag-') ? undefined : object,
    ),
  },
  {
    name: 'The Service `istiod` always exists',
    change: (objects, address) =>
      objects.some(({ kind }) => kind === 'Service') ? [...objects] : [...objects, ...pointerTo(address)],
  },
  {
    name: 'IPv6 before 1.30',
    change: (objects) =>
      objects.flatMap((object) => {
        const { type: _, externalName, ...spec } = asMap(object.spec ?? {});
        return object.kind === 'Service' && String(externalName).includes(':')
          ? [{ ...object, spec }, sliceOf(String(externalName))]
          : [object];
      }),
  },
  {
    name: 'IP families of an ExternalName Service',
    change: ofKind('Service', (object) => {
      const { ipFamilyPolicy: _, ipFamilies: __, ...spec } = asMap(object.spec);
      return spec.type === 'ExternalName' ? { ...object, spec } : object;
    }),
  },
  {
    name: 'The cluster in the path',
    change: (objects) =>
      objects.map((object) =>
        mapWebhooks(object, (webhook) => {
          const { service, ...client } = asMap(webhook.clientConfig);
          if (service === undefined || asMap(service).path !== '/inject') return webhook;
          const path = '/inject/cluster/remote2/net/network2';
          return { ...webhook, clientConfig: { service: { ...asMap(service), path }, ...client } };
        }),
      ),
  },
  {
    name: 'Webhooks with a URL for a DNS name',
    change: (objects) => {
      const host = objects
        .map(({ spec }) => asMap(spec ?? {}).externalName)
        .find((name) => name !== undefined);
      if (host === undefined) return [...objects];
      return objects.map((object) =>
        mapWebhooks(object, (webhook) => {
          const { service, ...client } = asMap(webhook.clientConfig);
          if (service === undefined) return webhook;
          return {
            ...webhook,
            clientConfig: { url: `https://${host}:15017${asMap(service).path}`, ...client },
          };
        }),
      );
    },
  },
  {
    name: 'Defaults of the server',
    change: (objects) =>
      objects.map((object) => {
        if (object.kind === 'Service') return { ...object, spec: withPortDefaults(asMap(object.spec)) };
        if (object.kind === 'EndpointSlice') {
          const endpoints = asMaps(object.endpoints).map((one) => ({ ...one, conditions: { ready: true } }));
          return { ...object, endpoints };
        }
        return mapWebhooks(object, withWebhookDefaults);
      }),
  },
  {
    name: 'The owner of the EndpointSlice',
    change: ofKind('EndpointSlice', (object) =>
      mapMetadata(object, (metadata) => ({
        ...metadata,
        labels: {
          ...asMap(metadata.labels),
          'endpointslice.kubernetes.io/managed-by': 'cdk8s-istio-remote',
        },
      })),
    ),
  },
  {
    name: 'The namespace of the gateway’s account',
    change: ofKind('RoleBinding', (object) => ({
      ...object,
      subjects: asMaps(object.subjects).map((subject) => ({ ...subject, namespace: 'istio-system' })),
    })),
  },
  {
    name: "Quantities in the server's form",
    change: ofKind('Deployment', (object) => {
      const text = JSON.stringify(object).replace('"2000m"', '"2"').replace('"1024Mi"', '"1Gi"');
      return asMap(JSON.parse(text));
    }),
  },
];

function withPortDefaults(spec: KubeObject): KubeObject {
  const ports = asMaps(spec.ports).map((port) => ({ targetPort: port.port, protocol: 'TCP', ...port }));
  return { ...spec, ports };
}

function withWebhookDefaults(webhook: KubeObject): KubeObject {
  const { service, ...client } = asMap(webhook.clientConfig);
  return {
    matchPolicy: 'Equivalent',
    timeoutSeconds: 10,
    ...webhook,
    clientConfig: service === undefined ? client : { ...client, service: { port: 443, ...asMap(service) } },
    rules: asMaps(webhook.rules).map((rule) => ({ scope: '*', ...rule })),
  };
}
