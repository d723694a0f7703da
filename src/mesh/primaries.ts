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

/** The cluster of an id. */
export function findCluster<M extends MeshCore>(mesh: M, name: string): ClusterOf<M> | undefined {
  const hasName = (cluster: ClusterCore): boolean => cluster.name === name;
  return mesh.primaries.find(hasName) ?? mesh.remotes.find(hasName);
}

/** Where the mesh file describes a primary. */
export function pathOfPrimary({ listsPrimaries }: Pick<MeshCore, 'listsPrimaries'>, index: number): Path {
  return listsPrimaries ? ['primaries', index] : ['primary'];
}

/** A cluster and where the mesh file describes it. */
export interface PlacedCluster {
  readonly cluster: ClusterCore & { readonly injectedNamespaces?: readonly string[] };
  readonly path: Path;
}

/** Every cluster with its place in the mesh file. */
export function placedClusters(
  mesh: Pick<MeshCore, 'primaries' | 'remotes' | 'listsPrimaries'>,
): readonly PlacedCluster[] {
  return [
    ...mesh.primaries.map((cluster, index) => ({ cluster, path: pathOfPrimary(mesh, index) })),
    ...mesh.remotes.map((cluster, index) => ({ cluster, path: ['remotes', index] })),
  ];
}

/**
 * Who reads whom: each control plane reads every other cluster of the mesh, the other primaries and all remotes. The one
 * place that says so: remote Secrets, join, leave, doctor, credentials and page ask it.
 * Source: Istio's installation pages for multi-primary and primary-remote.
 */
export function readPairs<M extends MeshCore>(mesh: M): readonly ReadPair<M>[] {
  const clusters = clustersOf(mesh);
  return mesh.primaries.flatMap((reader) =>
    clusters.filter((cluster) => cluster !== reader).map((cluster) => ({ reader, cluster })),
  );
}

/** The clusters that the control plane of a primary reads. */
export function readBy<M extends MeshCore>(mesh: M, primary: string): readonly ClusterOf<M>[] {
  return clustersOf(mesh).filter(({ name }) => name !== primary);
}

/** The clusters that some control plane reads, and what a message calls one of them. */
export function readClusters(mesh: MeshCore): {
  readonly what: 'remote' | 'cluster';
  readonly clusters: readonly ClusterCore[];
} {
  return mesh.primaries.length === 1
    ? { what: 'remote', clusters: mesh.remotes }
    : { what: 'cluster', clusters: clustersOf(mesh) };
}

/** The primaries whose control planes read a cluster, which may have left the mesh. */
export function readersOf<M extends MeshCore>(mesh: M, cluster: string): readonly M['primaries'][number][] {
  return mesh.primaries.filter(({ name }) => name !== cluster);
}

/**
 * The mesh as one of its primaries has it: that primary, and the remotes that its control plane serves. What a remote
 * needs comes from there alone. A mesh with one primary is the same from everywhere.
 */
export function seenFrom<M extends MeshCore>(mesh: M, primary: M['primaries'][number]): M {
  if (mesh.primaries.length === 1) return mesh;
  const remotes = mesh.remotes.filter((remote) => remote.primary === primary.name);
  return { ...mesh, primary, remotes };
}

/** The mesh as each of its primaries has it, in their order. */
export function views<M extends MeshCore>(mesh: M): readonly M[] {
  return mesh.primaries.map((primary) => seenFrom(mesh, primary));
}
