import { resolveAddOns } from '../../../add-ons';
import { merged } from '../../../mesh/merge';
import { joined } from '../../../mesh/schema/lists-as-text';
import { NAMES } from '../facts/names';
import { hasFeature, type Release10 } from '../facts/releases';
import type {
  Mesh10,
  ProxyOptions,
  Remote10,
  RemoteOptions10,
  Scheduling,
  SidecarInjectorOptions,
} from '../mesh';
import { resolveExposure } from './exposure-resolve';
import { resolvePilotService } from './pilot-service-resolve';
import type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from './schema';

/**
 * What the chart does when nobody says otherwise.
 * Source: install/kubernetes/helm/istio-remote/values.yaml at each release; hub and tag as the release archives set them.
 */
export function chartDefaults(release: Release10): RemoteOptions10 {
  return {
    kubernetes: '1.21',
    allowUnsupportedKubernetes: false,
    injectedNamespaces: [],
    pilotService: false,
    sidecarInjector: {
      enabled: true,
      replicas: 1,
      image: 'sidecar_injector',
      injectByDefault: false,
      template: true,
    },
    citadel: { replicas: 1, image: 'citadel' },
    images: { hub: 'docker.io/istio', tag: release, pullPolicy: 'IfNotPresent', pullSecrets: [] },
    proxy: {
      image: 'proxyv2',
      initImage: 'proxy_init',
      domain: '',
      concurrency: 0,
      accessLogFile: '/dev/stdout',
      resources: { requests: { cpu: '100m', memory: '128Mi' } },
      coreDump: false,
      privileged: !hasFeature(release, 'privilegedSwitch'),
      injection: 'enabled',
      includeIpRanges: '*',
      excludeIpRanges: '',
      excludeInboundPorts: '',
      statsd: { enabled: false },
    },
    policyChecks: true,
    policyCheckFailOpen: false,
    tracing: true,
    scheduling: {
      architectures: { amd64: 2, ppc64le: 2, s390x: 2 },
      priorityClassName: '',
      defaultResources: { requests: { cpu: '10m' } },
    },
  };
}

/** Fills in every default: the chart's, then `defaults:`, then the remote's own options. */
export function resolveMesh10(input: MeshInput10): Mesh10 {
  const shared = resolveOptions(chartDefaults(input.istio), input.defaults ?? {});
  const { primary, security } = input;
  return {
    line: '1.0',
    istio: input.istio,
    primary: {
      name: primary.name,
      namespace: primary.namespace ?? NAMES.namespace,
      kubernetes: primary.kubernetes,
      podCidrs: primary.podCidrs ?? [],
      serviceCidrs: primary.serviceCidrs ?? [],
      addresses: primary.addresses,
      exposure: primary.exposure === undefined ? undefined : resolveExposure(primary.exposure, input.istio),
      context: primary.context,
      kubeconfig: primary.kubeconfig,
    },
    security: {
      controlPlaneMutualTls: security?.controlPlaneMutualTls ?? false,
      mutualTls: security?.mutualTls ?? false,
      selfSignedCa: security?.selfSignedCa ?? true,
    },
    remotes: input.remotes.map((remote) => resolveRemote(shared, remote)),
    ...resolveAddOns(input),
  };
}

function resolveRemote(shared: RemoteOptions10, remote: RemoteInput10): Remote10 {
  return {
    name: remote.name,
    apiServer: remote.apiServer,
    ...(remote.injectedWorkloads === undefined ? {} : { injectedWorkloads: remote.injectedWorkloads }),
    podCidrs: remote.podCidrs ?? [],
    serviceCidrs: remote.serviceCidrs ?? [],
    context: remote.context,
    kubeconfig: remote.kubeconfig,
    ...resolveOptions(shared, remote),
  };
}

/** Lays options on complete ones. Groups without an override are shared, not copied. */
export function resolveOptions(base: RemoteOptions10, over: RemoteOptionsInput10): RemoteOptions10 {
  return {
    kubernetes: over.kubernetes ?? base.kubernetes,
    allowUnsupportedKubernetes: over.allowUnsupportedKubernetes ?? base.allowUnsupportedKubernetes,
    injectedNamespaces: over.injectedNamespaces ?? base.injectedNamespaces,
    pilotService: resolvePilotService(base.pilotService, over.pilotService),
    sidecarInjector: resolveInjector(base.sidecarInjector, over.sidecarInjector),
    citadel: merged(base.citadel, over.citadel),
    images: merged(base.images, over.images),
    proxy: over.proxy === undefined ? base.proxy : resolveProxy(base.proxy, over.proxy),
    policyChecks: over.policyChecks ?? base.policyChecks,
    policyCheckFailOpen: over.policyCheckFailOpen ?? base.policyCheckFailOpen,
    tracing: over.tracing ?? base.tracing,
    scheduling:
      over.scheduling === undefined ? base.scheduling : resolveScheduling(base.scheduling, over.scheduling),
  };
}

/** An empty map where `null` took the default away: without the key a construct would fill it in again. */
function resolveScheduling(
  base: Scheduling,
  over: NonNullable<RemoteOptionsInput10['scheduling']>,
): Scheduling {
  const { defaultResources = {}, ...rest } = merged(base, over);
  return { ...rest, defaultResources };
}

/** People fold base64 over several lines; the API server takes no blanks in it. */
function resolveInjector(
  base: SidecarInjectorOptions,
  over: RemoteOptionsInput10['sidecarInjector'],
): SidecarInjectorOptions {
  const { caBundle } = over ?? {};
  return merged(base, caBundle === undefined ? over : { ...over, caBundle: caBundle.replace(/\s/g, '') });
}

function resolveProxy(base: ProxyOptions, over: NonNullable<RemoteOptionsInput10['proxy']>): ProxyOptions {
  const { includeIpRanges, excludeIpRanges, includeInboundPorts, excludeInboundPorts, statsd, ...rest } =
    over;
  const asks = statsd?.host !== undefined || statsd?.port !== undefined;
  const enabled = statsd?.enabled ?? (asks ? true : undefined);
  const proxy = merged(base, {
    ...rest,
    ...(includeIpRanges === undefined ? {} : { includeIpRanges: joined(includeIpRanges) }),
    ...(excludeIpRanges === undefined ? {} : { excludeIpRanges: joined(excludeIpRanges) }),
    ...(includeInboundPorts === undefined ? {} : { includeInboundPorts: joined(includeInboundPorts) }),
    ...(excludeInboundPorts === undefined ? {} : { excludeInboundPorts: joined(excludeInboundPorts) }),
    ...(statsd === undefined ? {} : { statsd: { ...statsd, enabled } }),
  });
  return { ...proxy, resources: proxy.resources ?? {} };
}
