import { type MeshFileOptions, type OpenMesh, opened, readMesh } from '../src/lines/read-mesh';

/** Opens a mesh file without waiting: tests have every line loaded. */
export function openNow(file: string, options: MeshFileOptions = {}): OpenMesh {
  return opened(file, readMesh(file, options), options);
}
