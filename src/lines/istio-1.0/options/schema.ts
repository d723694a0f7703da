import { addOnFields, resolveAddOns } from '../../../add-ons';
import { resolveControlPlane } from '../../../control-plane/options';
import { controlPlaneOfPrimary, controlPlaneValues } from '../../../control-plane/schema';
import { merged } from '../../../mesh/merge';
import { group, list, noted, oneOf, optional } from '../../../mesh/schema/fields';
import { outputFields, resolveOutput } from '../../../mesh/schema/output';
import { clusterFields, dnsLabel, kubernetesVersion } from '../../../mesh/schema/shared';
import { defaultsOf } from '../../chart-option';
import { NAMES } from '../facts/names';
import { RELEASES_1_0 } from '../facts/releases';
import type { MeshInput10, RemoteInput10 } from '../input';
import type { Mesh10, Primary10, Remote10 } from '../mesh';
import { addresses } from './addresses';
import { exposure, resolveExposure } from './exposure';
import { chartDefaults, type RemoteOptions10, remote, remoteOptions, resolveOptions } from './remote';
import { type MeshSecurity, security, securityFields } from './security';

/** `primary:` of a mesh. @internal */
export const primary = group({
  name: noted(dnsLabel, {
    description: 'Cluster id of the primary. It is the name of the cluster’s folder in dist/.',
    fix: 'Write the cluster id, such as name: hq',
  }),
  namespace: optional(dnsLabel, {
    description: 'Namespace that Istio runs in, the same in every cluster.',
    helm: '--namespace',
    default: 'istio-system',
  }),
  kubernetes: optional(kubernetesVersion, {
    description: 'Kubernetes version of the primary.',
    default: 'not checked',
  }),
  ...clusterFields,
  addresses: noted(addresses, {
    description: 'Addresses where remotes reach the control plane: IP addresses or DNS names.',
    fix: 'Write where remotes reach the control plane, such as addresses: { pilot: 10.8.0.11 }',
  }),
  ...controlPlaneOfPrimary,
  exposure: optional(exposure, {
    description:
      'How remotes reach the control plane. synth writes the objects for the primary. See docs/exposing-the-control-plane.md.',
    default: 'no objects: you expose it yourself',
  }),
});

/** `mesh.yaml` of Istio 1.0. @internal */
export const mesh10 = group({
  istio: noted(oneOf(RELEASES_1_0, 'a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer'), {
    description: 'Istio release of the primary.',
    fix: 'Write the release that the primary runs, such as istio: 1.0.9',
  }),
  primary: noted(primary, {
    description: 'The cluster that runs the control plane.',
    fix: 'Write the name and the addresses of the cluster that runs the control plane',
  }),
  security: optional(security, {
    description: 'Security settings of the whole mesh. They are the same in every cluster.',
  }),
  defaults: optional(remoteOptions, {
    description:
      'Options for every remote. A remote’s own options win: maps merge key by key, and lists and single values replace.',
  }),
  controlPlane: optional(group(controlPlaneValues), {
    description: 'How the control plane is installed on the primary. See docs/control-plane.md.',
  }),
  remotes: noted(list(remote, 'a list of remote clusters'), {
    description: 'The clusters that join the mesh.',
    fix: 'Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
  }),
  ...outputFields,
  ...addOnFields,
});

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMesh10(input: MeshInput10): Mesh10 {
  const shared = resolveOptions(chartDefaults(input.istio), input.defaults ?? {});
  const { security } = input;
  const primary = resolvePrimary(input);
  return {
    line: '1.0',
    istio: input.istio,
    primary,
    // One Pilot reads all clusters: Istio 1.0 does not support several.
    primaries: [primary],
    listsPrimaries: false,
    security: merged<MeshSecurity>(defaultsOf(securityFields, input.istio), security),
    defaults: shared,
    controlPlane: resolveControlPlane(input.controlPlane),
    remotes: input.remotes.map((remote) => ({ ...resolveRemote(shared, remote), primary: primary.name })),
    // Istio 1.0 takes the protocol from the port's name, and reads none of these other fields. Source: 1.0.9,
    // pilot/pkg/serviceregistry/kube/conversion.go.
    ...resolveAddOns(input, []),
    ...resolveOutput(input),
  };
}

function resolvePrimary({ istio, primary }: MeshInput10): Primary10 {
  return {
    ...primary,
    namespace: primary.namespace ?? NAMES.namespace,
    podCidrs: primary.podCidrs ?? [],
    serviceCidrs: primary.serviceCidrs ?? [],
    controlPlane: resolveControlPlane(primary.controlPlane),
    exposure: primary.exposure === undefined ? undefined : resolveExposure(primary.exposure, istio),
  };
}

function resolveRemote(shared: RemoteOptions10, remote: RemoteInput10): Omit<Remote10, 'primary'> {
  const { podCidrs = [], serviceCidrs = [], injectedWorkloads, podTemplates, ...own } = remote;
  return {
    ...own,
    ...(injectedWorkloads === undefined ? {} : { injectedWorkloads }),
    ...(podTemplates === undefined ? {} : { podTemplates }),
    podCidrs,
    serviceCidrs,
    ...resolveOptions(shared, remote),
  };
}
