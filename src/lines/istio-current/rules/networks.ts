import { placedClusters } from '../../../mesh/primaries';
import { asWarning, errorAt, type Problem, pathText, relyingOn, warningAt } from '../../../problem';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent } from '../mesh';
import { hasEastWestGateway } from '../options/gateways';

/** Istio treats a cluster without a network as reachable from all clusters. */
export function networksAreSetInEveryClusterOrNone(mesh: MeshCurrent): Problem[] {
  if (mesh.networks.length === 0) return [];
  const message =
    'names no network, and other clusters do: sidecars treat its pods as reachable from everywhere';
  return placedClusters(mesh).flatMap(({ cluster, path }) => {
    if (cluster.network !== undefined) return [];
    const fix =
      path[0] === 'remotes'
        ? 'Write network:, here or in defaults'
        : `Write ${pathText([...path, 'network'])}`;
    const problem = errorAt([...path, 'name'], message, fix);
    // With one primary, the user may be moving from one network to several.
    return mesh.primaries.length > 1 ? problem : asWarning(problem);
  });
}

/** Other networks reach the pods of a network only through its east-west gateway. */
export function networksHaveAGateway(mesh: MeshCurrent, input: MeshInputCurrent): Problem[] {
  const { primary, remotes } = mesh;
  if (mesh.networks.length < 2 || mesh.primaries.length > 1) return [];
  const reached = new Set(
    remotes.filter(({ eastWestGateway }) => eastWestGateway !== undefined).map(({ network }) => network),
  );
  // Without exposure, remotes reach the primary by other means.
  if (primary.exposure?.mode !== 'load-balancer') reached.add(primary.network);
  const warned = new Set<string>();
  const problems: Problem[] = [];
  const warnOnce = (network: string | undefined, problem: Problem): void => {
    if (network === undefined || reached.has(network) || warned.has(network)) return;
    warned.add(network);
    problems.push(problem);
  };
  warnOnce(
    primary.network,
    relyingOn(
      warningAt(
        ['primary', 'exposure'],
        `has no east-west gateway, so other networks cannot reach the pods of ${primary.network}`,
        'Use the mode east-west-gateway, or give a remote of this network an eastWestGateway',
      ),
      ['primary', 'network'],
    ),
  );
  remotes.forEach(({ name, network }, index) => {
    const own = input.remotes?.[index]?.eastWestGateway ?? input.defaults?.eastWestGateway;
    if (own === false) return;
    const message = `no cluster of the network ${network} has an east-west gateway, so that other networks do not reach the pods of ${name}`;
    warnOnce(
      network,
      relyingOn(
        warningAt(
          ['remotes', index, 'name'],
          message,
          'Write eastWestGateway: true, or false where another one is there',
        ),
        ['remotes', index, 'network'],
        ['remotes', index, 'eastWestGateway'],
      ),
    );
  });
  return problems;
}

/**
 * The same for a mesh with several primaries. Their istiods send all traffic between networks through the known
 * gateways, so a network without one is cut off.
 */
export function networksOfPrimariesHaveAGateway(mesh: MeshCurrent, input: MeshInputCurrent): Problem[] {
  if (mesh.networks.length < 2 || mesh.primaries.length === 1) return [];
  // `false` means that a gateway exists that synth did not create.
  const clusters = [
    ...mesh.primaries.map((primary, index) => ({
      ...{ name: primary.name, network: primary.network, path: ['primaries', index] },
      isReached: hasEastWestGateway(primary) || input.primaries?.[index]?.eastWestGateway === false,
    })),
    ...mesh.remotes.map((remote, index) => ({
      ...{ name: remote.name, network: remote.network, path: ['remotes', index] },
      isReached:
        hasEastWestGateway(remote) ||
        (input.remotes?.[index]?.eastWestGateway ?? input.defaults?.eastWestGateway) === false,
    })),
  ];
  const reached = new Set(clusters.filter(({ isReached }) => isReached).map(({ network }) => network));
  return clusters.flatMap(({ name, network, path }): Problem | [] => {
    if (network === undefined || reached.has(network)) return [];
    return relyingOn(
      errorAt(
        [...path, 'name'],
        `expected an east-west gateway into the network ${network}, which clusters of other networks need to reach the pods of ${name}, got none`,
        'Write eastWestGateway: true, or false where another one is there',
      ),
      [...path, 'network'],
      [...path, 'eastWestGateway'],
      [...path, 'exposure'],
    );
  });
}

/** In a flat network pods reach each other directly, and the gateway gets no traffic. */
export function eastWestGatewayHasAnotherNetwork(mesh: MeshCurrent): Problem[] {
  if (mesh.networks.length > 1) return [];
  const gateways = [
    ...mesh.primaries.map(({ eastWestGateway }, index) => ({ eastWestGateway, path: ['primaries', index] })),
    ...mesh.remotes.map(({ eastWestGateway }, index) => ({ eastWestGateway, path: ['remotes', index] })),
  ];
  return gateways.flatMap(({ eastWestGateway, path }) =>
    eastWestGateway === undefined
      ? []
      : [
          warningAt(
            [...path, 'eastWestGateway'],
            'nothing goes through this gateway, since the mesh has one network',
            'Remove it, or name the networks of the clusters',
          ),
        ],
  );
}
