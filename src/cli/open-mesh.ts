import type { OpenMesh } from '../lines/open-mesh';
import type { MeshFileOptions } from '../mesh/mesh';

/** Reads a mesh file; loaded when a command asks for it, so that help does not wait for it. @throws UserError */
export async function openMesh(file: string, options: MeshFileOptions = {}): Promise<OpenMesh> {
  return (await import('../lines/open-mesh')).openMesh(file, options);
}
