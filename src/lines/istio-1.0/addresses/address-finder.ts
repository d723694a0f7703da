import type { AddressFinder } from '../../../addresses/address-finder';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../facts/components';
import type { Mesh10 } from '../mesh';
import { addressesOfGateway } from './gateway-address';
import { addressOfPods } from './pod-addresses';
import { addressOfServices } from './service-addresses';
import { ADDRESS_SOURCES, type AddressSource } from './sources';

/** How the addresses of a control plane of Istio 1.0 are found. */
export const addressFinder: AddressFinder<Mesh10, ControlPlaneComponent, AddressSource> = {
  components: CONTROL_PLANE_COMPONENTS,
  sources: ADDRESS_SOURCES,
  sourceOf({ primary: { exposure } }) {
    if (exposure === undefined || exposure.mode === 'pod-ip') return 'pods';
    return exposure.mode === 'load-balancer' ? 'services' : 'gateway';
  },
  isShared: (from) => from === 'gateway',
  async find(primary, mesh, components, from) {
    const { namespace } = mesh.primary;
    switch (from) {
      case 'pods':
        return Promise.all(components.map((component) => addressOfPods(primary, namespace, component)));
      case 'services':
        return Promise.all(components.map((component) => addressOfServices(primary, namespace, component)));
      case 'gateway':
        return addressesOfGateway(primary, mesh, components);
    }
  },
};
