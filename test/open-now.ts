import { type OpenMesh, opened } from '../src/lines/open-mesh';
import { readMesh } from '../src/lines/read-mesh';
import type { MeshFileOptions } from '../src/mesh/mesh';

/** Opens a mesh file synchronously: tests have every line loaded. */
export function openNow(file: string, options: MeshFileOptions = {}): OpenMesh {
  return opened(file, readMesh(file, options), options);
}
