import type { AddressFinder, FoundAddress } from '../../addresses/address-finder';
import { addressOfGateway, liveService } from '../../addresses/load-balancer-address';
import type { Cluster } from '../../kubernetes/api/cluster';
import { ADDRESS_SOURCES, type AddressSource, CONTROL_PLANE_COMPONENTS_CURRENT } from './facts/components';
import { exposedIstiodName, istiodName, NAMES } from './facts/names';
import { PORTS } from './facts/ports';
import type { MeshCurrent } from './mesh';

/** The ports that remotes call: sidecars for configuration and certificates, API servers for injection. */
const CALLED = [PORTS.istiod, PORTS.webhookTarget];

/** Finds the address of istiod: that of its east-west gateway, or of its own load balancer. */
export const addressFinder: AddressFinder<MeshCurrent, 'istiod', AddressSource> = {
  components: CONTROL_PLANE_COMPONENTS_CURRENT,
  sources: ADDRESS_SOURCES,
  sourceOf: ({ primary: { exposure } }) => (exposure?.mode === 'load-balancer' ? 'services' : 'gateway'),
  isShared: () => false,
  async find(primary, mesh, components, from) {
    // primary.addresses.istiod belongs to the revisions without their own address.
    const { revisions } = mesh;
    const revision = revisions.find(({ istiodAddress }) => istiodAddress === undefined) ?? revisions[0];
    return Promise.all(components.map(() => findIstiod(primary, mesh, revision?.name, from)));
  },
};

/** Returns the address of istiod of a revision. */
export async function findIstiod(
  primary: Pick<Cluster, 'get'>,
  mesh: Pick<MeshCurrent, 'primary'>,
  revision: string | undefined,
  from: AddressSource,
): Promise<FoundAddress<'istiod'>> {
  const { namespace } = mesh.primary;
  const name =
    from === 'gateway' ? NAMES.eastWestGateway : await loadBalancerName(primary, namespace, revision);
  const service = await liveService(primary, namespace, name);
  return addressOfGateway('istiod', { name, namespace, service }, CALLED);
}

/**
 * Returns the Service of `primary.exposure: load-balancer`, or istiod's own if the installation made that a load
 * balancer.
 */
async function loadBalancerName(
  primary: Pick<Cluster, 'get'>,
  namespace: string,
  revision: string | undefined,
): Promise<string> {
  const own = await liveService(primary, namespace, istiodName(revision));
  const exposed = exposedIstiodName(revision);
  if (own?.type !== 'LoadBalancer') return exposed;
  return (await liveService(primary, namespace, exposed)) === undefined ? istiodName(revision) : exposed;
}
