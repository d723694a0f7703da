import { broken, type Observation, ok, warning } from '../../../../doctor/finding';
import { isReachable } from '../../../../mesh/reachable';
import { ipAddressOf } from '../../facts/istiod-address';
import { PORTS } from '../../facts/ports';
import type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from '../../mesh';
import { hasEastWestGateway } from '../../options/gateways';
import type { IstiodAnswers } from './istiod-answers';
import { listed } from './remote-clusters';
import { eachReplica } from './replica-observations';
import type { Replica } from './replicas';

/** A gateway in mesh.yaml. */
interface Expected {
  readonly network: string;
  readonly cluster: string;
  /** Undefined if mesh.yaml does not contain it. */
  readonly address?: string;
}

/** A cluster that istiod reads. */
type ReadCluster = RemoteCurrent | PrimaryCurrent;

/**
 * Checks that istiod sends traffic to other networks through the gateways in mesh.yaml.
 * @param remotes the remotes to check
 */
export async function networkGateways(
  answers: IstiodAnswers,
  remotes: readonly ReadCluster[],
): Promise<Observation[]> {
  return eachReplica(await answers.answering(), (replica) => observe(replica, answers.mesh, remotes));
}

function observe(replica: Replica, mesh: MeshCurrent, remotes: readonly ReadCluster[]): Observation {
  const networks = new Set(mesh.networks);
  const faults = [
    ...(networks.size > 1 ? lacking(replica, mesh, remotes) : []),
    ...misplaced(replica.gateways, mesh),
    ...unreachable(replica.gateways),
  ];
  if (faults.length > 0)
    return broken(
      faults.join('; it '),
      'Apply the manifests of these clusters, and see that their load balancers have addresses: pods there are not reached from other networks',
    );
  const known = [...new Set(replica.gateways.map(({ network }) => network))];
  const strange = known.filter((network) => !networks.has(network));
  if (strange.length > 0)
    return warning(
      `knows gateways into networks that mesh.yaml does not have: ${strange.join(', ')}`,
      'Look for Services labelled topology.istio.io/network, and for meshNetworks',
    );
  return ok(networks.size > 1 ? `knows gateways into ${known.join(', ')}` : 'knows one flat network');
}

/**
 * Returns the gateways of mesh.yaml that a replica does not know or knows differently, and networks without a
 * gateway.
 */
function lacking(replica: Replica, mesh: MeshCurrent, remotes: readonly ReadCluster[]): string[] {
  const { gateways } = replica;
  const wanted = mesh.dataPlane === 'ambient' ? PORTS.hbone : PORTS.crossNetwork;
  const expected = expectedGateways(replica, mesh, remotes);
  const ofClusters = expected.flatMap(({ network, cluster, address }) => {
    const own = gateways.filter((gateway) => gateway.network === network && gateway.cluster === cluster);
    if (own.length === 0) return [`knows no gateway of ${cluster} into the network ${network}`];
    if (address !== undefined && !own.some((gateway) => gateway.address === address))
      return [
        `knows the gateway of ${cluster} at ${own.map((gateway) => gateway.address).join(', ')}, and mesh.yaml says ${address}`,
      ];
    return own.some((gateway) => gateway.port === wanted)
      ? []
      : [`knows the gateway of ${cluster} without port ${wanted}`];
  });
  const read = remotes.filter((remote) => isRead(replica, remote));
  const others = new Set([mesh.primary, ...read].flatMap(({ network }) => network ?? []));
  for (const { network } of [...expected, ...gateways]) others.delete(network);
  return [...ofClusters, ...[...others].map((network) => `knows no gateway into the network ${network}`)];
}

/** Returns the gateways of a cluster that lead to a different network than the cluster's. */
function misplaced(gateways: Replica['gateways'], { primary, remotes }: MeshCurrent): string[] {
  const networkOf = new Map([primary, ...remotes].map(({ name, network }) => [name, network]));
  return gateways.flatMap(({ cluster = '', network }) =>
    !networkOf.has(cluster) || networkOf.get(cluster) === network
      ? []
      : [
          `reads a gateway of ${cluster} as one into the network ${network}, and mesh.yaml says ${networkOf.get(cluster) ?? 'no network'}`,
        ],
  );
}

/**
 * Returns the gateways with addresses that only work in one cluster, as some local clusters give to load balancers.
 */
function unreachable(gateways: Replica['gateways']): string[] {
  return gateways.flatMap(({ cluster, network, address }) =>
    isReachable(address)
      ? []
      : [
          `knows the gateway ${cluster === undefined ? '' : `of ${cluster} `}into the network ${network} at ${address}, which is another machine in each cluster`,
        ],
  );
}

/** Without reading the cluster, istiod knows no gateway of it either. Another finding reports that. */
function isRead(replica: Replica, { name }: ReadCluster): boolean {
  return listed(replica, name)?.status === 'synced';
}

function expectedGateways(
  replica: Replica,
  { primary }: MeshCurrent,
  remotes: readonly ReadCluster[],
): Expected[] {
  const { name, network, exposure, addresses } = primary;
  const address = exposure === undefined ? undefined : ipAddressOf(addresses.istiod);
  const ofPrimary =
    network === undefined || !hasEastWestGateway(primary)
      ? []
      : [{ network, cluster: name, ...(address === undefined ? {} : { address }) }];
  const ofRemotes = remotes.flatMap((remote) =>
    remote.network === undefined || !hasEastWestGateway(remote) || !isRead(replica, remote)
      ? []
      : [{ network: remote.network, cluster: remote.name }],
  );
  return [...ofPrimary, ...ofRemotes];
}
