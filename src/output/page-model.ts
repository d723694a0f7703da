import { meshFacts10 } from '../lines/istio-1.0/page-model';
import { meshFactsCurrent } from '../lines/istio-current/page-model';
import type { Mesh } from '../mesh/mesh';
import type { MeshFacts } from '../page/page-model';

/** What the page and the pictures show of a mesh. */
export function meshFacts(mesh: Mesh): MeshFacts {
  switch (mesh.line) {
    case '1.0':
      return meshFacts10(mesh);
    case 'current':
      return meshFactsCurrent(mesh);
  }
}
