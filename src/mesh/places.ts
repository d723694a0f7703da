import type { Problem } from '../problem';
import type { MeshCore } from './mesh';

type Locate = (problems: readonly Problem[]) => Problem[];

/** The source text of each mesh that was read from one, to locate problems found later. */
const places = new WeakMap<MeshCore, Locate>();

/** Stores where the values of a mesh are. */
export function keepPlaces(mesh: MeshCore, locate: Locate): void {
  places.set(mesh, locate);
}

/** Adds line and column to problems. A mesh that was not read from a text leaves them unchanged. */
export function located(mesh: MeshCore, problems: readonly Problem[]): readonly Problem[] {
  return problems.length === 0 ? problems : (places.get(mesh)?.(problems) ?? problems);
}
