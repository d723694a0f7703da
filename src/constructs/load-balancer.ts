import { ipFamily } from '../kubernetes/network';

/** Options of a Service of type LoadBalancer. */
export interface LoadBalancerProps {
  /**
   * Annotations of the Service, for example to ask a cloud for an internal load balancer.
   * @default {}
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** CIDRs that may connect. @default - everywhere */
  readonly sourceRanges?: readonly string[];
  /** IP address to request from the cloud. @default - the cloud chooses */
  readonly address?: string;
}

/**
 * Returns the props of a load balancer from its options in mesh.yaml.
 * @param address its address for remotes @internal
 */
export function loadBalancerProps(
  options: Required<Omit<LoadBalancerProps, 'address'>> & { readonly fixedAddresses: boolean },
  address?: string,
): LoadBalancerProps {
  const { annotations, sourceRanges, fixedAddresses } = options;
  const isFixed = fixedAddresses && address !== undefined && ipFamily(address) !== 0;
  return { annotations, sourceRanges, ...(isFixed ? { address } : {}) };
}

/** Returns `metadata.annotations` of a load balancer's Service, if it has any. */
export function loadBalancerAnnotations({ annotations = {} }: LoadBalancerProps) {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/**
 * Returns the fields of `spec` that make a Service a load balancer.
 * @throws Error if `address` is not an IP address
 */
export function loadBalancerSpec({ address, sourceRanges = [] }: LoadBalancerProps) {
  if (address !== undefined && ipFamily(address) === 0)
    throw new Error(`expected an IP address for the load balancer, got ${JSON.stringify(address)}`);
  return {
    type: 'LoadBalancer',
    ...(address === undefined ? {} : { loadBalancerIP: address }),
    ...(sourceRanges.length === 0 ? {} : { loadBalancerSourceRanges: sourceRanges }),
  };
}
