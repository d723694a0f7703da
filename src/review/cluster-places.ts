import { ARGOCD_FOLDER, destinationOf, isInCluster } from '../add-ons/argocd/argocd';
import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import { type KubectlAccess, kubectlAccess } from '../kubernetes/kubectl';
import { clustersOf } from '../mesh/primaries';

/** How other tools refer to the cluster of a folder. */
export interface ClusterPlace {
  readonly access: KubectlAccess;
  /** Its name or server in Argo CD. */
  readonly inArgoCd: string;
  /** Its wave. Undefined in a mesh without waves, and for files that all waves share. */
  readonly wave?: { readonly index: number; readonly name: string };
}

/** Returns the place of a folder's cluster. A cluster that has left the mesh only has its name. */
export type PlaceOf = (folder: string) => ClusterPlace;

/** Returns the places of the clusters of a mesh. */
export function placesIn(mesh: MeshWithAddOns): PlaceOf {
  const { argocd } = mesh;
  const byName = new Map(clustersOf(mesh).map((cluster) => [cluster.name, cluster] as const));
  const waves = new Map(
    (mesh.rollout ?? []).flatMap(({ name, clusters }, index) =>
      clusters.map((cluster) => [cluster, { wave: { index, name } }] as const),
    ),
  );
  const inArgoCd = (name: string) => (argocd === undefined ? { name } : destinationOf(argocd, name));
  return (folder) => {
    const cluster = byName.get(folder);
    if (cluster !== undefined || folder !== ARGOCD_FOLDER) {
      const destination = inArgoCd(folder);
      const place = 'server' in destination ? destination.server : destination.name;
      return { access: kubectlAccess(cluster ?? { name: folder }), inArgoCd: place, ...waves.get(folder) };
    }
    // The folder for Argo CD belongs to the cluster that Argo CD runs in.
    const host = [...byName.values()].find(({ name }) => isInCluster(inArgoCd(name)));
    return { access: host === undefined ? {} : kubectlAccess(host), inArgoCd: '' };
  };
}

/** Returns the place of a cluster if only its name is known. */
export const byNameAlone: PlaceOf = (folder) => ({ access: { context: folder }, inArgoCd: folder });
