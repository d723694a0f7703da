import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import type { ClusterCore, MeshCore } from '../mesh/mesh';
import { findCluster, readClusters, readersOf } from '../mesh/primaries';
import type { MeshOutput } from '../output/mesh-files';
import { quoted, UserError } from '../problem';
import type { LineMembership } from './line-membership';

/** A mesh whose clusters join and leave. */
export interface MemberMesh {
  /** Path of mesh.yaml. It is read again before each change to a cluster. */
  readonly file: string;
  readonly mesh: MeshWithAddOns;
  /** The reader account, Secret and leftovers of its release line. */
  readonly membership: LineMembership;
  /** The manifests of its clusters. */
  readonly output: MeshOutput;
  /** Reads mesh.yaml again. @throws UserError if it is no longer valid */
  reread(): Promise<MeshWithAddOns>;
}

/**
 * Returns the cluster with an id, if a control plane of the mesh reads it.
 * @throws UserError that lists these clusters
 */
export function readClusterOf(mesh: MeshCore, name: string): ClusterCore {
  const cluster = findCluster(mesh, name);
  if (cluster !== undefined && readersOf(mesh, name).length > 0) return cluster;
  const { what, clusters } = readClusters(mesh);
  const known = clusters.map((found) => found.name);
  const found = cluster === undefined ? `no ${what} ${quoted(name)}` : `${quoted(name)} is the primary`;
  throw new UserError(
    `${found} in the mesh. Name one of its ${what}s: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
  );
}

/** @throws UserError if one context is given for several primaries */
export function refuseUnfitPrimaryContext({ primaries }: MeshCore, context: string | undefined): void {
  if (context === undefined || primaries.length === 1) return;
  throw new UserError(
    `--primary-context names the context of one primary, and the mesh has ${primaries.length}. Name the context of each in mesh.yaml`,
  );
}

/** Whether a cluster has a control plane of its own. */
export function isPrimary({ primaries }: MeshCore, name: string): boolean {
  return primaries.some((primary) => primary.name === name);
}

/** Returns the facts of the release line for one cluster: the account that reads a primary has another name. */
export function membershipFor(
  { mesh, membership }: Pick<MemberMesh, 'membership'> & { readonly mesh: MeshCore },
  cluster: string,
): LineMembership {
  const { primaryReader } = membership;
  return primaryReader === undefined || !isPrimary(mesh, cluster)
    ? membership
    : { ...membership, reader: primaryReader };
}

/**
 * Reads mesh.yaml again, right before a change to a cluster.
 * @throws UserError if the primary or the cluster has changed in it
 */
export async function refuseChangedMesh(
  { file, mesh, reread }: Pick<MemberMesh, 'file' | 'mesh' | 'reread'>,
  cluster: string,
): Promise<void> {
  const about = (found: MeshCore): string =>
    JSON.stringify([found.istio, found.primaries, findCluster(found, cluster) ?? 'absent']);
  if (about(await reread()) === about(mesh)) return;
  throw new UserError(
    `${file}: has changed meanwhile and says something else about ${cluster} or ${mesh.primaries.length === 1 ? 'the primary' : 'a primary'}. Nothing was changed; repeat the command`,
  );
}
