import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
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
