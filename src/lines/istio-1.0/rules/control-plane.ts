import { ownValuesAgree, ownValuesHoldNoCredential } from '../../../control-plane/own-values';
import type { Problem } from '../../../problem';
import { primarySettings } from '../control-plane/settings';
import type { Mesh10 } from '../mesh';

/** Remotes rely on what mesh.yaml says of the primary. */
export function controlPlaneValuesAgreeWithTheMesh(mesh: Mesh10): Problem[] {
  return ownValuesAgree(mesh, primarySettings(mesh));
}

/** mesh.yaml belongs into Git. */
export function controlPlaneValuesHoldNoCredential(mesh: Mesh10): Problem[] {
  return ownValuesHoldNoCredential(mesh);
}
