import type { LoadBalancerProps } from '../../constructs/load-balancer';
import type { EastWestGatewayProps } from './constructs/exposure/east-west-gateway-props';
import { type IstiodAddress, ipAddressOf } from './istiod-address';
import type { EastWestGatewayOptions, LoadBalancerCurrent } from './options/gateways';

/**
 * What a load balancer is asked for.
 * @param address where remotes reach it; absent when nobody says
 */
export function loadBalancerProps(options: LoadBalancerCurrent, address?: IstiodAddress): LoadBalancerProps {
  const { annotations, sourceRanges, fixedAddresses } = options;
  const fixed = fixedAddresses && address !== undefined ? ipAddressOf(address) : undefined;
  return { annotations, sourceRanges, ...(fixed === undefined ? {} : { address: fixed }) };
}

/** The options of a gateway as its construct takes them. */
export function gatewayProps(options: EastWestGatewayOptions, address?: IstiodAddress): EastWestGatewayProps {
  const { minReplicas, maxReplicas, resources } = options;
  return { ...loadBalancerProps(options, address), minReplicas, maxReplicas, resources };
}
