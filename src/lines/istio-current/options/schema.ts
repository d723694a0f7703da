import { addOnFields, resolveAddOns } from '../../../add-ons';
import { resolveControlPlane } from '../../../control-plane/options';
import { controlPlaneChoice, controlPlaneOfPrimary } from '../../../control-plane/schema';
import { group, list, noted, optional, text } from '../../../mesh/schema/fields';
import { outputFields, resolveOutput } from '../../../mesh/schema/output';
import { clusterFields, dnsLabel, kubernetesVersion } from '../../../mesh/schema/shared';
import { isReleaseCurrent, newestRelease } from '../facts/releases';
import { SERVICE_FIELDS } from '../facts/service-fields';
import type { MeshInputCurrent, RemoteInputCurrent } from '../input';
import type { MeshCurrent, PrimaryCurrent, RemoteCurrent } from '../mesh';
import { istiodAddress } from './addresses';
import { clusterOptionFields, familiesOf } from './cluster';
import { exposure, resolveExposure } from './gateways';
import { type RemoteOptionsCurrent, remote, remoteDefaults, remoteOptions, resolveOptions } from './remote';
import {
  type MeshRevisions,
  meshRevisionFields,
  resolveRemoteRevisions,
  resolveRevisions,
} from './revisions';

const meshName = text(
  'letters, digits and inner dashes, underscores and dots, at most 63 characters',
  (value) => /^[A-Za-z0-9](?:[\w.-]{0,61}[A-Za-z0-9])?$/.test(value),
);

/** Source: spiffe, standards/SPIFFE-ID.md, 2.1 Trust Domain; Istio names it in certificates and policies. */
const trustDomain = text(
  'a trust domain such as mesh.example.com: lower-case letters, digits, dots, dashes and underscores',
  (value) => /^[a-z0-9](?:[a-z0-9._-]{0,253}[a-z0-9])?$/.test(value),
  (value) => {
    const plain = value.toLowerCase().replace(/^spiffe:\/\//, '');
    return plain !== value && /^[a-z0-9][a-z0-9._-]*$/.test(plain) ? `Write ${plain}` : undefined;
  },
);

/** `primary:` of a mesh. @internal */
export const primary = group({
  name: noted(dnsLabel, {
    description: 'Cluster id of the primary: its folder below dist/.',
    fix: 'Write the cluster id, such as name: hq',
  }),
  namespace: optional(dnsLabel, {
    description: 'Namespace of Istio in every cluster.',
    helm: 'global.istioNamespace',
    default: 'istio-system',
  }),
  kubernetes: optional(kubernetesVersion, {
    description: 'Kubernetes version of the primary.',
    default: 'not checked',
  }),
  network: optional(dnsLabel, {
    description: 'Network of the primary’s pods, where the mesh has several.',
    helm: 'global.network',
    default: 'one flat network',
  }),
  ...clusterOptionFields,
  ...clusterFields,
  addresses: noted(
    group({
      istiod: noted(istiodAddress, {
        description:
          'istiod, through its east-west gateway or load balancer. With a DNS name the webhooks go by URL, and istiod has to be told the name: see docs/addresses.md.',
        helm: 'global.remotePilotAddress',
        fix: 'Write where remotes reach istiod, such as istiod: 10.8.0.11',
      }),
    }),
    {
      description: 'Where remotes reach the control plane.',
      fix: 'Write where remotes reach istiod, such as addresses: { istiod: 10.8.0.11 }',
    },
  ),
  ...controlPlaneOfPrimary,
  exposure: optional(exposure, {
    description:
      'What is rendered for the primary so that remotes reach istiod; see docs/exposing-the-control-plane.md.',
    default: 'nothing is rendered',
  }),
});

/** `mesh.yaml` of current Istio. @internal */
export const meshCurrent = group({
  istio: noted(text('a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer', isReleaseCurrent), {
    description:
      'Istio release of the primary, with or without the patch version; with `revisions` that of those that say no other.',
    fix: 'Write the release that the primary runs, such as istio: "1.30"',
  }),
  ...meshRevisionFields,
  meshId: optional(meshName, {
    description: 'Id of the mesh, which its telemetry carries; the same in every cluster.',
    helm: 'global.meshID',
    default: 'that of Istio, the trust domain',
  }),
  trustDomain: optional(trustDomain, {
    description: 'Trust domain: the first part of the identity of every workload, the same in every cluster.',
    helm: 'meshConfig.trustDomain',
    default: 'cluster.local',
  }),
  primary: noted(primary, {
    description: 'The cluster that runs istiod.',
    fix: 'Write the name and the address of the cluster that runs istiod',
  }),
  defaults: optional(remoteOptions, {
    description:
      'Options of every remote. A remote’s own win; maps merge key by key, lists and values replace.',
  }),
  controlPlane: optional(group(controlPlaneChoice), {
    description: 'How the control plane is installed; see docs/control-plane.md.',
  }),
  remotes: noted(list(remote, 'a list of remote clusters'), {
    description: 'The clusters that join the mesh.',
    fix: 'Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
  }),
  ...outputFields,
  ...addOnFields,
});

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMeshCurrent(input: MeshInputCurrent): MeshCurrent {
  const { istio, primary } = input;
  const revisions = resolveRevisions(input);
  const newest = newestRelease(revisions.revisions.map((revision) => revision.istio));
  const shared = resolveOptions(remoteDefaults(newest, primary.network), input.defaults ?? {});
  return {
    line: 'current',
    istio,
    ...revisions,
    ...(input.meshId === undefined ? {} : { meshId: input.meshId }),
    ...(input.trustDomain === undefined ? {} : { trustDomain: input.trustDomain }),
    controlPlane: resolveControlPlane(input.controlPlane),
    primary: resolvePrimary(primary),
    remotes: input.remotes.map((remote) => resolveRemote(revisions, shared, remote)),
    ...resolveAddOns(input, SERVICE_FIELDS),
    ...resolveOutput(input),
  };
}

function resolvePrimary(primary: MeshInputCurrent['primary']): PrimaryCurrent {
  return {
    name: primary.name,
    namespace: primary.namespace ?? 'istio-system',
    kubernetes: primary.kubernetes,
    network: primary.network,
    imagePullSecrets: primary.imagePullSecrets ?? [],
    ...(primary.platform === undefined ? {} : { platform: primary.platform }),
    ...familiesOf(primary),
    podCidrs: primary.podCidrs ?? [],
    serviceCidrs: primary.serviceCidrs ?? [],
    addresses: primary.addresses,
    controlPlane: { values: resolveControlPlane(primary.controlPlane).values },
    exposure: primary.exposure === undefined ? undefined : resolveExposure(primary.exposure),
    context: primary.context,
    kubeconfig: primary.kubeconfig,
    uid: primary.uid,
  };
}

function resolveRemote(
  revisions: MeshRevisions,
  shared: RemoteOptionsCurrent,
  remote: RemoteInputCurrent,
): RemoteCurrent {
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
