import type { KindRef } from '../kubernetes/kinds';
import type { MeshCore } from '../mesh/mesh';
import type { Rule } from '../mesh/mesh-line';
import type { AddOn, FilesOfCluster } from './add-on';
import { argoCdAddOn } from './argocd/add-on';
import { resolveArgoCd } from './argocd/argocd';
import type { ArgoCdInput } from './argocd/input';
import { credentialsAddOn } from './credentials-in-git/add-on';
import { resolveCredentials } from './credentials-in-git/credentials';
import type { CredentialsInput } from './credentials-in-git/input';
import { fluxAddOn } from './flux/add-on';
import { resolveFlux } from './flux/flux';
import type { FluxInput } from './flux/input';
import { injectedWorkloadsAddOn } from './injected-workloads/injected-workloads';
import type { MeshWithAddOns } from './mesh-with-add-ons';
import { patchesAddOn } from './patches/add-on';
import { type PatchesInput, resolvePatches } from './patches/patches';
import { rolloutAddOn } from './rollout/add-on';
import { type RolloutParts, resolveRollout } from './rollout/rollout';
import { sharedServicesAddOn } from './shared-services/add-on';
import type { SharedServicesInput } from './shared-services/input';
import { resolveSharedServices } from './shared-services/shared-services';

/** The fields that add-ons add to a mesh. */
export type AddOnsOfMesh = Omit<MeshWithAddOns, keyof MeshCore>;

/** Every add-on of any line, in the order of their files in a cluster. */
const ADD_ONS: readonly AddOn<MeshWithAddOns>[] = [
  credentialsAddOn,
  sharedServicesAddOn,
  injectedWorkloadsAddOn,
  argoCdAddOn,
  fluxAddOn,
  rolloutAddOn,
  patchesAddOn,
];

/** Keys of add-ons in mesh.yaml. */
export const addOnFields = {
  ...argoCdAddOn.fields,
  ...sharedServicesAddOn.fields,
  ...credentialsAddOn.fields,
  ...fluxAddOn.fields,
  ...rolloutAddOn.fields,
  ...patchesAddOn.fields,
} as const;

/** The fields of a cluster that add-ons read. */
type ClusterInput = NonNullable<PatchesInput['primary']> & NonNullable<RolloutParts['primary']>;

/** The keys of add-ons as written in mesh.yaml. */
export interface AddOnsInput {
  readonly primary?: ClusterInput | undefined;
  readonly primaries?: readonly ClusterInput[] | undefined;
  readonly remotes?: readonly ClusterInput[] | undefined;
  readonly patches?: PatchesInput['patches'];
  readonly rollout?: RolloutParts['rollout'];
  readonly argocd?: ArgoCdInput | undefined;
  readonly flux?: FluxInput | undefined;
  readonly sharedServices?: SharedServicesInput | undefined;
  readonly credentials?: CredentialsInput | undefined;
}

/**
 * Fills in the defaults of every add-on. Reads no file.
 * @param serviceFields fields of Services that the mesh's Istio reads
 */
export function resolveAddOns(
  input: AddOnsInput,
  serviceFields: AddOnsOfMesh['serviceFields'],
): AddOnsOfMesh {
  return {
    argocd: resolveArgoCd(input.argocd, input.rollout !== undefined),
    sharedServices: resolveSharedServices(input.sharedServices),
    serviceFields,
    credentials: resolveCredentials(input.credentials),
    ...resolveFlux(
      input.flux,
      (input.primary ?? input.primaries?.[0])?.name ?? '',
      input.rollout !== undefined,
    ),
    ...resolveRollout(input),
    ...resolvePatches(input),
  };
}

/** The rules of every add-on. */
export const addOnRules: readonly Rule<MeshWithAddOns>[] = ADD_ONS.flatMap(({ rules = [] }) => rules);

/** Values that replace missing or invalid required values of add-ons. */
export const addOnStandIns: Readonly<Record<string, unknown>> = Object.assign(
  {},
  ...ADD_ONS.map(({ standIns = {} }) => standIns),
);

/** Every kind that add-ons can create in clusters. */
export const addOnKinds: readonly KindRef[] = ADD_ONS.flatMap(({ kinds = [] }) => kinds);

/** Functions that read the files of add-ons. */
export const addOnLoaders: readonly NonNullable<AddOn<MeshWithAddOns>['load']>[] = ADD_ONS.flatMap(
  ({ load }) => load ?? [],
);

/** Returns the files of every add-on. */
export function addOnFiles(mesh: MeshWithAddOns): FilesOfCluster {
  const makers = ADD_ONS.flatMap(({ files }) => files?.(mesh) ?? []);
  return function* (cluster) {
    for (const make of makers) yield* make(cluster);
  };
}
