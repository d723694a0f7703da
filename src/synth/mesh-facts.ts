import { meshFacts10 } from '../istio-1.0/mesh-facts';
import { meshFactsCurrent } from '../istio-current/mesh-facts';
import type { Mesh } from '../mesh/mesh';
import type { MeshFacts } from '../page/mesh-facts';

/** What the page and the pictures show of a mesh. */
export function meshFacts(mesh: Mesh): MeshFacts {
  switch (mesh.line) {
    case '1.0':
      return meshFacts10(mesh);
    case 'current':
      return meshFactsCurrent(mesh);
  }
}
