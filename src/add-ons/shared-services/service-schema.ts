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
import { dnsLabel } from '../../mesh/schema/shared';

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
  },
  'a map with port, and name where there are several',
);

/**
 * What counts of a Service in every cluster. Everything else is left out as it is read: it belongs to the one cluster,
 * its load balancer, or whoever applied it there.
 */
export const serviceSchema = looseGroup({
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
    },
    'a map with ports and selector',
  ),
});

/** A Service of an API server or a file, less what nobody else needs. */
export type ServiceObject = ValueOf<typeof serviceSchema>;
