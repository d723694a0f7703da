import type { Mesh10 } from './istio-1.0/mesh';
import type { MeshCurrent } from './istio-current/mesh';

/** A valid mesh with every default filled in. `line` says which fields it has. */
export type Mesh = Mesh10 | MeshCurrent;
