import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import type { MeshOutput } from '../output/mesh-output';
import type { LineMembership } from './line-membership';

/** A mesh whose clusters join and leave. */
export interface MemberMesh {
  /** Path of mesh.yaml, which is read again before something changes in a cluster. */
  readonly file: string;
  readonly mesh: MeshWithAddOns;
  /** What its line says about reader, Secret and leftovers. */
  readonly membership: LineMembership;
  /** The manifests that its clusters have. */
  readonly output: MeshOutput;
  /** Reads mesh.yaml again. @throws UserError when it is no longer valid */
  reread(): Promise<MeshWithAddOns>;
}
