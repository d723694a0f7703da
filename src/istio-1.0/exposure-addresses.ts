import type { Cluster } from '../live/cluster';
import type { AddressSource, FoundAddress } from './exposure-found';
import { addressesOfGateway } from './exposure-from-gateway';
import { addressOfPods } from './exposure-from-pods';
import { addressOfServices } from './exposure-from-services';
import type { ControlPlaneComponent } from './facts/control-plane';
import type { Mesh10 } from './mesh';

/** Where the addresses of a mesh come from, as its `primary.exposure` says. */
export function addressSourceOf({ primary: { exposure } }: Mesh10): AddressSource {
  if (exposure === undefined || exposure.mode === 'pod-ip') return 'pods';
  return exposure.mode === 'load-balancer' ? 'services' : 'gateway';
}

/** Asks the live primary for the address of each component, in their order. */
export async function findAddresses(
  primary: Pick<Cluster, 'get' | 'list'>,
  mesh: Mesh10,
  components: readonly ControlPlaneComponent[],
  from: AddressSource,
): Promise<FoundAddress[]> {
  const { namespace } = mesh.primary;
  switch (from) {
    case 'pods':
      return Promise.all(components.map((component) => addressOfPods(primary, namespace, component)));
    case 'services':
      return Promise.all(components.map((component) => addressOfServices(primary, namespace, component)));
    case 'gateway':
      return addressesOfGateway(primary, mesh, components);
  }
}
