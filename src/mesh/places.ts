import type { Problem } from '../problem';
import type { MeshCore } from './mesh';

type Locate = (problems: readonly Problem[]) => Problem[];

/** The text of each mesh that was read from one, for what is found wrong after the reading. */
const places = new WeakMap<MeshCore, Locate>();

/** Remembers where the values of a mesh are. */
export function keepPlaces(mesh: MeshCore, locate: Locate): void {
  places.set(mesh, locate);
}

/** Problems with line and column; as they are for a mesh that did not come from a text. */
export function located(mesh: MeshCore, problems: readonly Problem[]): readonly Problem[] {
  return problems.length === 0 ? problems : (places.get(mesh)?.(problems) ?? problems);
}
