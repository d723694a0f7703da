import { isDnsLabel } from '../../kubernetes/names';
import { isDnsName } from '../../kubernetes/network';
import {
  flag,
  integer,
  list,
  looseGroup,
  nullable,
  oneOf,
  optional,
  record,
  text,
  union,
  type ValueOf,
} from '../../mesh/schema/fields';
import { readField } from '../../mesh/schema/read-field';
import { dnsLabel } from '../../mesh/schema/shared';
import { errorAt, excerpt, type Problem } from '../../problem';
import { fieldFaults, routingOf, type ServiceField } from './service-fields';
import type { SharedServicePort, SharedServiceProps } from './shared-service';

const anyText = text('text', () => true);
const texts = optional(nullable(record(anyText, anyText, 'a map from text to text')));

/** The name of a Service is a DNS-1035 label. Source: apimachinery's ValidateServiceName. */
const serviceName = text(
  'lower-case letters, digits and inner dashes, beginning with a letter (a DNS-1035 label)',
  (value) => isDnsLabel(value) && /^[a-z]/.test(value),
);

const targetPort = union(
  [integer(1, 65535), text('a port number or name', (value) => value !== '')],
  'a port number from 1 to 65535, or the name of a port',
);

const port = looseGroup(
  {
    name: optional(
      text('the name of a port, a DNS-1123 label', (value) => value === '' || isDnsLabel(value)),
    ),
    port: integer(1, 65535),
    protocol: optional(oneOf(['TCP', 'UDP', 'SCTP'])),
    targetPort: optional(targetPort),
    appProtocol: optional(nullable(anyText)),
  },
  'a map with port, and name if there are several',
);

/**
 * The fields of a Service that matter in every cluster. All others are dropped: they belong to the one cluster, its
 * load balancer, or the tool that applied it.
 */
