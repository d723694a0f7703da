import type { MeshCore } from '../mesh/mesh';
import { pathOfPrimary } from '../mesh/primaries';
import type { Problem } from '../problem';
import { credentialsIn } from './credentials';
import type { ControlPlaneOptions } from './options';
import { contradictions, type Setting } from './setting';

/** A mesh seen from a primary, with the user's own values for every control plane and for that one. */
export interface MeshWithOwnValues extends Pick<MeshCore, 'listsPrimaries'> {
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
  readonly primary: OwnValuesOfPrimary;
  readonly primaries: readonly OwnValuesOfPrimary[];
}

interface OwnValuesOfPrimary {
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
}

/** Returns the user's own values with their places. Later ones take precedence. */
export function ownValues(mesh: MeshWithOwnValues) {
  const { controlPlane, primary, primaries } = mesh;
  const place = pathOfPrimary(mesh, primaries.indexOf(primary));
  return [
    { values: controlPlane.values, at: ['controlPlane', 'values'] },
    { values: primary.controlPlane.values, at: [...place, 'controlPlane', 'values'] },
  ].filter(({ values }) => Object.keys(values).length > 0);
}

/** Returns the user's own values that contradict the mesh, each place once. */
export function ownValuesAgree(mesh: MeshWithOwnValues, settings: readonly Setting[]): Problem[] {
  return ownValues(mesh).flatMap(({ values, at }) => {
    const found = contradictions(settings, values, at);
    return [...new Map(found.map((problem) => [JSON.stringify(problem.path), problem])).values()];
  });
}

/** Returns the user's own values that are credentials, because these values go into Git. */
export function ownValuesHoldNoCredential(mesh: MeshWithOwnValues): Problem[] {
  return ownValues(mesh).flatMap(({ values, at }) => credentialsIn(values, at));
}
