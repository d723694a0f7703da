import {
  flag,
  group,
  integer,
  list,
  noted,
  oneOf,
  optional,
  record,
  text,
  union,
} from '../../../mesh/schema/fields';
import { annotationName, cidr, resources } from '../../../mesh/schema/shared';

/** How remotes can reach istiod. */
export const EXPOSURE_MODES_CURRENT = ['east-west-gateway', 'load-balancer'] as const;

const loadBalancerFields = {
  annotations: optional(
    record(
      annotationName,
      text('text', () => true),
      'a map from annotation to text',
    ),
    {
      description:
        'Annotations of the load balancer’s Service, such as those that ask a cloud for an internal one.',
      default: 'none; on the primary with a warning, and {} says that none are needed',
    },
  ),
  sourceRanges: optional(list(cidr, 'a list of CIDRs'), {
    description: 'From where the load balancer takes connections (loadBalancerSourceRanges).',
    default: 'everywhere',
  }),
  fixedAddresses: optional(flag(), {
    description: 'Ask the cloud for the very IP address in `addresses` (loadBalancerIP).',
    default: 'false',
  }),
} as const;

const gatewayFields = {
  minReplicas: optional(integer(1), { description: 'Fewest pods of the gateway.', default: '1' }),
  maxReplicas: optional(integer(1), { description: 'Most pods of the gateway.', default: '5' }),
  resources: optional(resources, {
    description: 'Requests and limits of the gateway.',
    default: 'requests of cpu 100m and memory 128Mi, limits of cpu 2 and memory 1Gi',
  }),
} as const;

/** `primary.exposure`: a mode, or a map with a mode and its options. */
export const exposure = union(
  [
    oneOf(EXPOSURE_MODES_CURRENT),
    group({
      mode: noted(oneOf(EXPOSURE_MODES_CURRENT), {
        description: 'How remotes reach istiod.',
        fix: `Write mode: with one of ${EXPOSURE_MODES_CURRENT.join(', ')}`,
      }),
      ...loadBalancerFields,
      ...gatewayFields,
    }),
  ],
  `${EXPOSURE_MODES_CURRENT.join(', ')}, or a map with a mode`,
);

/** `eastWestGateway` of a remote: whether there is one, or a map with its options. */
export const eastWestGateway = union(
  [flag(), group({ ...loadBalancerFields, ...gatewayFields })],
  'true, false, or a map with options of the gateway',
);
