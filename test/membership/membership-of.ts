import { lineOf } from '../../src/lines/loaded-lines';
import type { Mesh } from '../../src/lines/mesh';

/** What the line of a mesh says about the clusters that join. */
export function membershipOf(mesh: Mesh) {
  return lineOf(mesh).membership(mesh);
}
