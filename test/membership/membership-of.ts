import { lineOf } from '../../src/lines/loaded-lines';
import type { Mesh } from '../../src/lines/mesh';

/** Returns the facts of a mesh's line for clusters that join. */
export function membershipOf(mesh: Mesh) {
  return lineOf(mesh).membership(mesh);
}
