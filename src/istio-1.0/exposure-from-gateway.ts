import type { Cluster } from '../live/cluster';
import { DEDICATED_GATEWAY } from './constructs/exposure/control-plane-gateway';
import type { FoundAddress } from './exposure-found';
import { addressOfLoadBalancer, type LiveService, liveService } from './exposure-from-services';
import { type ControlPlaneComponent, INGRESS_GATEWAY, neededPorts } from './facts/control-plane';
import { PORTS } from './facts/ports';
import type { Mesh10 } from './mesh';

/** The Service of the gateway that remotes reach the control plane through. */
export function gatewayService({ primary: { exposure } }: Pick<Mesh10, 'primary'>): string {
  if (exposure?.mode === 'dedicated-gateway') return DEDICATED_GATEWAY;
  return exposure?.mode === 'ingress-gateway' ? exposure.gateway.service : INGRESS_GATEWAY.service;
}

/** The gateway's address, which is that of every component. Ports that its Service lacks are noted. */
export async function addressesOfGateway(
  primary: Pick<Cluster, 'get'>,
  mesh: Mesh10,
  components: readonly ControlPlaneComponent[],
): Promise<FoundAddress[]> {
  const name = gatewayService(mesh);
  const { namespace } = mesh.primary;
  const service = await liveService(primary, namespace, name);
  return components.map((component): FoundAddress => {
    const source = `Service ${name}`;
    if (service === undefined) {
      const note = `there is no Service ${name} in the namespace ${namespace}. Apply the primary's exposure.k8s.yaml, or install the gateway`;
      return { component, source, state: 'none', note };
    }
    if (service.spec?.type !== 'LoadBalancer') {
      const note = `Service ${name} is of type ${service.spec?.type ?? 'ClusterIP'}, which has no address outside of the cluster. Make it a LoadBalancer`;
      return { component, source, state: 'none', note };
    }
    return withLackingPorts(addressOfLoadBalancer(component, service), service, mesh);
  });
}

function withLackingPorts(found: FoundAddress, service: LiveService, mesh: Mesh10): FoundAddress {
  const offered = service.spec?.ports?.map(({ port }) => port) ?? [];
  const lacking = calledPorts(found.component, mesh.security.controlPlaneMutualTls).filter(
    (port) => !offered.includes(port),
  );
  if (found.state !== 'found' || lacking.length === 0) return found;
  return {
    ...found,
    note: `the Service does not offer port ${lacking.join(', ')}; see docs/exposing-the-control-plane.md`,
  };
}

/** The ports that sidecars call; the discovery ports are only told to them. */
function calledPorts(component: ControlPlaneComponent, mutualTls: boolean): number[] {
  const own: Readonly<Record<ControlPlaneComponent, readonly number[]>> = {
    pilot: [PORTS.pilotXds, PORTS.pilotXdsMutualTls],
    policy: [PORTS.mixer],
    telemetry: [PORTS.mixer],
    zipkin: [PORTS.zipkin],
  };
  return neededPorts(mutualTls).filter((port) => own[component].includes(port));
}
