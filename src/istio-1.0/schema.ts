import { isDnsSubdomain, isLabelValue } from '../kubernetes/names';
import { isDnsName, isIpAddress } from '../kubernetes/network';
import {
  flag,
  group,
  integer,
  list,
  noted,
  nullable,
  oneOf,
  optional,
  record,
  text,
  union,
  type ValueOf,
} from '../mesh/schema/leaf';
import { ipRanges, ports } from '../mesh/schema/lists-as-text';
import {
  address,
  caBundle,
  clusterFields,
  dnsLabel,
  kubernetesVersion,
  namespaceItem,
  objectName,
  resources,
  url,
} from '../mesh/schema/shared';
import { sharedServices } from '../mesh/shared-services/schema';
import { CREDENTIALS_NOTES, credentials } from '../remote-secret/schema';
import { exposureSchema } from './exposure-schema';
import { RELEASES_1_0 } from './facts/releases';

const imageName = text('an image name such as proxyv2, without registry and tag', (value) =>
  /^[\w.-]+(?:\/[\w.-]+)*$/.test(value),
);
const anyText = text('text', () => true);
const dnsDomain = text('a DNS domain such as mesh.local', (value) => /^[\w.${}()-]+$/.test(value));

const sidecarInjector = group({
  enabled: optional(flag(), {
    description: 'Whether the cluster injects sidecars by itself. Without it, inject by hand.',
    helm: 'sidecarInjectorWebhook.enabled',
    default: 'true',
  }),
  replicas: optional(integer(0), {
    description: 'Pods of the sidecar injector.',
    helm: 'sidecarInjectorWebhook.replicaCount',
    default: '1',
  }),
  image: optional(imageName, {
    description: 'Image of the injector, below `images.hub`.',
    helm: 'sidecarInjectorWebhook.image',
    default: 'sidecar_injector',
  }),
  resources: optional(resources, {
    description: 'Requests and limits of the injector.',
    helm: 'sidecarInjectorWebhook.resources',
    default: '`scheduling.defaultResources`',
  }),
  injectByDefault: optional(flag(), {
    description: 'Inject into every namespace that is not labelled istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    default: 'false',
  }),
  template: optional(flag(), {
    description: 'Whether to make the ConfigMap istio-sidecar-injector. With `false` you bring your own.',
    helm: 'not global.omitSidecarInjectorConfigMap',
    default: 'true',
  }),
  caBundle: optional(caBundle, {
    description:
      'CA certificates by which the API server trusts the injector, base64 of PEM. The injector fills them in by itself up to Kubernetes 1.21.',
    default: 'left to the injector',
  }),
});

const citadel = group({
  replicas: optional(integer(0), {
    description: 'Pods of Citadel.',
    helm: 'security.replicaCount',
    default: '1',
  }),
  image: optional(imageName, {
    description: 'Image of Citadel, below `images.hub`.',
    helm: 'security.image',
    default: 'citadel',
  }),
  resources: optional(resources, {
    description: 'Requests and limits of Citadel.',
    helm: 'security.resources',
    default: '`scheduling.defaultResources`',
  }),
});

const images = group({
  hub: optional(
    text('a registry and path such as docker.io/istio', (value) =>
      /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(value),
    ),
    { description: 'Registry and path of every image.', helm: 'global.hub', default: 'docker.io/istio' },
  ),
  tag: optional(
    text('an image tag such as 1.0.9', (value) => /^\w[\w.-]{0,127}$/.test(value)),
    {
      description: 'Tag of every image.',
      helm: 'global.tag',
      default: 'the release in `istio`',
    },
  ),
  pullPolicy: optional(oneOf(['Always', 'IfNotPresent', 'Never']), {
    description: 'When nodes pull the images.',
    helm: 'global.imagePullPolicy',
    default: 'IfNotPresent',
  }),
  pullSecrets: optional(list(objectName, 'a list of names of Secrets'), {
    description: 'Secrets with registry credentials, for Citadel and the sidecar injector.',
    helm: 'global.imagePullSecrets',
    default: '[]',
  }),
});

const pilotService = group({
  mode: noted(oneOf(['endpoints', 'external-name']), {
    description:
      '`endpoints`: a headless Service with Endpoints for an IP address, an alias for a DNS name. `external-name`: always an alias, without Endpoints, which Argo CD 3 leaves out by default.',
    fix: 'Write mode: endpoints or mode: external-name',
  }),
  host: optional(
    text('a DNS name', isDnsName, (value) =>
      isIpAddress(value)
        ? 'Only a DNS name can stand there; for an IP address use mode: endpoints'
        : undefined,
    ),
    {
      description: 'DNS name of Pilot that the alias stands for; only with `external-name`.',
      default: '`primary.addresses.pilot`',
    },
  ),
});

