import { validMesh } from '../mesh/valid-mesh';
import { meshFiles } from './mesh-files';

/** An image and the clusters whose manifests name it. */
export interface ImageUse {
  readonly image: string;
  /** In the order of the mesh file, the primary first. */
  readonly clusters: readonly string[];
}

/** Every image that the manifests of a mesh name, sorted. @throws UserError with every error of the mesh */
export function images(config: string) {
  const { mesh, warnings } = validMesh(config);
  const uses = new Map<string, Set<string>>();
  for (const file of meshFiles(mesh)) {
    const [cluster = ''] = file.path.split('/');
    for (const image of file.images) uses.set(image, (uses.get(image) ?? new Set()).add(cluster));
  }
  const found: ImageUse[] = [...uses]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([image, clusters]) => ({ image, clusters: [...clusters] }));
  // Sidecars and gateways of current Istio are the injector's to fill in, and nothing else runs in a remote.
  return { images: found, chosenByIstiod: mesh.line === 'current', warnings };
}
