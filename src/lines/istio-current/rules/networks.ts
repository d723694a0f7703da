import { type Problem, relyingOn, warningAt } from '../../../problem';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent } from '../mesh';
import { networksOf } from '../parts';

/** A cluster without a network counts as reachable from all, whatever is between. */
export function networksAreSetInEveryClusterOrNone(mesh: MeshCurrent): Problem[] {
  const { primary, remotes } = mesh;
  if (networksOf(mesh).size === 0) return [];
  const message =
    'names no network, and other clusters do: sidecars take its pods for reachable from everywhere';
  const fix = 'Write network:, here or in defaults';
  return [
    ...(primary.network === undefined
      ? [{ ...warningAt(['primary', 'name'], message, 'Write primary.network') }]
      : []),
    ...remotes.flatMap(({ network }, index) =>
      network === undefined ? [warningAt(['remotes', index, 'name'], message, fix)] : [],
    ),
  ];
}

/** Pods of another network are reached through an east-west gateway of theirs, and otherwise not at all. */
export function networksHaveAGateway(mesh: MeshCurrent, input: MeshInputCurrent): Problem[] {
  const { primary, remotes } = mesh;
  if (networksOf(mesh).size < 2) return [];
  const reached = new Set(
    remotes.filter(({ eastWestGateway }) => eastWestGateway !== undefined).map(({ network }) => network),
  );
  // Without exposure the primary is reached by other means.
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
        `has no east-west gateway, by which other networks reach the pods of ${primary.network}`,
        'Use the mode east-west-gateway, or give a remote of this network an eastWestGateway',
      ),
      ['primary', 'network'],
    ),
  );
  remotes.forEach(({ name, network }, index) => {
    const own = input.remotes[index]?.eastWestGateway ?? input.defaults?.eastWestGateway;
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

/** In a flat network pods reach each other directly, and nothing goes through the gateway. */
export function eastWestGatewayHasAnotherNetwork(mesh: MeshCurrent): Problem[] {
  if (networksOf(mesh).size > 1) return [];
  return mesh.remotes.flatMap(({ eastWestGateway }, index) =>
    eastWestGateway === undefined
      ? []
      : [
          warningAt(
            ['remotes', index, 'eastWestGateway'],
            'nothing goes through this gateway, since the mesh has one network',
            'Remove it, or name the networks of the clusters',
          ),
        ],
  );
}
