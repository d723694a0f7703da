import { type Part, part } from '../../kubernetes/part';
import { CrossNetworkGateway } from './constructs/exposure/cross-network-gateway';
import { EastWestGateway } from './constructs/exposure/east-west-gateway';
import { IstiodLoadBalancer } from './constructs/exposure/istiod-load-balancer';
import { IstiodRoutes } from './constructs/exposure/istiod-routes';
import { CurrentMeshNamespace } from './constructs/mesh-namespace';
import { gatewayProps, loadBalancerProps } from './gateway-props';
import type { MeshCurrent } from './mesh';
import { networksOf } from './networks';
import { calledNames } from './webhook-urls';

/** What the primary needs so that remotes reach its istiod and its pods, in the order in which it is applied. */
export function exposureParts(mesh: MeshCurrent): Part[] {
  const { namespace, network, exposure, addresses } = mesh.primary;
  const ofNetwork = network === undefined ? {} : { network };
  const ofIstiod = { namespace, ...(mesh.revision === undefined ? {} : { revision: mesh.revision }) };
  const parts: Part[] = [];
  if (network !== undefined) parts.push(part('namespace', CurrentMeshNamespace, { namespace, network }));
  if (exposure?.mode === 'load-balancer') {
    const asked = loadBalancerProps(exposure.loadBalancer, addresses.istiod);
    parts.push(part('istiod-load-balancer', IstiodLoadBalancer, { ...ofIstiod, ...asked }));
  }
  if (exposure?.mode === 'east-west-gateway') {
    const asked = gatewayProps(exposure.gateway, addresses.istiod);
    parts.push(
      part('east-west-gateway', EastWestGateway, {
        istio: mesh.istio,
        ...ofIstiod,
        ...ofNetwork,
        ...asked,
      }),
      part('istiod-routes', IstiodRoutes, { ...ofIstiod, hosts: calledNames(mesh) }),
    );
  }
  if (networksOf(mesh).size > 1) parts.push(part('cross-network', CrossNetworkGateway, { namespace }));
  return parts;
}
