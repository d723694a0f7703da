import { flag, group, list, noted, optional, text } from '../mesh/schema/leaf';
import { meshFields } from '../mesh/schema/mesh-fields';
import {
  address,
  base64Bundle,
  clusterFields,
  dnsLabel,
  kubernetesVersion,
  namespaceItem,
  url,
} from '../mesh/schema/shared';
import { isReleaseCurrent } from './facts/releases';
import { eastWestGateway, exposure } from './gateway-schema';
import type { MeshInputCurrent, RemoteOptionsInputCurrent } from './input';

export type { MeshInputCurrent, RemoteInputCurrent, RemoteOptionsInputCurrent } from './input';

const revisionName = text(
  'a revision such as 1-30: lower-case letters, digits and inner dashes, at most 40 characters',
  (value) => /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(value),
  (value) => {
    const plain = value.toLowerCase().replace(/[._\s]/g, '-');
    return plain !== value && /^[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?$/.test(plain)
      ? `Write "${plain}"`
      : undefined;
  },
);

const network = dnsLabel;

const sidecarInjector = group({
  enabled: optional(flag(), {
    description: 'Whether the cluster has the webhook by which the primary injects.',
    default: 'true',
  }),
  injectByDefault: optional(flag(), {
    description: 'Inject into every namespace that is not labelled istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    default: 'false',
  }),
  url: optional(url, {
    description: 'Reach the injector by this URL, with its path, rather than by the Service istiod.',
    helm: 'istiodRemote.injectionURL',
    default: 'the Service, with the path /inject/cluster/<remote>/net/<network>',
  }),
  caBundle: optional(base64Bundle, {
    description: 'CA certificates by which the API server trusts istiod in both webhooks, base64 of PEM.',
    helm: 'istiodRemote.injectionCABundle, base.validationCABundle',
    default: 'filled in by the primary’s istiod, for injection alone',
  }),
});

const validation = group({
  enabled: optional(flag(), {
    description:
      'Whether the API server asks the primary about Istio’s own objects. Without `sidecarInjector.caBundle` all are let through.',
    helm: 'defaultRevision',
    default: 'true',
  }),
});

/** Options of a remote cluster, which `defaults:` can set for all of them. */
export const remoteOptionFieldsCurrent = {
  kubernetes: optional(kubernetesVersion, {
    description: 'Kubernetes version of the cluster.',
    default: 'the oldest on which the release runs',
  }),
  allowUnsupportedKubernetes: optional(flag(), {
    description: 'Accept a Kubernetes older than the release supports.',
    default: 'false',
  }),
  network: optional(network, {
    description: 'Network of the cluster’s pods: clusters of one network reach each other’s pods directly.',
    helm: 'global.network',
    default: 'the primary’s',
  }),
  injectedNamespaces: optional(list(namespaceItem, 'a list of namespaces'), {
    description:
      'Namespaces to label for injection: istio-injection=enabled, or istio.io/rev with a revision.',
    helm: 'kubectl label namespace …',
    default: '[]',
  }),
  sidecarInjector: optional(sidecarInjector, {
    description: 'The injection webhook.',
    helm: 'sidecarInjectorWebhook',
  }),
  validation: optional(validation, { description: 'The validating webhook.' }),
  eastWestGateway: optional(eastWestGateway, {
    description: 'A gateway through which clusters of other networks reach this one’s pods.',
    helm: 'chart gateway with networkGateway',
    default: 'false',
  }),
  crds: optional(
    text('the path of a file, relative to the mesh file', (value) => value.trim() !== ''),
    {
      description:
        'File with the custom resource definitions of the release, such as manifests/charts/base/files/crd-all.gen.yaml; carried into the output.',
      helm: 'chart base',
      default: 'none: they are installed by other means, or not needed',
    },
  ),
} as const;

const remote = group({
  name: noted(dnsLabel, {
    description: 'Cluster id: folder below dist/, and in the injection path and the Secret on the primary.',
    helm: 'global.multiCluster.clusterName',
    fix: 'Write the cluster id, such as name: eu-west-1',
  }),
  apiServer: optional(url, {
    description: 'URL at which the primary reaches the API server.',
    default: "the kubeconfig's",
  }),
  ...clusterFields,
  istiodAddress: optional(address, {
    description: 'Where this remote reaches istiod: IP address or DNS name.',
    helm: 'global.remotePilotAddress',
    default: '`primary.addresses.istiod`',
  }),
  ...remoteOptionFieldsCurrent,
});

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
  network: optional(network, {
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

/** A mesh of current Istio as people write it. */
export const meshCurrent = group({
  istio: noted(text('a release of Istio: 1.0.0 to 1.0.9, or 1.28 to 1.31', isReleaseCurrent), {
    description: 'Istio release of the primary, with or without the patch version.',
    fix: 'Write the release that the primary runs, such as istio: "1.30"',
  }),
  revision: optional(revisionName, {
    description: 'Revision of the primary’s istiod.',
    helm: 'revision',
    default: 'the default revision',
  }),
  revisionTags: optional(list(revisionName, 'a list of revision tags'), {
    description: 'Tags by which namespaces choose this revision.',
    helm: 'revisionTags',
    default: '[]',
  }),
  primary: noted(primary, {
    description: 'The cluster that runs istiod.',
    fix: 'Write the name and the address of the cluster that runs istiod',
  }),
  defaults: optional(group(remoteOptionFieldsCurrent), {
    description:
      'Options of every remote. A remote’s own win; maps merge key by key, lists and values replace.',
  }),
  remotes: noted(list(remote, 'a list of remote clusters'), {
    description: 'The clusters that join the mesh.',
    fix: 'Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
  }),
  ...meshFields,
});

export type ExposureInputCurrent = NonNullable<MeshInputCurrent['primary']['exposure']>;
export type EastWestGatewayInput = NonNullable<RemoteOptionsInputCurrent['eastWestGateway']>;
