import type { LoadBalancerProps } from '../../constructs/load-balancer';
import { ipFamily } from '../../kubernetes/network';
import { type Part, part } from '../../kubernetes/part';
import { ControlPlaneGateway, DEDICATED_GATEWAY_SELECTOR } from './constructs/exposure/control-plane-gateway';
import { ControlPlaneLoadBalancer } from './constructs/exposure/control-plane-load-balancer';
import { ControlPlaneRoutes } from './constructs/exposure/control-plane-routes';
import { neededPorts } from './facts/control-plane';
import type { Mesh10 } from './mesh';
import { declaredComponents } from './options/addresses';
import type { Exposure, LoadBalancerOptions } from './options/exposure';

/** What the primary needs so that remotes reach its control plane, in the order in which it is applied. */
export function exposureParts({ primary, security }: Mesh10): Part[] {
  const { namespace, addresses, exposure } = primary;
  const components = declaredComponents(addresses);
  const shared = { namespace, ...portsOf(exposure, security.controlPlaneMutualTls) };
  switch (exposure?.mode) {
    case undefined:
    case 'pod-ip':
      return [];
    case 'load-balancer':
      return components.map((component) =>
        part(`exposed-${component}`, ControlPlaneLoadBalancer, {
          component,
          ...shared,
          ...loadBalancerProps(exposure.loadBalancer, addresses[component]),
        }),
      );
    case 'ingress-gateway':
      return [
        part('routes', ControlPlaneRoutes, { ...shared, components, selector: exposure.gateway.selector }),
      ];
    case 'dedicated-gateway': {
      const { replicas, images, resources } = exposure.gateway;
      return [
        part('gateway', ControlPlaneGateway, {
          ...shared,
          components,
          replicas,
          image: `${images.hub}/proxyv2:${images.tag}`,
          imagePullPolicy: images.pullPolicy,
          imagePullSecrets: images.pullSecrets,
          controlPlaneMutualTls: security.controlPlaneMutualTls,
          ...(primary.kubernetes === undefined ? {} : { kubernetes: primary.kubernetes }),
          ...(resources === undefined ? {} : { resources }),
          ...loadBalancerProps(exposure.loadBalancer, addresses.pilot),
        }),
        part('routes', ControlPlaneRoutes, { ...shared, components, selector: DEDICATED_GATEWAY_SELECTOR }),
      ];
    }
  }
}

function portsOf(exposure: Exposure | undefined, mutualTls: boolean): { readonly ports?: number[] } {
  const isNarrow = exposure !== undefined && 'ports' in exposure && exposure.ports === 'needed';
  return isNarrow ? { ports: neededPorts(mutualTls) } : {};
}

function loadBalancerProps(options: LoadBalancerOptions, address: string | undefined): LoadBalancerProps {
  const { annotations, sourceRanges, fixedAddresses } = options;
  const isFixed = fixedAddresses && address !== undefined && ipFamily(address) !== 0;
  return { annotations, sourceRanges, ...(isFixed ? { address } : {}) };
}
