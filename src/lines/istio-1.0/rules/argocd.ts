import { EXCLUSIONS_FILE } from '../../../add-ons/argocd/resource-exclusions';
import { type Problem, relyingOn, warningAt } from '../../../problem';
import { NAMES } from '../facts/names';
import type { Mesh10 } from '../mesh';
import { hasEndpoints } from '../options/pilot-service';

/** Argo CD 3 leaves Endpoints out by default and still says Synced (argo-cd#25783). */
export function argoCdAppliesEndpoints({ argocd, primary, remotes }: Mesh10): Problem[] {
  if (argocd === undefined || argocd.appliesEndpoints) return [];
  const name = `${NAMES.pilot}.${primary.namespace}`;
  return remotes.flatMap(({ pilotService }, index) => {
    if (!hasEndpoints(pilotService, primary.addresses.pilot)) return [];
    return [
      relyingOn(
        warningAt(
          ['remotes', index, 'pilotService'],
          `Argo CD 3 by default leaves out the Endpoints of ${name} and still says Synced, and no sidecar finds Pilot`,
          `Patch Argo CD with argocd/${EXCLUSIONS_FILE} of the output and set argocd.appliesEndpoints: true, or use pilotService: { mode: external-name, host: … }`,
        ),
        ['primary', 'addresses', 'pilot'],
        ['argocd', 'appliesEndpoints'],
      ),
    ];
  });
}
