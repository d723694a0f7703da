import { placedClusters } from '../../../mesh/primaries';
import { nearest } from '../../../mesh/schema/nearest';
import { errorAt, type Path, type Problem, quoted, relyingOn } from '../../../problem';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent } from '../mesh';
import type { ViewInputCurrent } from './views';

/** A mesh has either `primary` or `primaries`. */
export function primaryOrPrimaries(_: MeshCurrent, { primaries, primary }: MeshInputCurrent): Problem | [] {
  if (primaries !== undefined && primary !== undefined)
    return errorAt(['primaries'], 'expected primary or primaries, got both', 'Keep one of the two', [
      'primary',
    ]);
  if (primaries?.length === 0)
    return errorAt(
      ['primaries'],
      'expected at least one primary, got an empty list',
      'Write the clusters that run istiod, such as primaries: [{ name: eu }, { name: us }]',
    );
  if (primaries !== undefined || primary !== undefined) return [];
  return errorAt(
    ['primary'],
    'expected primary, or a list of primaries, got neither',
    'Write the name and the address of the cluster that runs istiod',
    ['primaries'],
  );
}

/** A remote gets the address, certificate and revisions of istiod from one primary. */
export function primariesOfRemotesAreKnown(
  { primaries }: MeshCurrent,
  { remotes = [] }: MeshInputCurrent,
): Problem[] {
  const names = primaries.map(({ name }) => name);
  return remotes.flatMap(({ name, primary }, index): Problem | [] => {
    const path: Path = ['remotes', index, 'primary'];
    if (primary === undefined)
      return names.length === 1
        ? []
        : errorAt(
            path,
            `expected the primary that serves ${name}, since the mesh has ${names.length}, got nothing`,
            `Write primary: with one of ${shown(names)}`,
            ['primaries'],
          );
    if (names.includes(primary)) return [];
    const guess = nearest(primary, names);
    return relyingOn(
      errorAt(
        path,
        `expected one of the primaries ${shown(names)}, got ${quoted(primary)}`,
        guess === undefined ? 'Write the name of a primary' : `Did you mean ${guess}?`,
      ),
      ['primaries'],
      ['primary'],
    );
  });
}

function shown(names: readonly string[]): string {
  return names.length > 8 ? `${names.slice(0, 8).join(', ')}, …` : names.join(', ');
}

/**
 * Istiod looks for its own objects in its own namespace, in every cluster that it reads. Source: release-1.30,
 * pilot/pkg/bootstrap/server.go (initMulticluster).
 */
export function primariesHaveOneNamespace({ primaries }: MeshCurrent): Problem[] {
  const [first] = primaries;
  return primaries.flatMap(({ namespace }, index): Problem | [] =>
    namespace === first?.namespace
      ? []
      : errorAt(
          ['primaries', index, 'namespace'],
          `expected ${first?.namespace}, the namespace of Istio in ${first?.name}, got ${quoted(namespace)}: it is the same in every cluster of a mesh`,
          'Write the same namespace in every primary',
          ['primaries', 0, 'namespace'],
        ),
  );
}

/** One address of istiod for all primaries would lead remotes of one to the istiod of another. */
export function istiodAddressesAreThoseOfThePrimary({ primaries, revisions }: MeshCurrent): Problem[] {
  if (primaries.length === 1) return [];
  return revisions.flatMap(({ istiodAddress }, index): Problem | [] =>
    istiodAddress === undefined
      ? []
      : errorAt(
          ['revisions', index, 'istiodAddress'],
          `belongs to a mesh with one primary, and this one has ${primaries.length}: each istiod has an address of its own`,
          'Write primaries[].addresses.istiod, or istiodAddress of the remotes',
          ['primaries'],
        ),
  );
}

/** With two names for one cluster, each istiod would count its pods twice. */
export function clustersAreDistinct(mesh: MeshCurrent): Problem[] {
  if (!mesh.listsPrimaries) return [];
  const owners = new Map<string, string>();
  return placedClusters(mesh).flatMap(({ cluster, path }) =>
    (['uid', 'apiServer'] as const).flatMap((key): Problem | [] => {
      const value = cluster[key];
      if (value === undefined) return [];
      const place = `${key} ${key === 'apiServer' ? value.replace(/\/$/, '') : value}`;
      const owner = owners.get(place);
      owners.set(place, owner ?? cluster.name);
      return owner === undefined
        ? []
        : errorAt(
            [...path, key],
            `expected another ${key} than that of ${owner}, got ${quoted(value)} again: two names for one cluster`,
            'Correct one of the two, or remove a cluster',
          );
    }),
  );
}

/** Only remotes use the address of their primary's istiod. */
export function addressesAreForRemotes(
  { primary, remotes }: MeshCurrent,
  input: ViewInputCurrent,
): Problem[] {
  const { name, exposure } = primary;
  const unaddressed = remotes.filter(({ istiodAddress }) => istiodAddress === undefined);
  if (unaddressed.length > 0 && input.primary.addresses === undefined)
    return [
      errorAt(
        ['primary', 'addresses'],
        `expected the address of istiod of ${name}, which serves ${shown(unaddressed.map((remote) => remote.name))}, got nothing`,
        'Write addresses: { istiod: … }, or let another primary serve them',
      ),
    ];
  if (remotes.length > 0 || exposure === undefined) return [];
  return [
    errorAt(
      ['primary', 'exposure'],
      `brings remotes to the istiod of ${name}, and ${name} serves none`,
      'Write eastWestGateway: true for a gateway to its pods alone, or remove it',
      ['remotes'],
    ),
  ];
}

/** A cluster has one Service of this name. */
export function eastWestGatewayIsOne({ primary }: MeshCurrent): Problem[] {
  const { eastWestGateway, exposure } = primary;
  if (eastWestGateway === undefined || exposure?.mode !== 'east-west-gateway') return [];
  return [
    errorAt(
      ['primary', 'eastWestGateway'],
      'expected one gateway, and exposure makes it already, for istiod and for pods',
      'Remove eastWestGateway, or the exposure',
      ['primary', 'exposure'],
    ),
  ];
}
