import * as z from 'zod/mini';
import { isDnsLabel } from '../../kubernetes/names';
import { isDnsName } from '../../kubernetes/network';
import { flag, integer, list, oneOf, optional, text } from '../schema/leaf';
import { dnsLabel } from '../schema/shared';

const texts = z.optional(
  z.nullable(
    z.record(
      z.string(),
      text('text', () => true),
      { error: 'a map from text to text' },
    ),
  ),
);

/** The name of a Service is a DNS-1035 label. Source: apimachinery's ValidateServiceName. */
const serviceName = text(
  'lower-case letters, digits and inner dashes, beginning with a letter (a DNS-1035 label)',
  (value) => isDnsLabel(value) && /^[a-z]/.test(value),
);

const targetPort = z.union([integer(1, 65535), text('a port number or name', (value) => value !== '')], {
  error: 'a port number from 1 to 65535, or the name of a port',
});

const port = z.object(
  {
    name: optional(
      text('the name of a port, a DNS-1123 label', (value) => value === '' || isDnsLabel(value)),
    ),
    port: integer(1, 65535),
    protocol: optional(oneOf(['TCP', 'UDP', 'SCTP'])),
    targetPort: optional(targetPort),
  },
  { error: 'a map with port, and name where there are several' },
);

/**
 * What counts of a Service in every cluster. Everything else is left out as it is read: it belongs to the one cluster,
 * its load balancer, or whoever applied it there.
 */
export const serviceSchema = z.object({
  apiVersion: oneOf(['v1'], 'v1'),
  kind: oneOf(['Service'], 'a Service'),
  metadata: z.object(
    { name: serviceName, namespace: dnsLabel, labels: texts, annotations: texts },
    { error: 'a map with name and namespace' },
  ),
  spec: z.object(
    {
      type: optional(oneOf(['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'])),
      clusterIP: optional(z.nullable(text('an address, or None', () => true))),
      externalName: optional(z.nullable(text('a DNS name', (value) => value === '' || isDnsName(value)))),
      ports: optional(z.nullable(list(port, 'a list of ports'))),
      selector: texts,
      publishNotReadyAddresses: optional(z.nullable(flag())),
    },
    { error: 'a map with ports and selector' },
  ),
});

/** A Service of an API server or a file, less what nobody else needs. */
export type ServiceObject = z.infer<typeof serviceSchema>;
