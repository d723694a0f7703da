import { addOnFields } from '../../../add-ons';
import { group, list, noted, optional, text } from '../../../mesh/schema/fields';
import { address, clusterFields, dnsLabel, kubernetesVersion } from '../../../mesh/schema/shared';
import { isReleaseCurrent } from '../facts/releases';
import { exposure } from './gateways';
import { remote, remoteOptions } from './remote';
import { meshRevisionFields } from './revisions';

const primary = group({
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
  ...clusterFields,
  addresses: noted(
    group({
      istiod: noted(address, {
        description: 'istiod, through its east-west gateway or load balancer.',
        helm: 'global.remotePilotAddress',
        fix: 'Write where remotes reach istiod, such as istiod: 10.8.0.11',
      }),
    }),
    {
      description: 'Where remotes reach the control plane: IP address or DNS name.',
      fix: 'Write where remotes reach istiod, such as addresses: { istiod: 10.8.0.11 }',
    },
  ),
  exposure: optional(exposure, {
    description:
      'What is rendered for the primary so that remotes reach istiod; see docs/exposing-the-control-plane.md.',
    default: 'nothing is rendered',
  }),
});

/** A mesh of current Istio as people write it. @internal */
export const meshCurrent = group({
  istio: noted(text('a release of Istio: 1.0.0 to 1.0.9, or 1.28 to 1.31', isReleaseCurrent), {
    description:
      'Istio release of the primary, with or without the patch version; with `revisions` that of those that say no other.',
    fix: 'Write the release that the primary runs, such as istio: "1.30"',
  }),
  ...meshRevisionFields,
  primary: noted(primary, {
    description: 'The cluster that runs istiod.',
    fix: 'Write the name and the address of the cluster that runs istiod',
  }),
  defaults: optional(remoteOptions, {
    description:
      'Options of every remote. A remote’s own win; maps merge key by key, lists and values replace.',
  }),
  remotes: noted(list(remote, 'a list of remote clusters'), {
    description: 'The clusters that join the mesh.',
    fix: 'Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
  }),
  ...addOnFields,
});

export type { MeshInputCurrent, RemoteInputCurrent, RemoteOptionsInputCurrent } from '../input';
