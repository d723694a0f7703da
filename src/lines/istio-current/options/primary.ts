import { resolveControlPlane } from '../../../control-plane/options';
import { controlPlaneOfPrimary } from '../../../control-plane/schema';
import { apiServerCa } from '../../../mesh/api-server-ca';
import { group, list, noted, optional } from '../../../mesh/schema/fields';
import { clusterFields, dnsLabel, kubernetesVersion, namespaceItem, url } from '../../../mesh/schema/shared';
import type { ListedPrimaryInputCurrent } from '../input';
import type { PrimaryCurrent } from '../mesh';
import { istiodAddress } from './addresses';
import { clusterOptionFields, familiesOf, networkName } from './cluster';
import { eastWestGateway, exposure, resolveExposure, resolveGateway } from './gateways';

/** Fields of every primary. */
const shared = {
  name: noted(dnsLabel, {
    description: 'Cluster id of the primary. It is the name of the cluster’s folder in dist/.',
    fix: 'Write the cluster id, such as name: hq',
  }),
  namespace: optional(dnsLabel, {
    description: 'Namespace that Istio runs in, the same in every cluster.',
    helm: 'global.istioNamespace',
    default: 'istio-system',
  }),
  kubernetes: optional(kubernetesVersion, {
    description: 'Kubernetes version of the primary.',
    default: 'not checked',
  }),
  network: optional(networkName, {
    description: 'Network of the primary’s pods. For a mesh with several networks.',
    helm: 'global.network',
    default: 'none: all clusters are on one flat network',
  }),
  ...clusterOptionFields,
  ...clusterFields,
  ...controlPlaneOfPrimary,
};

const addresses = group({
  istiod: noted(istiodAddress, {
    description:
      'Address of istiod: its east-west gateway or load balancer. With a DNS name, the webhooks use a URL, and the certificate of istiod must contain the name. See docs/addresses.md.',
    helm: 'global.remotePilotAddress',
    fix: 'Write the address of istiod for remotes, such as istiod: 10.8.0.11',
  }),
});

const exposureField = optional(exposure, {
  description:
    'How remotes reach istiod. synth writes the objects for the primary. See docs/exposing-the-control-plane.md.',
  default: 'no objects: you expose it yourself',
});

/** `primary:` of a mesh. @internal */
export const primary = group({
  ...shared,
  addresses: noted(addresses, {
    description: 'Addresses where remotes reach the control plane.',
    fix: 'Write the address of istiod for remotes, such as addresses: { istiod: 10.8.0.11 }',
  }),
  exposure: exposureField,
});

/**
 * An item of `primaries:`: one of several clusters with an istiod. Each istiod reads all other clusters. @internal
 */
export const listedPrimary = group({
  ...shared,
  apiServer: optional(url, {
    description: 'URL where the other primaries reach the API server of this cluster.',
    default: 'the server in the kubeconfig',
  }),
  apiServerCa,
  addresses: optional(addresses, {
    description: 'Addresses where the remotes of this primary reach its istiod.',
    default: 'none. A primary without remotes needs no address',
  }),
  exposure: exposureField,
  eastWestGateway: optional(eastWestGateway, {
    description:
      'East-west gateway that other networks use to reach the pods of this cluster. Not needed if `exposure` creates one.',
    helm: 'chart gateway with networkGateway',
    default: 'false',
  }),
  injectedNamespaces: optional(list(namespaceItem, 'a list of namespaces'), {
    description: 'Namespaces of this primary that get the injection label.',
    helm: 'kubectl label namespace …',
    default: '[]',
  }),
  ambientNamespaces: optional(list(namespaceItem, 'a list of namespaces'), {
    description:
      'Namespaces that get the label istio.io/dataplane-mode=ambient, so ztunnel carries their traffic. Only with `dataPlane: ambient`.',
    helm: 'kubectl label namespace … istio.io/dataplane-mode=ambient',
    default: '[]',
  }),
});

/** Replaces the primary of a mesh without one. Another error reports that. @internal */
export const UNNAMED_PRIMARY = { name: 'unnamed-primary', addresses: { istiod: 'istiod.invalid' } };

/** Fills in every default of a primary. @internal */
export function resolvePrimary(primary: ListedPrimaryInputCurrent): PrimaryCurrent {
  const gateway = primary.eastWestGateway === undefined ? undefined : resolveGateway(primary.eastWestGateway);
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
    apiServer: primary.apiServer,
    apiServerCa: primary.apiServerCa,
    addresses: primary.addresses ?? { istiod: [] },
    controlPlane: { values: resolveControlPlane(primary.controlPlane).values },
    exposure: primary.exposure === undefined ? undefined : resolveExposure(primary.exposure),
    ...(gateway === undefined ? {} : { eastWestGateway: gateway }),
    injectedNamespaces: primary.injectedNamespaces ?? [],
    ambientNamespaces: primary.ambientNamespaces ?? [],
    context: primary.context,
    kubeconfig: primary.kubeconfig,
    uid: primary.uid,
  };
}
