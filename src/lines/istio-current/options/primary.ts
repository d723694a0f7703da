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
  network: optional(networkName, {
    description: 'Network of the primary’s pods, where the mesh has several.',
    helm: 'global.network',
    default: 'one flat network',
  }),
  ...clusterOptionFields,
  ...clusterFields,
  ...controlPlaneOfPrimary,
};

const addresses = group({
  istiod: noted(istiodAddress, {
    description:
      'istiod, through its east-west gateway or load balancer. With a DNS name the webhooks have a URL, and istiod needs to know the name: see docs/addresses.md.',
    helm: 'global.remotePilotAddress',
    fix: 'Write where remotes reach istiod, such as istiod: 10.8.0.11',
  }),
});

const exposureField = optional(exposure, {
  description:
    'What is rendered for the primary so that remotes reach istiod; see docs/exposing-the-control-plane.md.',
  default: 'nothing is rendered',
});

/** `primary:` of a mesh. @internal */
export const primary = group({
  ...shared,
  addresses: noted(addresses, {
    description: 'Where remotes reach the control plane.',
    fix: 'Write where remotes reach istiod, such as addresses: { istiod: 10.8.0.11 }',
  }),
  exposure: exposureField,
});

/** An item of `primaries:`: one of several clusters with an istiod, each of which reads all others. @internal */
export const listedPrimary = group({
  ...shared,
  apiServer: optional(url, {
    description: 'URL of the API server, as the other primaries reach it.',
    default: "the kubeconfig's",
  }),
  apiServerCa,
  addresses: optional(addresses, {
    description: 'Where the remotes of this primary reach its istiod.',
    default: 'none, for a primary without remotes',
  }),
  exposure: exposureField,
  eastWestGateway: optional(eastWestGateway, {
    description:
      'A gateway that other networks use to reach the pods of this cluster, if no `exposure` makes one.',
    helm: 'chart gateway with networkGateway',
    default: 'false',
  }),
  injectedNamespaces: optional(list(namespaceItem, 'a list of namespaces'), {
    description: 'Namespaces to label for injection by this primary.',
    helm: 'kubectl label namespace …',
    default: '[]',
  }),
  ambientNamespaces: optional(list(namespaceItem, 'a list of namespaces'), {
    description:
      'Namespaces to label istio.io/dataplane-mode=ambient, beside `dataPlane: ambient`: ztunnel carries their traffic.',
    helm: 'kubectl label namespace … istio.io/dataplane-mode=ambient',
    default: '[]',
  }),
});

/** Stands for the primary of a mesh without one, which is an error of its own. @internal */
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
