import type { FoundAddress } from '../../../addresses/address-finder';
import { addressOfLoadBalancer, liveService } from '../../../addresses/load-balancer-address';
import type { Cluster } from '../../../kubernetes/api/cluster';
import { backendOf } from '../constructs/exposure/backend';
import type { ControlPlaneComponent } from '../facts/components';
import { CONTROL_PLANE } from '../facts/control-plane';

/**
 * The address of the load balancer in front of a component: that of `primary.exposure: load-balancer`, or of the
 * installation's own Service where that is one.
 */
export async function addressOfServices(
  primary: Pick<Cluster, 'get'>,
  namespace: string,
  component: ControlPlaneComponent,
): Promise<FoundAddress<ControlPlaneComponent>> {
  const names = [backendOf(component).name, CONTROL_PLANE[component].service];
  for (const name of names) {
    const service = await liveService(primary, namespace, name);
    if (service?.type === 'LoadBalancer') return addressOfLoadBalancer(component, service);
  }
  const note = `neither ${names.join(' nor ')} is a Service of type LoadBalancer in the namespace ${namespace}. Set primary.exposure: load-balancer, run \`istio-remote synth\`, and apply the primary's exposure.k8s.yaml`;
  return { component, source: `Service ${names[0]}`, state: 'none', note };
}
