import { type Problem, UserError } from '../problem';
import type { Mesh } from './mesh';
import { readMesh } from './read-mesh';

/** The mesh of a file and its warnings. @throws UserError with every error of the file */
export function validMesh(config: string): { readonly mesh: Mesh; readonly warnings: readonly Problem[] } {
  const { mesh, problems } = readMesh(config);
  if (mesh === undefined) throw new UserError(problems);
  return { mesh, warnings: problems };
}
