import { injectedWorkloadsFields } from '../../../add-ons/injected-workloads/injected-workloads';
import { apiServerCa } from '../../../mesh/api-server-ca';
import { merged } from '../../../mesh/merge';
import { flag, group, list, noted, optional, type ValueOf } from '../../../mesh/schema/fields';
import { clusterFields, dnsLabel, kubernetesVersion, namespaceItem, url } from '../../../mesh/schema/shared';
import { chartGroup, chartOption, defaultsOf } from '../../chart-option';
import type { Release10 } from '../facts/releases';
import * as kind from '../migrate/value-kinds';
import {
  type CitadelOptions,
  citadelFields,
  type Scheduling,
  type SidecarInjectorOptions,
  schedulingFields,
  sidecarInjectorFields,
} from './components';
import { type Images, imagesFields } from './images';
import { type PilotService, pilotServiceField, resolvePilotService } from './pilot-service';
import { type ProxyOptions, proxyFields, resolveProxy } from './proxy';

/** Every option of a remote cluster, with defaults filled in. */
export interface RemoteOptions10 {
  readonly kubernetes: string;
  readonly allowUnsupportedKubernetes: boolean;
  readonly injectedNamespaces: readonly string[];
  readonly pilotService: PilotService;
  readonly sidecarInjector: SidecarInjectorOptions;
  readonly citadel: CitadelOptions;
  readonly images: Images;
  readonly proxy: ProxyOptions;
  readonly policyChecks: boolean;
  readonly policyCheckFailOpen: boolean;
  readonly tracing: boolean;
  readonly scheduling: Scheduling;
}

/** Options of a remote cluster. `defaults:` can set them for all remotes. @internal */
export const remoteOptionFields = {
  kubernetes: chartOption(kubernetesVersion, {
    description: 'Kubernetes version of the cluster.',
    default: '1.21',
    defaultText: '"1.21"',
  }),
  allowUnsupportedKubernetes: chartOption(flag(), {
    description: 'Whether to accept Kubernetes 1.22 and newer. They need `sidecarInjector.caBundle`.',
    default: false,
  }),
  injectedNamespaces: chartOption(list(namespaceItem, 'a list of namespaces'), {
    description: 'Namespaces that get the label istio-injection=enabled.',
    helmText: 'kubectl label namespace … istio-injection=enabled',
    default: [],
  }),
  pilotService: pilotServiceField,
  sidecarInjector: chartGroup(sidecarInjectorFields, {
    description: 'The sidecar injector.',
    helm: 'sidecarInjectorWebhook',
  }),
  citadel: chartGroup(citadelFields, {
    description: 'Citadel, the certificate authority.',
    helm: 'security',
  }),
  images: chartGroup(imagesFields, {
    description: 'Registry, tags and pull settings of the images.',
    helm: 'global',
  }),
  proxy: chartGroup(proxyFields, { description: 'The sidecar.', helm: 'global.proxy' }),
  policyChecks: chartOption(flag(), {
    description: 'Whether sidecars ask Mixer before each request. Only if `primary.addresses.policy` is set.',
    helm: 'global.disablePolicyChecks',
    read: kind.opposite(kind.flag),
    opposite: true,
    default: true,
  }),
  policyCheckFailOpen: chartOption(flag(), {
    description:
      'Whether requests pass if Mixer does not answer. Since Istio 1.0.3. Only if `primary.addresses.policy` is set.',
    helm: 'global.policyCheckFailOpen',
    read: kind.flag,
    idle: kind.since('policyCheckFailOpen'),
    default: false,
  }),
  tracing: chartOption(flag(), {
    description: 'Whether sidecars trace requests. Only if `primary.addresses.zipkin` is set.',
    helm: 'global.enableTracing',
    read: kind.flag,
    default: true,
  }),
  scheduling: chartGroup(schedulingFields, {
    description: 'Node selection, priority and default resources of Citadel and the injector.',
    helm: 'global',
  }),
} as const;

/** `defaults:` of a mesh. @internal */
export const remoteOptions = group(remoteOptionFields);

type Input = ValueOf<typeof remoteOptions>;

/** An item of `remotes:`. @internal */
export const remote = group({
  name: noted(dnsLabel, {
    description: 'Cluster id. It names the folder in dist/, and the Secret on the primary and its key.',
    fix: 'Write the cluster id, such as name: eu-west-1',
  }),
  apiServer: optional(url, {
    description: 'URL where the primary reaches the API server of this cluster.',
    default: 'the server in the kubeconfig',
  }),
  ...clusterFields,
  apiServerCa,
  ...injectedWorkloadsFields,
  ...remoteOptionFields,
});

/**
 * Returns the chart's defaults. Source: install/kubernetes/helm/istio-remote/values.yaml at each release; hub and tag
 * as in the release archives.
 * @internal
 */
export function chartDefaults(release: Release10): RemoteOptions10 {
  return defaultsOf(remoteOptionFields, release);
}

/** Merges options into complete ones. Shares groups without an override. @internal */
export function resolveOptions(base: RemoteOptions10, over: Input): RemoteOptions10 {
  const { pilotService, sidecarInjector, proxy, scheduling } = over;
  const plain = Object.keys(remoteOptionFields) as (keyof RemoteOptions10)[];
  const laid = Object.fromEntries(plain.map((key) => [key, merged(base[key], over[key] as never)]));
  return {
    ...(laid as unknown as RemoteOptions10),
    pilotService: resolvePilotService(base.pilotService, pilotService),
    sidecarInjector: resolveInjector(base.sidecarInjector, sidecarInjector),
    proxy: proxy === undefined ? base.proxy : resolveProxy(base.proxy, proxy),
    scheduling: scheduling === undefined ? base.scheduling : resolveScheduling(base.scheduling, scheduling),
  };
}

/** `null` becomes an empty map: without the key a construct would fill in the default. */
function resolveScheduling(base: Scheduling, over: NonNullable<Input['scheduling']>): Scheduling {
  const { defaultResources = {}, ...rest } = merged(base, over);
  return { ...rest, defaultResources };
}

/** Users split base64 over several lines, but the API server accepts no blanks in it. */
function resolveInjector(
  base: SidecarInjectorOptions,
  over: Input['sidecarInjector'],
): SidecarInjectorOptions {
  const { caBundle } = over ?? {};
  return merged(base, caBundle === undefined ? over : { ...over, caBundle: caBundle.replace(/\s/g, '') });
}