const statsd = group({
  enabled: optional(flag(), {
    description: 'Whether sidecars send to statsd.',
    helm: 'global.proxy.envoyStatsd.enabled',
    default: 'true as soon as host or port is set',
  }),
  host: optional(
    text('a host name or address', (value) => value !== '' && !/[\s:]/.test(value)),
    {
      description: 'Host of the statsd collector.',
      helm: 'global.proxy.envoyStatsd.host',
    },
  ),
  port: optional(integer(1, 65535), {
    description: 'UDP port of the statsd collector.',
    helm: 'global.proxy.envoyStatsd.port',
  }),
});

const proxy = group({
  image: optional(imageName, {
    description: 'Image of the sidecar, below `images.hub`.',
    helm: 'global.proxy.image',
    default: 'proxyv2',
  }),
  initImage: optional(imageName, {
    description: 'Image of istio-init, below `images.hub`.',
    helm: 'global.proxy_init.image',
    default: 'proxy_init',
  }),
  domain: optional(dnsDomain, {
    description: 'DNS domain of the pods, from 1.0.6.',
    helm: 'global.proxy.proxyDomain',
    default: "the pod's namespace below svc.cluster.local",
  }),
  concurrency: optional(integer(0), {
    description: 'Worker threads of the sidecar; 0 takes one per core. From 1.0.2.',
    helm: 'global.proxy.concurrency',
    default: '0',
  }),
  accessLogFile: optional(anyText, {
    description: 'Where sidecars log requests; empty for nowhere.',
    helm: 'global.proxy.accessLogFile',
    default: '/dev/stdout',
  }),
  resources: optional(resources, {
    description: 'Requests and limits of the sidecar.',
    helm: 'global.proxy.resources',
    default: 'requests of cpu 100m and memory 128Mi',
  }),
  coreDump: optional(flag(), {
    description: 'Write core dumps of Envoy.',
    helm: 'global.proxy.enableCoreDump',
    default: 'false',
  }),
  privileged: optional(flag(), {
    description: 'Run istio-init privileged, as SELinux may ask for.',
    helm: 'global.proxy.privileged',
    default: 'false; true in 1.0.0',
  }),
  injection: optional(oneOf(['enabled', 'disabled']), {
    description:
      'Whether pods of a selected namespace get a sidecar unless they say otherwise, or only when they ask for it.',
    helm: 'global.proxy.autoInject',
    default: 'enabled',
  }),
  includeIpRanges: optional(ipRanges, {
    description: 'Outbound traffic that goes through the sidecar.',
    helm: 'global.proxy.includeIPRanges',
    default: '"*"',
  }),
  excludeIpRanges: optional(ipRanges, {
    description: 'Outbound traffic that goes around the sidecar.',
    helm: 'global.proxy.excludeIPRanges',
    default: 'none',
  }),
  includeInboundPorts: optional(ports, {
    description: 'Inbound ports that go through the sidecar.',
    helm: 'global.proxy.includeInboundPorts (which the chart never reads)',
    default: "the pod's container ports",
  }),
  excludeInboundPorts: optional(ports, {
    description: 'Inbound ports that go around the sidecar.',
    helm: 'global.proxy.excludeInboundPorts',
    default: 'none',
  }),
  statsd: optional(statsd, {
    description: 'Where sidecars send statsd metrics.',
    helm: 'global.proxy.envoyStatsd',
    default: 'nowhere',
  }),
});

const scheduling = group({
  architectures: optional(
    record(
      text('a processor architecture such as amd64', (value) => value !== '' && isLabelValue(value)),
      nullable(integer(0, 100)),
      'a map from processor architecture to weight',
    ),
    {
      description:
        'Weight of each processor architecture: 0 never, 1 least preferred, 2 no preference, 3 most preferred.',
      helm: 'global.arch',
      default: '{ amd64: 2, ppc64le: 2, s390x: 2 }',
    },
  ),
  priorityClassName: optional(
    text('the name of a PriorityClass', (value) => value === '' || isDnsSubdomain(value)),
    {
      description: 'Priority class of Citadel and the sidecar injector.',
      helm: 'global.priorityClassName',
      default: 'none',
    },
  ),
  defaultResources: optional(resources, {
    description: 'Requests and limits of components that set none of their own.',
    helm: 'global.defaultResources',
    default: 'requests of cpu 10m',
  }),
});

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
  sharedServices: optional(sharedServices, {
    description: 'Services of one cluster whose names resolve in the others.',
    helm: 'copying Service objects by hand',
    default: '[]',
  }),
  credentials: optional(credentials, CREDENTIALS_NOTES),
});

/** A mesh of Istio 1.0 as people write it. */
export type MeshInput10 = ValueOf<typeof mesh10>;
export type RemoteInput10 = MeshInput10['remotes'][number];
/** Options of a remote cluster as people write them. */
export type RemoteOptionsInput10 = NonNullable<MeshInput10['defaults']>;
