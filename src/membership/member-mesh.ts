import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import { type Cluster, ClusterError } from '../kubernetes/api/cluster';
import type { MeshCore, RemoteCore } from '../mesh/mesh';
import type { MeshOutput } from '../output/mesh-files';
import { quoted, UserError } from '../problem';
import type { LineMembership } from './line-membership';

/** A mesh whose clusters join and leave. */
export interface MemberMesh {
  /** Path of mesh.yaml, which is read again before something changes in a cluster. */
  readonly file: string;
  readonly mesh: MeshWithAddOns;
  /** What its line says about reader, Secret and leftovers. */
  readonly membership: LineMembership;
  /** The manifests that its clusters have. */
  readonly output: MeshOutput;
  /** Reads mesh.yaml again. @throws UserError when it is no longer valid */
  reread(): Promise<MeshWithAddOns>;
}

/** The remote of an id. @throws UserError that lists those there are */
export function remoteOf(mesh: MeshCore, name: string): RemoteCore {
  const remote = findRemote(mesh, name);
  if (remote !== undefined) return remote;
  const known = mesh.remotes.map((found) => found.name);
  const primary = name === mesh.primary.name ? `${quoted(name)} is the primary` : `no remote ${quoted(name)}`;
  throw new UserError(
    `${primary} in the mesh. Name one of its remotes: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
  );
}

export function findRemote(mesh: MeshCore, name: string): RemoteCore | undefined {
  return mesh.remotes.find((remote) => remote.name === name);
}

/**
 * Reads mesh.yaml again, right before something is changed in a cluster.
 * @throws UserError when it no longer says the same about the primary and the cluster
 */
export async function refuseChangedMesh(
  { file, mesh, reread }: Pick<MemberMesh, 'file' | 'mesh' | 'reread'>,
  cluster: string,
): Promise<void> {
  const about = (found: MeshCore): string =>
    JSON.stringify([found.istio, found.primary, findRemote(found, cluster) ?? 'absent']);
  if (about(await reread()) === about(mesh)) return;
  throw new UserError(
    `${file}: has changed meanwhile and says something else about ${cluster} or the primary. Nothing was changed; repeat the command`,
  );
}

/**
 * Refuses two names for one cluster: the same server, or the same namespace kube-system, whose uid identifies the
 * cluster wherever it is reached from.
 */
export async function refuseSameCluster(primary: Cluster, remote: Cluster): Promise<void> {
  const isSameServer = primary.server === remote.server;
  const [left, right] = isSameServer ? [] : await Promise.all([systemUid(primary), systemUid(remote)]);
  if (!isSameServer && (left === undefined || left !== right)) return;
  const why = isSameServer ? `both are ${remote.server}` : 'their namespace kube-system is the same object';
  throw new UserError(
    `${remote.name}: is the same cluster as the primary ${primary.name}: ${why} (contexts ${JSON.stringify(remote.context.name)} and ${JSON.stringify(primary.context.name)}). Name the right contexts, in mesh.yaml or with --context and --primary-context`,
  );
}

/** What identifies a cluster: the uid of kube-system. Undefined for a user who may not read it. */
export async function systemUid(cluster: Cluster): Promise<string | undefined> {
  try {
    const found = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' });
    return found?.metadata.uid;
  } catch (error) {
    if (error instanceof ClusterError && error.fault === 'forbidden') return undefined;
    throw error;
  }
}
