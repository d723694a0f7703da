/** Current Istio as the loader sees it: schema, defaults and rules. */
import * as shared from '../../mesh/rules';
import type { Problem } from '../../problem';
import type { MeshCurrent } from './mesh';
import type { MeshInputCurrent } from './options/schema';
import * as own from './rules';

export { CONTROL_PLANE_COMPONENTS_CURRENT as components } from './facts/control-plane';
export { resolveMeshCurrent as resolve } from './options/resolve';
export { meshCurrent as schema } from './options/schema';

/** Which line this is. */
export const line = 'current';

/** A law of the whole mesh, named after what holds. */
type Rule = (mesh: MeshCurrent, input: MeshInputCurrent) => readonly Problem[];

/** Every law that a mesh of current Istio satisfies. */
export const rules: readonly Rule[] = [...Object.values(shared), ...Object.values(own)];
