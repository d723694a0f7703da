import type { MeshWithArgoCd } from './argocd/argocd';
import type { MeshWithCredentials } from './credentials-in-git/credentials';
import type { MeshWithFlux } from './flux/flux';
import type { MeshWithPatches } from './patches/patches';
import type { MeshWithRollout } from './rollout/rollout';
import type { MeshWithSharedServices } from './shared-services/shared-services';

/** A mesh with everything that add-ons bring. Of types alone: the package declares it, and zod is none of its packages. */
export interface MeshWithAddOns
  extends MeshWithArgoCd,
    MeshWithCredentials,
    MeshWithFlux,
    MeshWithPatches,
    MeshWithRollout,
    MeshWithSharedServices {}
