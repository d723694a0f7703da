import type { Mesh, RemoteCore } from '../mesh/mesh';
import { loadMesh } from '../mesh/read-mesh';
import { quoted, UserError } from '../problem';

/** The remote of an id. @throws UserError that lists those there are */
export function remoteOf(mesh: Mesh, name: string): RemoteCore {
  const remote = findRemote(mesh, name);
  if (remote !== undefined) return remote;
  const known = mesh.remotes.map((found) => found.name);
  const primary = name === mesh.primary.name ? `${quoted(name)} is the primary` : `no remote ${quoted(name)}`;
  throw new UserError(
    `${primary} in the mesh. Name one of its remotes: ${known.slice(0, 20).join(', ')}${known.length > 20 ? ', …' : ''}`,
  );
}

export function findRemote(mesh: Mesh, name: string): RemoteCore | undefined {
  return mesh.remotes.find((remote) => remote.name === name);
}

/**
 * Reads mesh.yaml again, right before something is changed in a cluster.
 * @throws UserError when it no longer says the same about the primary and the cluster
 */
export function refuseChangedMesh(file: string, mesh: Mesh, cluster: string): void {
  const now = loadMesh(file);
  const about = (found: Mesh): string =>
    JSON.stringify([found.istio, found.primary, findRemote(found, cluster) ?? 'absent']);
  if (about(now) === about(mesh)) return;
  throw new UserError(
    `${file}: has changed meanwhile and says something else about ${cluster} or the primary. Nothing was changed; repeat the command`,
  );
}
