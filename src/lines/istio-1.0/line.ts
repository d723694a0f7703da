/** Istio 1.0 as the loader sees it: schema, defaults and rules. */
import * as shared from '../../mesh/rules';
import type { Problem } from '../../problem';
import type { Mesh10 } from './mesh';
import type { MeshInput10 } from './options/schema';
import * as own from './rules';

export { CONTROL_PLANE_COMPONENTS as components } from './facts/control-plane';
export { resolveMesh10 as resolve } from './options/resolve';
export { type MeshInput10 as Input, mesh10 as schema } from './options/schema';

/** Which line this is. */
export const line = '1.0';

/** A law of the whole mesh, named after what holds. */
export type Rule = (mesh: Mesh10, input: MeshInput10) => readonly Problem[];

/** Every law that a mesh of Istio 1.0 satisfies. */
export const rules: readonly Rule[] = [...Object.values(shared), ...Object.values(own)];