const serviceSchema = looseGroup({
  apiVersion: oneOf(['v1'], 'v1'),
  kind: oneOf(['Service'], 'a Service'),
  metadata: looseGroup(
    { name: serviceName, namespace: dnsLabel, labels: texts, annotations: texts },
    'a map with name and namespace',
  ),
  spec: looseGroup(
    {
      type: optional(oneOf(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'])),
      clusterIP: optional(nullable(text('an address, or None', () => true))),
      externalName: optional(nullable(text('a DNS name', (value) => value === '' || isDnsName(value)))),
      ports: optional(nullable(list(port, 'a list of ports'))),
      selector: texts,
      publishNotReadyAddresses: optional(nullable(flag())),
      ipFamilyPolicy: optional(nullable(anyText)),
      internalTrafficPolicy: optional(nullable(anyText)),
      trafficDistribution: optional(nullable(anyText)),
    },
    'a map with ports and selector',
  ),
});

/** A Service from an API server or a file, with the fields that other clusters need. */
type ServiceObject = ValueOf<typeof serviceSchema>;
type PortObject = NonNullable<ServiceObject['spec']['ports']>[number];

/** A Service for other clusters, or what is wrong with it. */
export type CleanedService =
  | { readonly service: SharedServiceProps; readonly problems: readonly [] }
  | { readonly service?: undefined; readonly problems: readonly Problem[] };

/**
 * Keeps the fields of a Service that matter in every cluster: name, namespace, ports, selector, whether it has an
 * address, and the other fields that the mesh's Istio reads. Drops addresses, node ports, load balancers, status,
 * ownership, and labels and annotations of other tools. NodePort and LoadBalancer become ClusterIP, because only the
 * name has to resolve.
 */
export function cleanService(object: unknown, fields: readonly ServiceField[]): CleanedService {
  const { value, faults } = readField(serviceSchema, object, undefined, excerpt);
  if (faults !== undefined) return { problems: faults.problems };
  const problems = [...portFaults(value), ...fieldFaults(value.spec, fields)];
  return problems.length > 0 ? { problems } : { service: propsOf(value, fields), problems: [] };
}

function propsOf({ metadata, spec }: ServiceObject, fields: readonly ServiceField[]): SharedServiceProps {
  const external = spec.type === 'ExternalName' ? (spec.externalName ?? undefined) : undefined;
  const selector = sorted(spec.selector ?? {});
  const labels = sorted(metadata.labels ?? {}, isOwnLabel);
  const annotations = sorted(metadata.annotations ?? {}, isOfIstio);
  return {
    name: metadata.name,
    namespace: metadata.namespace,
    ports: (spec.ports ?? []).map((port) => portOf(port, fields)),
    ...(isEmpty(selector) ? {} : { selector }),
    ...(external === undefined && spec.clusterIP === 'None' ? { headless: true } : {}),
    ...(external === undefined ? {} : { externalName: external }),
    ...(spec.publishNotReadyAddresses === true ? { publishNotReadyAddresses: true } : {}),
    ...(external === undefined ? routingOf(spec, fields) : {}),
    ...(isEmpty(labels) ? {} : { labels }),
    ...(isEmpty(annotations) ? {} : { annotations }),
  };
}

function portOf(
  { name, port, protocol = 'TCP', targetPort = port, appProtocol }: PortObject,
  fields: readonly ServiceField[],
): SharedServicePort {
  return {
    ...(name === undefined || name === '' ? {} : { name }),
    ...(fields.includes('appProtocol') && appProtocol ? { appProtocol } : {}),
    port,
    protocol,
    targetPort,
  };
}

/** Returns what an API server refuses in the ports of a Service. Source: apimachinery's ValidateService. */
function portFaults({ spec }: ServiceObject): Problem[] {
  if (spec.type === 'ExternalName') {
    return (spec.externalName ?? '') === ''
      ? [errorAt(['spec', 'externalName'], 'expected a DNS name, got nothing', 'Add it')]
      : [];
  }
  const ports = spec.ports ?? [];
  if (ports.length === 0 && spec.clusterIP !== 'None')
    return [errorAt(['spec', 'ports'], 'expected at least one port, got none', 'Add it')];
  const names = new Set<string>();
  const numbers = new Set<string>();
  return ports.flatMap(({ name = '', port, protocol = 'TCP' }, index) => {
    const at = ['spec', 'ports', index];
    const number = `${port}/${protocol}`;
    const isNewName = !names.has(name);
    const isNewNumber = !numbers.has(number);
    names.add(name);
    numbers.add(number);
    if (name === '' && ports.length > 1)
      return [errorAt([...at, 'name'], 'expected a name, since there are several ports', 'Add it')];
    if (!isNewName)
      return [errorAt([...at, 'name'], `expected a name of its own, got "${name}" again`, 'Rename it')];
    return isNewNumber
      ? []
      : [errorAt([...at, 'port'], `expected each port once, got ${number} again`, 'Remove one of the two')];
  });
}

/** Labels of Helm's old charts that say which tool created the object. */
const MADE_BY = ['chart', 'heritage', 'release'];
/**
 * Labels that describe an application. `instance` and `managed-by` are left out, because Argo CD and Helm use them to
 * find their own objects.
 */
const RECOMMENDED = ['name', 'component', 'part-of', 'version'].map((name) => `app.kubernetes.io/${name}`);

/**
 * Labels that mark a Service as the gateway of a network, or as created by istiod. Source: release-1.30,
 * pilot/pkg/serviceregistry/kube/controller/network.go and pilot/pkg/config/kube/gateway/deploymentcontroller.go.
 */
const OF_ONE_CLUSTER = /^(?:topology|gateway)\.istio\.io\//;

/** Drops every other label with a domain: its tool would treat the copy as its own, and might delete it. */
function isOwnLabel(key: string): boolean {
  if (OF_ONE_CLUSTER.test(key)) return false;
  if (!key.includes('/')) return !MADE_BY.includes(key);
  return RECOMMENDED.includes(key) || isOfIstio(key);
}

function isOfIstio(key: string): boolean {
  return /^(?:[\w-]+\.)*istio\.io\//.test(key);
}

function sorted(map: Readonly<Record<string, string>>, keep: (key: string) => boolean = () => true) {
  return Object.fromEntries(
    Object.entries(map)
      .filter(([key]) => keep(key))
      .sort(([left], [right]) => (left < right ? -1 : 1)),
  );
}

function isEmpty(map: object): boolean {
  return Object.keys(map).length === 0;
}
