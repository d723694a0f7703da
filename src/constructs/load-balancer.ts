import { ipFamily } from '../kubernetes/network';

/** What a load balancer is asked for. */
export interface LoadBalancerProps {
  /**
   * Annotations of the Service, such as those that ask a cloud for an internal load balancer.
   * @default {}
   */
  readonly annotations?: Readonly<Record<string, string>>;
  /** CIDRs from which connections are taken. @default - everywhere */
  readonly sourceRanges?: readonly string[];
  /** IP address to ask the cloud for. @default - the cloud chooses */
  readonly address?: string;
}

/** Props of a load balancer from its options in mesh.yaml. @param address where remotes reach it @internal */
export function loadBalancerProps(
  options: Required<Omit<LoadBalancerProps, 'address'>> & { readonly fixedAddresses: boolean },
  address?: string,
): LoadBalancerProps {
  const { annotations, sourceRanges, fixedAddresses } = options;
  const isFixed = fixedAddresses && address !== undefined && ipFamily(address) !== 0;
  return { annotations, sourceRanges, ...(isFixed ? { address } : {}) };
}

/** `metadata.annotations` of a load balancer's Service, when there are any. */
export function loadBalancerAnnotations({ annotations = {} }: LoadBalancerProps) {
  return Object.keys(annotations).length === 0 ? {} : { annotations };
}

/** Fields of `spec` that make a Service a load balancer. @throws Error when `address` is not an IP address */
export function loadBalancerSpec({ address, sourceRanges = [] }: LoadBalancerProps) {
  if (address !== undefined && ipFamily(address) === 0)
    throw new Error(`expected an IP address for the load balancer, got ${JSON.stringify(address)}`);
  return {
    type: 'LoadBalancer',
    ...(address === undefined ? {} : { loadBalancerIP: address }),
    ...(sourceRanges.length === 0 ? {} : { loadBalancerSourceRanges: sourceRanges }),
  };
}
