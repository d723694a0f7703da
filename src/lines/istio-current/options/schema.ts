import { addOnFields, resolveAddOns } from '../../../add-ons';
import { resolveControlPlane } from '../../../control-plane/options';
import { controlPlaneChoice } from '../../../control-plane/schema';
import { group, list, noted, optional, text } from '../../../mesh/schema/fields';
import { outputFields, resolveOutput } from '../../../mesh/schema/output';
import { LABELS } from '../facts/labels';
import { isReleaseCurrent, newestRelease } from '../facts/releases';
import { SERVICE_FIELDS } from '../facts/service-fields';
import type { MeshInputCurrent, RemoteInputCurrent } from '../input';
import type { MeshCurrent, RemoteCurrent } from '../mesh';
import { dataPlane } from './data-plane';
import { meshIdentityFields, resolveIdentity } from './identity';
import { listedPrimary, primary, resolvePrimary, UNNAMED_PRIMARY } from './primary';
import { type RemoteOptionsCurrent, remote, remoteDefaults, remoteOptions, resolveOptions } from './remote';
import {
  type MeshRevisions,
  meshRevisionFields,
  resolveRemoteRevisions,
  resolveRevisions,
} from './revisions';

/** `mesh.yaml` of current Istio. @internal */
export const meshCurrent = group({
  istio: noted(text('a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer', isReleaseCurrent), {
    description:
      'Istio release of the primary, with or without the patch version. A revision in `revisions` may set its own.',
    fix: 'Write the release that the primary runs, such as istio: "1.30"',
  }),
  ...meshRevisionFields,
  ...meshIdentityFields,
  primary: optional(primary, {
    description: 'The cluster that runs istiod. For a mesh with a single primary.',
    fix: 'Write the name and the address of the cluster that runs istiod',
    default: 'none: write `primary` or `primaries`',
  }),
  primaries: optional(list(listedPrimary, 'a list of primary clusters'), {
    description:
      'The clusters that run an istiod. Each reads all other clusters. Use it in place of `primary`. See docs/topologies.md.',
    fix: 'Write the clusters that run istiod, such as primaries: [{ name: eu }, { name: us }]',
    default: 'none: write `primary` or `primaries`',
  }),
  defaults: optional(remoteOptions, {
    description:
      'Options for every remote. A remote’s own options win: maps merge key by key, and lists and single values replace.',
  }),
  dataPlane,
  controlPlane: optional(group(controlPlaneChoice), {
    description: 'How the control plane is installed on the primary. See docs/control-plane.md.',
  }),
  remotes: optional(list(remote, 'a list of remote clusters'), {
    description: 'The clusters that join the mesh without an istiod of their own.',
    fix: 'Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
    default: 'none. A mesh with a single primary needs at least one remote',
  }),
  ...outputFields,
  ...addOnFields,
});

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMeshCurrent(input: MeshInputCurrent): MeshCurrent {
  const { istio } = input;
  const revisions = resolveRevisions(input);
  const newest = newestRelease(revisions.revisions.map((revision) => revision.istio));
  const listsPrimaries = input.primaries !== undefined;
  const listed = input.primaries ?? (input.primary === undefined ? [] : [input.primary]);
  const primaries = (listed.length === 0 ? [UNNAMED_PRIMARY] : listed).map(resolvePrimary);
  const [first = resolvePrimary(UNNAMED_PRIMARY)] = primaries;
  const sharedBy = new Map(
    primaries.map(({ name, network }) => [
      name,
      resolveOptions(remoteDefaults(newest, network), input.defaults ?? {}),
    ]),
  );
  const withoutPrimary = resolveOptions(remoteDefaults(newest, undefined), input.defaults ?? {});
  const remotes = (input.remotes ?? []).map((remote) => {
    const primary = remote.primary ?? first.name;
    return { ...resolveRemote(revisions, sharedBy.get(primary) ?? withoutPrimary, remote), primary };
  });
  const networks = [...primaries, ...remotes].flatMap(({ network }) => network ?? []);
  return {
    line: 'current',
    istio,
    ...revisions,
    ...resolveIdentity(input),
    controlPlane: resolveControlPlane(input.controlPlane),
    primary: first,
    primaries,
    listsPrimaries,
    dataPlane: input.dataPlane ?? 'sidecar',
    networks: [...new Set(networks)],
    remotes,
    ...resolveAddOns(input, SERVICE_FIELDS),
    ...(input.dataPlane === 'ambient' ? { sharedServiceLabels: { [LABELS.global]: 'true' } } : {}),
    ...resolveOutput(input),
  };
}

function resolveRemote(
  revisions: MeshRevisions,
  shared: RemoteOptionsCurrent,
  remote: RemoteInputCurrent,
): Omit<RemoteCurrent, 'primary'> {
  const options = resolveOptions(shared, remote);
  return {
    name: remote.name,
    apiServer: remote.apiServer,
    apiServerCa: remote.apiServerCa,
    ...(remote.istiodAddress === undefined ? {} : { istiodAddress: remote.istiodAddress }),
    podCidrs: remote.podCidrs ?? [],
    serviceCidrs: remote.serviceCidrs ?? [],
    context: remote.context,
    kubeconfig: remote.kubeconfig,
    uid: remote.uid,
    ...options,
    ...resolveRemoteRevisions(revisions, remote, options.revision),
  };
}
