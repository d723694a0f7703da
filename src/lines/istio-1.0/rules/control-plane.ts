import { ownValuesAgree, ownValuesHoldNoCredential } from '../../../control-plane/own-values';
import type { Problem } from '../../../problem';
import { primarySettings } from '../control-plane/settings';
import type { Mesh10 } from '../mesh';

/** Remotes rely on mesh.yaml's facts about the primary, so values must not contradict them. */
export function controlPlaneValuesAgreeWithTheMesh(mesh: Mesh10): Problem[] {
  return ownValuesAgree(mesh, primarySettings(mesh));
}

/** mesh.yaml belongs in Git. */
export function controlPlaneValuesHoldNoCredential(mesh: Mesh10): Problem[] {
  return ownValuesHoldNoCredential(mesh);
}
