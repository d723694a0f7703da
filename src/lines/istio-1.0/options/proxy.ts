import { isHostName } from '../../../kubernetes/names';
import type { Resources } from '../../../kubernetes/resources';
import { merged } from '../../../mesh/merge';
import { flag, type group, integer, oneOf, optional, text, type ValueOf } from '../../../mesh/schema/fields';
import { address, ipRanges, joined, ports, resources } from '../../../mesh/schema/shared';
import { chartGroup, chartOption } from '../../chart-option';
import { hasFeature, type Release10 } from '../facts/releases';
import * as kind from '../migrate/value-kinds';
import { imageName } from './images';

/** Options of the sidecars of a remote cluster. */
export interface ProxyOptions {
  readonly image: string;
  readonly initImage: string;
  /** Empty: the agent's own default. */
  readonly domain: string;
  readonly concurrency: number;
  readonly accessLogFile: string;
  /** Undefined: none. */
  readonly resources?: Resources;
  readonly coreDump: boolean;
  readonly privileged: boolean;
  readonly injection: 'enabled' | 'disabled';
  /** `*` or comma-separated CIDRs. */
  readonly includeIpRanges: string;
  readonly excludeIpRanges: string;
  /** `*` or comma-separated ports. Undefined: the pod's container ports. */
  readonly includeInboundPorts?: string;
  readonly excludeInboundPorts: string;
  readonly statsd: { readonly enabled: boolean; readonly host?: string; readonly port?: number };
}

/** Envoy opens it as a file. */
const logFile = text('the path of a file, or nothing', (value) => !value.includes('\0'));

/**
 * The agent appends it to the names of Services. Before that, Kubernetes expands variables of the container. Source:
 * 1.0.9, pilot/cmd/pilot-agent/main.go (domain), and Kubernetes, third_party/forked/golang/expansion.
 */
const dnsDomain = text('a DNS domain such as mesh.local', (value) =>
  isHostName(value.replace(/\$\((?:POD_NAME|POD_NAMESPACE|ISTIO_META_POD_NAME)\)/g, 'a')),
);

const statsdFields = {
  enabled: chartOption(flag(), {
    description: 'Whether sidecars send statsd metrics.',
    helm: 'global.proxy.envoyStatsd.enabled',
    read: kind.toggle,
    default: false,
    defaultText: 'true if `host` or `port` is set, else false',
  }),
  host: chartOption(address, {
    description: 'Host of the statsd collector.',
    helm: 'global.proxy.envoyStatsd.host',
    read: kind.textOrNone,
    idle: kind.withStatsd,
  }),
  port: chartOption(integer(1, 65535), {
    description: 'UDP port of the statsd collector.',
    helm: 'global.proxy.envoyStatsd.port',
    read: kind.optionalCount,
    idle: kind.withStatsd,
  }),
} as const;

/** Options of `proxy:`. @internal */
export const proxyFields = {
  image: chartOption(imageName, {
    description: 'Image name of the sidecar in `images.hub`.',
    helm: 'global.proxy.image',
    read: kind.text,
    default: 'proxyv2',
  }),
  initImage: chartOption(imageName, {
    description: 'Image name of istio-init in `images.hub`.',
    helm: 'global.proxy_init.image',
    read: kind.text,
    default: 'proxy_init',
  }),
  domain: chartOption(dnsDomain, {
    description: 'DNS domain of the pods. Since Istio 1.0.6.',
    helm: 'global.proxy.proxyDomain',
    read: kind.optionalText,
    idle: kind.since('proxyDomain'),
    default: '',
    defaultText: '<pod namespace>.svc.cluster.local',
  }),
  concurrency: chartOption(integer(0), {
    description: 'Number of worker threads of the sidecar. 0 means one per core. Since Istio 1.0.2.',
    helm: 'global.proxy.concurrency',
    read: kind.count,
    idle: kind.since('concurrency'),
    default: 0,
  }),
  accessLogFile: chartOption(logFile, {
    description: 'File that sidecars log requests to. With an empty text, they log nothing.',
    helm: 'global.proxy.accessLogFile',
    read: kind.quotedText,
    default: '/dev/stdout',
  }),
  resources: chartOption(resources, {
    description: 'Resource requests and limits of the sidecar.',
    helm: 'global.proxy.resources',
    read: kind.resources,
    default: { requests: { cpu: '100m', memory: '128Mi' } },
    defaultText: 'requests of cpu 100m and memory 128Mi',
  }),
  coreDump: chartOption(flag(), {
    description: 'Whether Envoy writes core dumps.',
    helm: 'global.proxy.enableCoreDump',
    read: kind.toggle,
    default: false,
  }),
  privileged: chartOption(flag(), {
    description: 'Whether istio-init runs privileged. SELinux may need it.',
    helm: 'global.proxy.privileged',
    read: kind.toggle,
    idle: kind.since('privilegedSwitch'),
    default: (release: Release10): boolean => !hasFeature(release, 'privilegedSwitch'),
    defaultText: 'false; true in 1.0.0',
  }),
  injection: chartOption(oneOf(['enabled', 'disabled']), {
    description:
      '`enabled`: pods in an injected namespace get a sidecar unless they opt out. `disabled`: only pods that opt in get one.',
    helm: 'global.proxy.autoInject',
    read: kind.text,
    default: 'enabled',
  }),
  includeIpRanges: chartOption(ipRanges, {
    description: 'Outbound IP ranges that go through the sidecar.',
    helm: 'global.proxy.includeIPRanges',
    read: kind.optionalText,
    default: '*',
    defaultText: '"*"',
  }),
  excludeIpRanges: chartOption(ipRanges, {
    description: 'Outbound IP ranges that bypass the sidecar.',
    helm: 'global.proxy.excludeIPRanges',
    read: kind.optionalText,
    default: '',
    defaultText: 'none',
  }),
  includeInboundPorts: optional(ports, {
    description: 'Inbound ports that go through the sidecar.',
    helm: 'global.proxy.includeInboundPorts (which the chart never reads)',
    default: "the pod's container ports",
  }),
  excludeInboundPorts: chartOption(ports, {
    description: 'Inbound ports that bypass the sidecar.',
    helm: 'global.proxy.excludeInboundPorts',
    read: kind.optionalText,
    default: '',
    defaultText: 'none',
  }),
  statsd: chartGroup(statsdFields, {
    description: 'Collector that sidecars send statsd metrics to.',
    helm: 'global.proxy.envoyStatsd',
    defaultText: 'none',
  }),
} as const;

/** `proxy:` as written in mesh.yaml. */
type ProxyInput = ValueOf<ReturnType<typeof group<typeof proxyFields>>>;

/** Merges `proxy:` into complete options. @internal */
export function resolveProxy(base: ProxyOptions, over: ProxyInput): ProxyOptions {
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
