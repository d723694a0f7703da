import type { LoadBalancerProps } from '../../constructs/load-balancer';
import { ipFamily } from '../../kubernetes/network';
import type { EastWestGatewayProps } from './constructs/exposure/east-west-gateway-props';
import type { EastWestGatewayOptions, LoadBalancerCurrent } from './options/gateways';

/**
 * What a load balancer is asked for.
 * @param address where remotes reach it; absent when nobody says
 */
export function loadBalancerProps(options: LoadBalancerCurrent, address?: string): LoadBalancerProps {
  const { annotations, sourceRanges, fixedAddresses } = options;
  const isFixed = fixedAddresses && address !== undefined && ipFamily(address) !== 0;
  return { annotations, sourceRanges, ...(isFixed ? { address } : {}) };
}

/** The options of a gateway as its construct takes them. */
export function gatewayProps(options: EastWestGatewayOptions, address?: string): EastWestGatewayProps {
  const { minReplicas, maxReplicas, resources } = options;
  return { ...loadBalancerProps(options, address), minReplicas, maxReplicas, resources };
}
