import type { MeshFileOptions, OpenMesh } from '../lines/read-mesh';

/** Reads a mesh file; loaded when a command asks for it, so that help does not wait for it. @throws UserError */
export async function openMesh(file: string, options: MeshFileOptions = {}): Promise<OpenMesh> {
  return (await import('../lines/read-mesh')).openMesh(file, options);
}
