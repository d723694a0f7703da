import * as z from 'zod/mini';
import { isDnsLabel, isDnsSubdomain, isQualifiedName, isQuantity } from '../../kubernetes/names';
import { isDnsName, isIpAddress, readCidr } from '../../kubernetes/network';
import { parseKubernetesVersion } from '../../kubernetes/version';
import { group, list, optional, text } from './leaf';

const LABEL_EXPECTED = 'a DNS-1123 label (lower-case letters, digits and dashes, 1 to 63 characters)';

/** A DNS-1123 label. */
export const dnsLabel = text(LABEL_EXPECTED, isDnsLabel);

/** The name of an object such as a Secret. */
export const objectName = text(
  'a DNS-1123 name (lower-case letters, digits, dashes and dots)',
  isDnsSubdomain,
);

/** An IP address or a DNS name. */
export const address = text('an IP address or DNS name', (value) => isIpAddress(value) || isDnsName(value));

/** A CIDR without host bits. */
export const cidr = text(
  'a CIDR without host bits, such as 10.20.0.0/16',
  (value) => typeof readCidr(value) === 'object' && 'family' in (readCidr(value) as object),
);

/** `1.21` or `1.21.14`. */
export const kubernetesVersion = text(
  'a Kubernetes version such as "1.21"',
  (value) => parseKubernetesVersion(value) !== undefined,
);

/** The URL of an API server. What makes it usable from another cluster is a rule of the whole mesh. */
export const url = text('a URL such as https://10.20.0.2:6443', (value) => URL.canParse(value));

const quantityExpected = 'a quantity such as 100m, 0.5 or 128Mi';

/** A resource quantity; numbers stay numbers. */
export const quantity = z.union(
  [
    text(quantityExpected, isQuantity),
    z.number({ error: quantityExpected }).check(z.gte(0, { error: quantityExpected })),
  ],
  { error: quantityExpected },
);

const quantities = z.nullable(
  z.record(text('the name of a resource such as cpu or memory', isQualifiedName), z.nullable(quantity), {
    error: 'a map from resource to quantity',
  }),
);

/** Requests and limits of a container. `null` takes away what a default has set. */
export const resources = z.nullable(
  group({
    requests: optional(quantities, { description: 'What the scheduler sets aside.' }),
    limits: optional(quantities, { description: 'What the container may use at most.' }),
  }),
);

/** Fields of every cluster, whatever the line. */
export const clusterFields = {
  podCidrs: optional(list(cidr, 'a list of CIDRs'), {
    description: 'Ranges of pod addresses; they may not overlap with any other cluster of the mesh.',
    default: 'not checked',
  }),
  serviceCidrs: optional(list(cidr, 'a list of CIDRs'), {
    description: 'Ranges of service addresses; they may not overlap with any other cluster of the mesh.',
    default: 'not checked',
  }),
} as const;

/** Resource requests and limits as people write them. */
export type ResourcesInput = z.infer<typeof resources>;
