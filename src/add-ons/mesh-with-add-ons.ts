import type { MeshWithArgoCd } from './argocd/argocd';
import type { MeshWithCredentials } from './credentials-in-git/credentials';
import type { MeshWithFlux } from './flux/flux';
import type { MeshWithPatches } from './patches/patches';
import type { MeshWithRollout } from './rollout/rollout';
import type { MeshWithSharedServices } from './shared-services/shared-services';

/**
 * A mesh with the fields of all add-ons. It imports only types, because the package exports it and does not depend on
 * zod.
 */
export interface MeshWithAddOns
  extends MeshWithArgoCd,
    MeshWithCredentials,
    MeshWithFlux,
    MeshWithPatches,
    MeshWithRollout,
    MeshWithSharedServices {}
