import { errorAt, type Path, type Problem, quoted, relyingOn, warningAt } from '../../../problem';
import { addressText } from '../facts/istiod-address';
import { calledNames } from '../facts/webhook-urls';
import type { MeshInputCurrent } from '../input';
import type { MeshCurrent, RemoteCurrent } from '../mesh';
import { findRevision, revisionNameOf } from '../revisions';

/** No webhook selects a namespace whose label has a revision that the cluster does not have. */
export function revisionIsOneOfTheCluster(mesh: MeshCurrent): Problem[] {
  if (!mesh.listsRevisions) return [];
  const { exposure, eastWestGateway } = mesh.primary;
  const gateway = exposure?.mode === 'east-west-gateway' ? exposure.gateway : undefined;
  return [
    ...(gateway?.revision === undefined
      ? []
      : notIn(mesh, 'the mesh', ['primary', 'exposure', 'revision'], gateway.revision)),
    ...(eastWestGateway?.revision === undefined
      ? []
      : notIn(mesh, 'the mesh', ['primary', 'eastWestGateway', 'revision'], eastWestGateway.revision)),
    ...mesh.remotes.flatMap((remote, index) => {
      const unknown = (place: Path, name: string): Problem[] =>
        notIn(remote, remote.name, ['remotes', index, ...place], name, [
          ['remotes', index, 'revisions'],
          ['remotes', index, 'revisionTags'],
        ]);
      const own = remote.eastWestGateway?.revision;
      return [
        ...unknown(['revision'], remote.revision),
        ...Object.entries(remote.namespaceRevisions).flatMap(([namespace, name]) =>
          unknown(['namespaceRevisions', namespace], name),
        ),
        ...(own === undefined ? [] : unknown(['eastWestGateway', 'revision'], own)),
      ];
    }),
  ];
}

function notIn(
  cluster: Parameters<typeof findRevision>[0],
  where: string,
  path: Path,
  name: string,
  relied: readonly Path[] = [],
): Problem[] {
  if (findRevision(cluster, name) !== undefined) return [];
  const known = [...cluster.revisions.map(revisionNameOf), ...cluster.revisionTags.map((tag) => tag.name)];
  const problem = errorAt(
    path,
    `expected a revision or tag of ${where}, which has ${known.join(', ')}, got ${quoted(name)}`,
    'Correct the name, or add it to revisions or revisionTags',
  );
  return [relyingOn(problem, ['revisions'], ['revisionTags'], ...relied)];
}

/**
 * A revision for a namespace without a label has no effect. One in `defaults` applies to the clusters that have the
 * namespace.
 */
export function namespaceRevisionsAreInjected(
  { listsRevisions, remotes }: MeshCurrent,
  { defaults, remotes: inputs = [] }: MeshInputCurrent,
): Problem[] {
  if (!listsRevisions) return [];
  const idle = (path: Path, namespaces: object | undefined, clusters: readonly RemoteCurrent[]): Problem[] =>
    Object.keys(namespaces ?? {}).flatMap((namespace): Problem | [] =>
      clusters.some(({ injectedNamespaces }) => injectedNamespaces.includes(namespace))
        ? []
        : warningAt(
            [...path, namespace],
            `changes nothing, since injectedNamespaces does not list ${namespace}`,
            'Add the namespace there, or remove it here',
            [...path.slice(0, -1), 'injectedNamespaces'],
          ),
    );
  return [
    ...idle(['defaults', 'namespaceRevisions'], defaults?.namespaceRevisions, remotes),
    ...remotes.flatMap((remote, index) =>
      idle(['remotes', index, 'namespaceRevisions'], inputs[index]?.namespaceRevisions, [remote]),
    ),
  ];
}

/**
 * Behind one address, only the name that a connection asks for distinguishes revisions. Sidecars and a webhook with a
 * Service ask for `istiod-<revision>`, a URL only for its host (istio#47552), and a load balancer ignores names.
 */
export function revisionsAreReachedApart(mesh: MeshCurrent): Problem[] {
  if (mesh.revisions.length < 2) return [];
  const ofRemotes = mesh.remotes.flatMap(apartIn);
  return [...loadBalancersApart(mesh), ...(ofRemotes.length > 0 ? ofRemotes : namesApart(mesh))];
}

function loadBalancersApart({ primary, revisions }: MeshCurrent): Problem[] {
  if (primary.exposure?.mode !== 'load-balancer') return [];
  const addresses = revisions.map(({ istiodAddress }) =>
    addressText(istiodAddress ?? primary.addresses.istiod),
  );
  return revisions.flatMap((_, index) => {
    const first = addresses.indexOf(addresses[index] ?? '');
    if (first === index) return [];
    const other = revisions[first];
    return [
      errorAt(
        ['revisions', index],
        `expected an istiodAddress of its own, since each revision has a load balancer, got that of ${other === undefined ? 'another' : revisionNameOf(other)}, ${addresses[index]}`,
        'Write istiodAddress, or use the mode east-west-gateway',
      ),
    ];
  });
}

function apartIn({ revisions, sidecarInjector, istiodAddress }: RemoteCurrent, index: number): Problem[] {
  if (revisions.length < 2) return [];
  const names = revisions.map(revisionNameOf).join(' and ');
  const relied: Path[] = [['revisions'], ['remotes', index, 'revisions']];
  if (sidecarInjector.enabled && sidecarInjector.url !== undefined)
    return [
      relyingOn(
        errorAt(
          ['remotes', index, 'sidecarInjector', 'url'],
          `leads to one istiod, and the cluster has the revisions ${names}`,
          'Remove it, and write istiodAddress of each revision',
        ),
        ...relied,
      ),
    ];
  if (istiodAddress !== undefined && revisions.some((revision) => revision.istiodAddress !== undefined))
    return [
      relyingOn(
        errorAt(
          ['remotes', index, 'istiodAddress'],
          'is one address for all revisions, and some have an istiodAddress of their own',
          'Remove one of the two',
        ),
        ...relied,
      ),
    ];
  return [];
}

/** A name leads every connection to the same istiod, from any remote. */
function namesApart(mesh: MeshCurrent): Problem[] {
  const users = new Map<string, string[]>();
  for (const revision of mesh.revisions)
    for (const name of calledNames(mesh, revision))
      users.set(name, [...(users.get(name) ?? []), revisionNameOf(revision)]);
  return [...users]
    .filter(([, revisions]) => revisions.length > 1)
    .map(([name, revisions]) => {
      const remote = mesh.remotes.findIndex(({ istiodAddress }) => istiodAddress === name);
      const place: Path = remote < 0 ? ['revisions'] : ['remotes', remote, 'istiodAddress'];
      const problem = errorAt(
        place,
        `API servers ask for the revisions ${revisions.join(' and ')} by the DNS name ${name}, and both get the same istiod`,
        'Write istiodAddress of each revision, or an IP address for both',
      );
      return relyingOn(problem, ['primary', 'addresses', 'istiod'], ['revisions']);
    });
}
