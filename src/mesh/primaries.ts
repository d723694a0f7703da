import type { Path } from '../problem';
import type { ClusterCore, MeshCore } from './mesh';

/** A cluster of a mesh: a primary or a remote. */
export type ClusterOf<M extends MeshCore> = M['primaries'][number] | M['remotes'][number];

/** A primary whose control plane reads a cluster. */
export interface ReadPair<M extends MeshCore = MeshCore> {
  readonly reader: M['primaries'][number];
  readonly cluster: ClusterOf<M>;
}

/** Every cluster of a mesh: the primaries, then the remotes, each in the order of the mesh file. */
export function clustersOf<M extends MeshCore>({ primaries, remotes }: M): readonly ClusterOf<M>[] {
  return [...primaries, ...remotes];
}

/** Finds a cluster by id. */
export function findCluster<M extends MeshCore>(mesh: M, name: string): ClusterOf<M> | undefined {
  const hasName = (cluster: ClusterCore): boolean => cluster.name === name;
  return mesh.primaries.find(hasName) ?? mesh.remotes.find(hasName);
}

/** Returns the path of a primary in the mesh file. */
export function pathOfPrimary({ listsPrimaries }: Pick<MeshCore, 'listsPrimaries'>, index: number): Path {
  return listsPrimaries ? ['primaries', index] : ['primary'];
}

/** A cluster and its path in the mesh file. */
export interface PlacedCluster {
  readonly cluster: ClusterCore & { readonly injectedNamespaces?: readonly string[] };
  readonly path: Path;
}

/** Returns every cluster with its path in the mesh file. */
export function placedClusters(
  mesh: Pick<MeshCore, 'primaries' | 'remotes' | 'listsPrimaries'>,
): readonly PlacedCluster[] {
  return [
    ...mesh.primaries.map((cluster, index) => ({ cluster, path: pathOfPrimary(mesh, index) })),
    ...mesh.remotes.map((cluster, index) => ({ cluster, path: ['remotes', index] })),
  ];
}

/**
 * Returns who reads whom: each control plane reads all other clusters of the mesh. Remote Secrets, join, leave,
 * doctor, credentials and the page all use this function. Source: Istio's installation pages for multi-primary and
 * primary-remote.
 */
export function readPairs<M extends MeshCore>(mesh: M): readonly ReadPair<M>[] {
  const clusters = clustersOf(mesh);
  return mesh.primaries.flatMap((reader) =>
    clusters.filter((cluster) => cluster !== reader).map((cluster) => ({ reader, cluster })),
  );
}

/** Returns the clusters that the control plane of a primary reads. */
export function readBy<M extends MeshCore>(mesh: M, primary: string): readonly ClusterOf<M>[] {
  return clustersOf(mesh).filter(({ name }) => name !== primary);
}

/** Returns the clusters that some control plane reads, and the word for one of them in messages. */
export function readClusters(mesh: MeshCore): {
  readonly what: 'remote' | 'cluster';
  readonly clusters: readonly ClusterCore[];
} {
  return mesh.primaries.length === 1
    ? { what: 'remote', clusters: mesh.remotes }
    : { what: 'cluster', clusters: clustersOf(mesh) };
}

/** Returns the primaries whose control planes read a cluster. The cluster may have left the mesh. */
export function readersOf<M extends MeshCore>(mesh: M, cluster: string): readonly M['primaries'][number][] {
  return mesh.primaries.filter(({ name }) => name !== cluster);
}

/**
 * Returns the mesh as seen from one of its primaries: that primary, and the remotes that its control plane serves. A
 * remote needs only that primary. With one primary, the mesh itself.
 */
export function seenFrom<M extends MeshCore>(mesh: M, primary: M['primaries'][number]): M {
  if (mesh.primaries.length === 1) return mesh;
  const remotes = mesh.remotes.filter((remote) => remote.primary === primary.name);
  return { ...mesh, primary, remotes };
}

/** Returns the mesh as seen from each of its primaries, in order. */
export function views<M extends MeshCore>(mesh: M): readonly M[] {
  return mesh.primaries.map((primary) => seenFrom(mesh, primary));
}
