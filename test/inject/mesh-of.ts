import type { ProxyOptions } from '../../src/lines/istio-1.0/options/proxy';
import { chartDefaults } from '../../src/lines/istio-1.0/options/remote';
import { meshInjector } from '../../src/lines/istio-1.0/sidecar/mesh-injector';

const ADDRESSES = { pilot: '10.8.0.11', policy: '10.8.0.12', telemetry: '10.8.0.13', zipkin: '10.8.0.14' };

/** The options of the reference data. */
export const CONFIGURATIONS: Readonly<Record<string, Partial<ProxyOptions>>> = {
  addresses: {},
  'proxy-tuning': {
    concurrency: 2,
    accessLogFile: '',
    domain: 'mesh.local',
    includeIpRanges: '172.30.0.0/16,172.20.0.0/16',
    excludeIpRanges: '10.100.0.0/16',
    excludeInboundPorts: '9090,15020',
    coreDump: true,
    privileged: true,
    statsd: { enabled: true, host: 'statsd.metrics', port: 9125 },
    resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '256Mi' } },
  },
};

/** The mesh and the remote that all tests inject for. */
export function meshOf(
  proxy: Partial<ProxyOptions> = {},
  addresses: typeof ADDRESSES | { pilot: string } = ADDRESSES,
) {
  const options = chartDefaults('1.0.9');
  const mesh = {
    istio: '1.0.9' as const,
    primary: { namespace: 'istio-system', addresses },
    security: { controlPlaneMutualTls: false, mutualTls: false, selfSignedCa: true },
  };
  const remote = {
    ...options,
    name: 'eu-west-1',
    podCidrs: [],
    serviceCidrs: [],
    proxy: { ...options.proxy, ...proxy },
  };
  return { mesh, remote };
}

/** An injector with the chart's defaults and some proxy options. */
export function injectorOf(proxy: Partial<ProxyOptions> = {}, addresses?: { pilot: string }) {
  const { mesh, remote } = meshOf(proxy, addresses);
  return meshInjector(mesh, remote as never);
}
