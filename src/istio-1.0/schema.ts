import { flag, group, list, noted, oneOf, optional, text, union } from '../mesh/schema/leaf';
import { meshFields } from '../mesh/schema/mesh-fields';
import {
  address,
  clusterFields,
  dnsLabel,
  kubernetesVersion,
  namespaceItem,
  url,
} from '../mesh/schema/shared';
import { exposureSchema } from './exposure-schema';
import { RELEASES_1_0 } from './facts/releases';
import { citadel, sidecarInjector } from './option-groups/components';
import { images } from './option-groups/images';
import { pilotService } from './option-groups/pilot-service';
import { proxy } from './option-groups/proxy';
import { scheduling } from './option-groups/scheduling';

export type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from './input';

/** Options of a remote cluster, which `defaults:` can set for all of them. */
export const remoteOptionFields = {
  kubernetes: optional(kubernetesVersion, {
    description: 'Kubernetes version of the cluster.',
    default: '"1.21"',
  }),
  allowUnsupportedKubernetes: optional(flag(), {
    description: 'Accept Kubernetes 1.22 and newer, which needs `sidecarInjector.caBundle`.',
    default: 'false',
  }),
  injectedNamespaces: optional(list(namespaceItem, 'a list of namespaces'), {
    description: 'Namespaces to label istio-injection=enabled.',
    helm: 'kubectl label namespace … istio-injection=enabled',
    default: '[]',
  }),
  pilotService: optional(union([flag(), pilotService], 'true, false, or a map with mode and host'), {
    description:
      'Make a Service so that istio-pilot.<namespace> resolves to the primary; `true` is `{ mode: endpoints }`.',
    helm: 'global.remotePilotCreateSvcEndpoint',
    default: 'false',
  }),
  sidecarInjector: optional(sidecarInjector, {
    description: 'The sidecar injector.',
    helm: 'sidecarInjectorWebhook',
  }),
  citadel: optional(citadel, { description: 'Citadel, the certificate authority.', helm: 'security' }),
  images: optional(images, { description: 'Where images come from.', helm: 'global' }),
  proxy: optional(proxy, { description: 'The sidecar.', helm: 'global.proxy' }),
  policyChecks: optional(flag(), {
    description:
      'Whether sidecars ask Mixer before each request. Rendered only when the mesh has a policy address.',
    helm: 'not global.disablePolicyChecks',
    default: 'true',
  }),
  policyCheckFailOpen: optional(flag(), {
    description: 'Let requests through when Mixer cannot be asked. From 1.0.3; only with a policy address.',
    helm: 'global.policyCheckFailOpen',
    default: 'false',
  }),
  tracing: optional(flag(), {
    description: 'Whether sidecars trace requests. Rendered only when the mesh has a zipkin address.',
    helm: 'global.enableTracing',
    default: 'true',
  }),
  scheduling: optional(scheduling, { description: 'Where Citadel and the injector run.', helm: 'global' }),
} as const;

const remote = group({
  name: noted(dnsLabel, {
    description: 'Cluster id: folder below dist/, name and key of the Secret on the primary.',
    fix: 'Write the cluster id, such as name: eu-west-1',
  }),
  apiServer: optional(url, {
    description: 'URL at which the primary reaches the API server.',
    default: "the kubeconfig's",
  }),
  ...clusterFields,
  injectedWorkloads: optional(
    list(
      text('the path of a file or a folder, relative to the mesh file', (value) => value.trim() !== ''),
      'a list of files and folders',
    ),
    {
      description:
        'Files with manifests, and folders of such files, relative to the mesh file. They go into the output with sidecars.',
      helm: 'istioctl kube-inject',
      default: '[]',
    },
  ),
  ...remoteOptionFields,
});

const addresses = group({
  pilot: noted(address, {
    description: 'Pilot.',
    helm: 'global.remotePilotAddress',
    fix: 'Write where remotes reach Pilot, such as pilot: 10.8.0.11',
  }),
  policy: optional(address, {
    description: 'Mixer for policy.',
    helm: 'global.remotePolicyAddress',
    default: 'no policy checks',
  }),
  telemetry: optional(address, {
    description: 'Mixer for telemetry.',
    helm: 'global.remoteTelemetryAddress',
    default: 'no reports',
  }),
  zipkin: optional(address, {
    description: 'Zipkin or Jaeger.',
    helm: 'global.remoteZipkinAddress',
    default: 'no tracing',
  }),
});

const primary = group({
  name: noted(dnsLabel, {
    description: 'Cluster id of the primary: its folder below dist/.',
    fix: 'Write the cluster id, such as name: hq',
  }),
  namespace: optional(dnsLabel, {
    description: 'Namespace of Istio in every cluster.',
    helm: '--namespace',
    default: 'istio-system',
  }),
  kubernetes: optional(kubernetesVersion, {
    description: 'Kubernetes version of the primary.',
    default: 'not checked',
  }),
  ...clusterFields,
  addresses: noted(addresses, {
    description: 'Where remotes reach the control plane: IP address or DNS name.',
    fix: 'Write where remotes reach the control plane, such as addresses: { pilot: 10.8.0.11 }',
  }),
  exposure: optional(exposureSchema(images), {
    description:
      'What is rendered for the primary so that remotes reach the control plane; see docs/exposing-the-control-plane.md.',
    default: 'nothing is rendered',
  }),
});

const security = group({
  controlPlaneMutualTls: optional(flag(), {
    description: 'Mutual TLS between sidecars and the control plane.',
    helm: 'global.controlPlaneSecurityEnabled',
    default: 'false',
  }),
  mutualTls: optional(flag(), {
    description: 'Mutual TLS between applications, mesh-wide.',
    helm: 'global.mtls.enabled',
    default: 'false',
  }),
  selfSignedCa: optional(flag(), {
    description:
      'Citadel of each cluster signs with a certificate of its own, so clusters do not trust each other.',
    helm: 'security.selfSigned',
    default: 'true',
  }),
});

/** A mesh of Istio 1.0 as people write it. */
export const mesh10 = group({
  istio: noted(oneOf(RELEASES_1_0, 'a release of Istio: 1.0.0 to 1.0.9, or 1.28 to 1.31'), {
    description: 'Istio release of the primary.',
    fix: 'Write the release that the primary runs, such as istio: 1.0.9',
  }),
  primary: noted(primary, {
    description: 'The cluster that runs the control plane.',
    fix: 'Write the name and the addresses of the cluster that runs the control plane',
  }),
  security: optional(security, { description: 'Mesh-wide security; every cluster gets the same.' }),
  defaults: optional(group(remoteOptionFields), {
    description:
      'Options of every remote. A remote’s own win; maps merge key by key, lists and values replace.',
  }),
  remotes: noted(list(remote, 'a list of remote clusters'), {
    description: 'The clusters that join the mesh.',
    fix: 'Write the clusters that join the mesh, such as remotes: [{ name: eu-west-1 }]',
  }),
  ...meshFields,
});
