import { flag, group, integer, oneOf, optional, text } from '../../../mesh/schema/fields';
import { ipRanges, ports } from '../../../mesh/schema/lists-as-text';
import { resources } from '../../../mesh/schema/shared';
import { imageName } from './images';

const anyText = text('text', () => true);
const dnsDomain = text('a DNS domain such as mesh.local', (value) => /^[\w.${}()-]+$/.test(value));

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

/** `proxy:` of a remote. */
export const proxy = group({
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
