import type { FoundAddress } from '../../../addresses/address-finder';
import { addressOfGateway, liveService } from '../../../addresses/load-balancer-address';
import type { Cluster } from '../../../kubernetes/api/cluster';
import { DEDICATED_GATEWAY } from '../constructs/exposure/control-plane-gateway';
import type { ControlPlaneComponent } from '../facts/components';
import { INGRESS_GATEWAY, neededPorts } from '../facts/control-plane';
import { PORTS } from '../facts/ports';
import type { Mesh10 } from '../mesh';

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
): Promise<FoundAddress<ControlPlaneComponent>[]> {
  const name = gatewayService(mesh);
  const { namespace } = mesh.primary;
  const service = await liveService(primary, namespace, name);
  return components.map((component) =>
    addressOfGateway(
      component,
      { name, namespace, service },
      calledPorts(component, mesh.security.controlPlaneMutualTls),
    ),
  );
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
