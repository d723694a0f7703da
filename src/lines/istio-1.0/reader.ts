import { addOnLoaders, addOnRules, addOnStandIns } from '../../add-ons';
import { loadWorkloads } from '../../add-ons/injected-workloads/injected-workloads';
import { loadApiServerCas } from '../../mesh/api-server-ca';
import { type MeshLine, standInsOf } from '../../mesh/mesh-line';
import * as meshRules from '../../mesh/rules';
import { CONTROL_PLANE_COMPONENTS } from './facts/components';
import { LATEST_1_0 } from './facts/releases';
import type { MeshInput10 } from './input';
import type { Mesh10 } from './mesh';
import { mesh10, resolveMesh10 } from './options/schema';
import * as lineRules from './rules';
import { meshInjection } from './sidecar/mesh-injector';

/** A rule of a mesh of Istio 1.0. Its name says what must be true. */
export type Rule10 = { law(mesh: Mesh10, input: MeshInput10): ReturnType<MeshLine['rules'][number]> }['law'];

const ownRules: readonly Rule10[] = Object.values(lineRules);

/** How to read a mesh of Istio 1.0. */
export const reader: MeshLine<Mesh10> = {
  name: '1.0',
  title: 'Istio 1.0',
  schema: mesh10,
  components: CONTROL_PLANE_COMPONENTS,
  standIns: standInsOf(
    LATEST_1_0,
    { pilot: 'pilot.invalid' },
    { ...addOnStandIns, 'pilotService.mode': 'endpoints' },
  ),
  resolve: (input: MeshInput10) => resolveMesh10(input),
  rules: [...Object.values(meshRules), ...ownRules, ...addOnRules],
  loaders: [
    loadApiServerCas,
    ...addOnLoaders,
    (mesh: Mesh10, base) => loadWorkloads(mesh, base, (remote) => meshInjection.injector(mesh, remote)),
  ],
};
