import fc from 'fast-check';
import type { Quantities, Resources } from '../../../../src/kubernetes/resources';
import { hasFeature, type Release10 } from '../../../../src/lines/istio-1.0/facts/releases';
import type { Images } from '../../../../src/lines/istio-1.0/options/images';
import type { ProxyOptions } from '../../../../src/lines/istio-1.0/options/proxy';
import { chartDefaults } from '../../../../src/lines/istio-1.0/options/remote';
import type { SidecarOptions } from '../../../../src/lines/istio-1.0/sidecar/sidecar';

/** The chart's own options, some of them replaced. */
export function sidecarOptions(
  istio: Release10 = '1.0.9',
  over: { proxy?: Partial<ProxyOptions>; images?: Partial<Images>; zipkin?: boolean } = {},
): SidecarOptions {
  const { images, proxy } = chartDefaults(istio);
  return {
    istio,
    images: { ...images, ...over.images },
    proxy: { ...proxy, ...over.proxy },
    zipkin: over.zipkin ?? false,
  };
}

const imageName = fc.constantFrom('proxyv2', 'proxy_debug', 'team/proxy', '1.0');
const ranges = fc.constantFrom('*', '', '10.0.0.0/8', '10.0.0.0/8,fd00::/8');
const ports = fc.constantFrom('', '80', '80,8080', '9090,15020');
const domain = fc.constantFrom('', 'mesh.local', '$(POD_NAMESPACE).svc.mesh.local');
const quantity = fc.oneof(
  fc.constantFrom('100m', '1', '0.5', '128Mi', '1e3'),
  fc.constantFrom(0, 1, 0.25, 1000000, 134217728),
);
const others = { 'ephemeral-storage': quantity, 'example.com/gpu': quantity };
// Helm cannot remove the chart's own requests for cpu and memory, and without resources its template is broken.
const requests = fc.record(
  { cpu: quantity, memory: quantity, ...others },
  { requiredKeys: ['cpu', 'memory'] },
) as fc.Arbitrary<Quantities>;
const limits = fc.record({ cpu: quantity, ...others }, { requiredKeys: [] }) as fc.Arbitrary<Quantities>;
const resources: fc.Arbitrary<Resources> = fc.record({ requests, limits }, { requiredKeys: ['requests'] });

const images: fc.Arbitrary<Images> = fc.record({
  hub: fc.constantFrom('docker.io/istio', 'localhost:5000', 'gcr.io/istio-release/mirror', '10'),
  tag: fc.constantFrom('1.0.9', 'release-1.0-latest-daily', '1', '1.0'),
  pullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
  pullSecrets: fc.constant([]),
});

/** The sidecar options of a release that do not break the chart's template. */
export function anySidecarOptions(istio: Release10): fc.Arbitrary<SidecarOptions> {
  const always = {
    image: imageName,
    initImage: imageName,
    domain: hasFeature(istio, 'proxyDomain') ? domain : fc.constant(''),
    concurrency: fc.nat(64),
    accessLogFile: fc.constantFrom('', '/dev/stdout'),
    coreDump: fc.boolean(),
    privileged: hasFeature(istio, 'privilegedSwitch') ? fc.boolean() : fc.constant(true),
    injection: fc.constantFrom('enabled' as const, 'disabled' as const),
    includeIpRanges: ranges,
    excludeIpRanges: ranges,
    excludeInboundPorts: ports,
    resources,
    statsd: fc.record({ enabled: fc.boolean(), host: fc.constant('statsd'), port: fc.constant(9125) }),
  };
  const sometimes = { includeInboundPorts: fc.oneof(ports, fc.constant('*')) };
  const proxy: fc.Arbitrary<ProxyOptions> = fc
    .tuple(fc.record(always), fc.record(sometimes, { requiredKeys: [] }))
    .map(([required, optional]) => ({ ...required, ...optional }));
  return fc.record({ istio: fc.constant(istio), images, proxy, zipkin: fc.boolean() });
}
