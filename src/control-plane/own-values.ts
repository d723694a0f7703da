import type { Problem } from '../problem';
import { credentialsIn } from './credentials';
import type { ControlPlaneOptions } from './options';
import { contradictions, type Setting } from './setting';

/** A mesh with values of the user's own: for the control plane of every primary, and for one. */
export interface MeshWithOwnValues {
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
  readonly primary: { readonly controlPlane: Pick<ControlPlaneOptions, 'values'> };
}

function ownValues({ controlPlane, primary }: MeshWithOwnValues) {
  return [
    { values: controlPlane.values, at: ['controlPlane', 'values'] },
    { values: primary.controlPlane.values, at: ['primary', 'controlPlane', 'values'] },
  ].filter(({ values }) => Object.keys(values).length > 0);
}

/** Values of the user's own that contradict the mesh, each place once. */
export function ownValuesAgree(mesh: MeshWithOwnValues, settings: readonly Setting[]): Problem[] {
  return ownValues(mesh).flatMap(({ values, at }) => {
    const found = contradictions(settings, values, at);
    return [...new Map(found.map((problem) => [JSON.stringify(problem.path), problem])).values()];
  });
}

/** Values of the user's own that are a credential: they end up in Git. */
export function ownValuesHoldNoCredential(mesh: MeshWithOwnValues): Problem[] {
  return ownValues(mesh).flatMap(({ values, at }) => credentialsIn(values, at));
}
