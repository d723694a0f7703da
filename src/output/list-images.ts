import { meshFiles } from './mesh-files';
import type { MeshOutput } from './mesh-output';

/** An image and the clusters whose manifests name it. */
export interface ImageUse {
  readonly image: string;
  /** In the order of the mesh file, the primary first. */
  readonly clusters: readonly string[];
}

/** Every image that the manifests of a mesh name, sorted. */
export function images(output: MeshOutput): ImageUse[] {
  const uses = new Map<string, Set<string>>();
  for (const file of meshFiles(output)) {
    const [cluster = ''] = file.path.split('/');
    for (const image of file.images) uses.set(image, (uses.get(image) ?? new Set()).add(cluster));
  }
  return [...uses]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([image, clusters]) => ({ image, clusters: [...clusters] }));
}
