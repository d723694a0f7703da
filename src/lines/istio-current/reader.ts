import { addOnLoaders, addOnRules, addOnStandIns } from '../../add-ons';
import { loadApiServerCas } from '../../mesh/api-server-ca';
import { type MeshLine, standInsOf } from '../../mesh/mesh-line';
import * as meshRules from '../../mesh/rules';
import { loadDefinitions } from './definitions';
import { CONTROL_PLANE_COMPONENTS_CURRENT } from './facts/components';
import type { MeshInputCurrent } from './input';
import type { MeshCurrent } from './mesh';
import { meshCurrent, resolveMeshCurrent } from './options/schema';
import * as lineRules from './rules';
import * as rulesOfEachPrimary from './rules/of-each-primary';
import { inEachView, type LawCurrent, type LawOfView } from './rules/views';

const ownLaws: readonly LawCurrent[] = Object.values(lineRules);
const lawsOfEachPrimary: readonly LawOfView[] = Object.values(rulesOfEachPrimary);

/** How to read a mesh of current Istio. */
export const reader: MeshLine<MeshCurrent> = {
  name: 'current',
  title: 'Istio 1.28 and newer',
  schema: meshCurrent,
  components: CONTROL_PLANE_COMPONENTS_CURRENT,
  standIns: standInsOf('1.30', { istiod: 'istiod.invalid' }, addOnStandIns),
  resolve: (input: MeshInputCurrent) => resolveMeshCurrent(input),
  rules: [...Object.values(meshRules), ...ownLaws, inEachView(lawsOfEachPrimary), ...addOnRules],
  loaders: [loadApiServerCas, ...addOnLoaders, loadDefinitions],
};
