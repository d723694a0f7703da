import type { Resources } from '../../../kubernetes/resources';
import { merged } from '../../../mesh/merge';
import {
  flag,
  group,
  integer,
  list,
  noted,
  oneOf,
  optional,
  union,
  type ValueOf,
} from '../../../mesh/schema/fields';
import { annotationMap, cidr, resources } from '../../../mesh/schema/shared';
import { revisionName } from './revisions';

/** Options of a Service of type LoadBalancer. */
export interface LoadBalancerCurrent {
  /** Annotations of the Service, for example to ask a cloud for an internal load balancer. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs that may connect. Empty: everywhere. */
  readonly sourceRanges: readonly string[];
  /** Whether to request exactly the address in `primary.addresses`. */
  readonly fixedAddresses: boolean;
}

/** A gateway that other clusters use to reach this one. */
export interface EastWestGatewayOptions extends LoadBalancerCurrent {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly resources: Resources;
  /** Revision or tag that injects the gateway's pods. Undefined: the one of the cluster's namespaces. */
  readonly revision?: string;
}

/** How remotes reach istiod: the objects on the primary. */
export type ExposureCurrent =
  | { readonly mode: 'east-west-gateway'; readonly gateway: EastWestGatewayOptions }
  | { readonly mode: 'load-balancer'; readonly loadBalancer: LoadBalancerCurrent };

/** How remotes can reach istiod. */
export const EXPOSURE_MODES_CURRENT = ['east-west-gateway', 'load-balancer'] as const;

const gatewayFields = {
  annotations: optional(annotationMap, {
    description:
      'Annotations of the load balancer’s Service. For example, they ask a cloud for an internal load balancer.',
    default: 'none; on the primary with a warning. `{}` means that none are needed',
  }),
  sourceRanges: optional(list(cidr, 'a list of CIDRs'), {
    description: 'Client addresses that the load balancer accepts (loadBalancerSourceRanges).',
    default: 'every address',
  }),
  fixedAddresses: optional(flag(), {
    description: 'Whether to ask the cloud for exactly the IP address in `addresses` (loadBalancerIP).',
    default: 'false',
  }),
  minReplicas: optional(integer(1), { description: 'Minimum number of gateway pods.', default: '1' }),
  maxReplicas: optional(integer(1), { description: 'Maximum number of gateway pods.', default: '5' }),
  resources: optional(resources, {
    description: 'Resource requests and limits of the gateway.',
    default: 'requests of cpu 100m and memory 128Mi, limits of cpu 2 and memory 1Gi',
  }),
  revision: optional(revisionName, {
    description: 'Revision or tag that injects the gateway’s pods. For a mesh with several revisions.',
    default: 'on a remote its `revision`, on the primary the first of `revisions`',
  }),
} as const;

/** Options of a gateway. @internal */
export const gateway = group(gatewayFields);

/** `primary.exposure` as a map. @internal */
export const exposureMap = group({
  mode: noted(oneOf(EXPOSURE_MODES_CURRENT), {
    description: 'How remotes reach istiod.',
    fix: `Write mode: with one of ${EXPOSURE_MODES_CURRENT.join(', ')}`,
  }),
  ...gatewayFields,
});

/** `primary.exposure`: a mode, or a map with a mode and its options. @internal */
export const exposure = union(
  [oneOf(EXPOSURE_MODES_CURRENT), exposureMap],
  `${EXPOSURE_MODES_CURRENT.join(', ')}, or a map with a mode`,
);

/** `eastWestGateway` of a remote: whether there is one, or a map with its options. @internal */
export const eastWestGateway = union([flag(), gateway], 'true, false, or a map with options of the gateway');

/** `eastWestGateway` of a remote as in the file. @internal */
export type EastWestGatewayInput = ValueOf<typeof eastWestGateway>;

/**
 * Defaults of the chart `gateway`, with quantities as a server stores them. Source:
 * manifests/charts/gateway/values.yaml.
 */
const GATEWAY_DEFAULTS: EastWestGatewayOptions = {
  annotations: {},
  sourceRanges: [],
  fixedAddresses: false,
  minReplicas: 1,
  maxReplicas: 5,
  resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { cpu: '2', memory: '1Gi' } },
};

/** Merges `eastWestGateway` of a remote into its default. Undefined: no gateway. @internal */
export function resolveGateway(
  input: EastWestGatewayInput,
  base: EastWestGatewayOptions = GATEWAY_DEFAULTS,
): EastWestGatewayOptions | undefined {
  if (input === false) return undefined;
  return input === true ? base : gatewayOptions(input, base);
}

function gatewayOptions(
  input: Exclude<EastWestGatewayInput, boolean>,
  base: EastWestGatewayOptions,
): EastWestGatewayOptions {
  const { resources, revision, ...rest } = merged(base, input);
  return { ...rest, ...(revision === undefined ? {} : { revision }), resources: resources ?? {} };
}

/** Whether a cluster has an east-west gateway, its own or the one of its exposure. @internal */
export function hasEastWestGateway(cluster: {
  readonly eastWestGateway?: EastWestGatewayOptions | undefined;
  readonly exposure?: ExposureCurrent | undefined;
}): boolean {
  return cluster.eastWestGateway !== undefined || cluster.exposure?.mode === 'east-west-gateway';
}

/** Fills in every default of `primary.exposure` and drops options of other modes. @internal */
export function resolveExposure(input: ValueOf<typeof exposure>): ExposureCurrent {
  const { mode, ...options } = typeof input === 'string' ? { mode: input } : input;
  const gateway = gatewayOptions(options, GATEWAY_DEFAULTS);
  if (mode === 'east-west-gateway') return { mode, gateway };
  const { annotations, sourceRanges, fixedAddresses } = gateway;
  const loadBalancer: LoadBalancerCurrent = { annotations, sourceRanges, fixedAddresses };
  return { mode, loadBalancer };
}
