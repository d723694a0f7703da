import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import type { PlannedFile } from '../kubernetes/part';
import type { PageModel } from '../page/page-model';

/** A mesh and what is to be written for it. Its release line makes it. */
export interface MeshOutput {
  readonly mesh: MeshWithAddOns;
  /** Every file of its clusters: the primary's first, then those of each remote, in the order of mesh.yaml. */
  files(): Iterable<PlannedFile>;
  /** What its page shows. */
  page(): PageModel;
}
