import fc from 'fast-check';
import { SIDECAR_ANNOTATIONS } from '../../../../src/inject/sidecar-annotations';
import { codePoint } from '../../../code-point';
import type { ObjectMeta, PodSpec, ProxyConfig } from './go-engine';
import { asSeenByTemplates } from './mesh-defaults';

/** A pod and the proxy config of its mesh, as templates see them. */
export interface SeenPod {
  readonly objectMeta: Required<Pick<ObjectMeta, 'labels' | 'annotations'>>;
  readonly spec: PodSpec;
  readonly proxyConfig: ProxyConfig;
  readonly meshConfig: { readonly proxyListenPort: number };
}

/** A pod without any optional field. */
export const BARE_POD: SeenPod = {
  objectMeta: { labels: {}, annotations: {} },
  spec: { containers: [], serviceAccountName: '' },
  ...asSeenByTemplates({ defaultConfig: {} as never }),
};

const HOSTILE = ['[[', ']]', '{{', '"', "'", '\\', '\n', '\r\n', '\t', ': ', ' #', '- ', '|', '%', '\0'];
const BREAKS = ['\x7f', '\x85', '\xa0', '\u2028', '\ufeff', '\ufffe', '\uffff', '\u{1f600}', '\u{10ffff}'];

/** Any text, often with characters that end a text in YAML or in a Go template. */
export const anyText = fc
  .array(fc.oneof(fc.constantFrom(...HOSTILE, ...BREAKS), fc.string({ unit: codePoint, maxLength: 4 })), {
    maxLength: 6,
  })
  .map((parts) => parts.join(''));

/** Label values that YAML reads as another type without quotes. */
const typedLabel = fc.constantFrom(
  ...[
    'yes',
    'No',
    'y',
    'on',
    'true',
    'null',
    '0x10',
    '010',
    '1.10',
    '1_000',
    '1e3',
    '2018-11-01',
    '007',
    '9',
  ],
);
const plainLabel = fc.stringMatching(/^[A-Za-z0-9](?:[-\w.]{0,20}[A-Za-z0-9])?$/);

const port = fc.integer({ min: 1, max: 65535 });
const portList = fc.array(fc.tuple(fc.constantFrom('', ' '), port), { maxLength: 3 });
const ports = portList.map((list) => list.map((parts) => parts.join('')).join(','));
const cidr = fc.tuple(fc.ipV4(), fc.integer({ min: 0, max: 32 })).map((parts) => parts.join('/'));
const cidrs = fc.array(cidr, { maxLength: 3 }).map((list) => list.join(','));
const hostPort = fc.tuple(fc.oneof(fc.domain(), fc.ipV4()), port).map((parts) => parts.join(':'));

/** Annotations that the injector accepts. */
const annotations = fc.record(
  {
    [SIDECAR_ANNOTATIONS.inject]: fc.constantFrom('true', 'false', ''),
    [SIDECAR_ANNOTATIONS.proxyImage]: fc.constantFrom('', 'docker.io/istio/proxy_debug:1.0.9', 'proxy'),
    [SIDECAR_ANNOTATIONS.interceptionMode]: fc.constantFrom('REDIRECT', 'TPROXY'),
    [SIDECAR_ANNOTATIONS.discoveryAddress]: fc.oneof(hostPort, fc.constant('')),
    [SIDECAR_ANNOTATIONS.controlPlaneAuthPolicy]: fc.constantFrom('NONE', 'MUTUAL_TLS', ''),
    [SIDECAR_ANNOTATIONS.proxyCpu]: fc.constantFrom('100m', '2', '0.5', ''),
    [SIDECAR_ANNOTATIONS.proxyMemory]: fc.constantFrom('128Mi', '1e9', '0x10', ''),
    [SIDECAR_ANNOTATIONS.includeOutboundIpRanges]: fc.oneof(cidrs, fc.constant('*')),
    [SIDECAR_ANNOTATIONS.excludeOutboundIpRanges]: cidrs,
    [SIDECAR_ANNOTATIONS.includeInboundPorts]: fc.oneof(ports, fc.constant('*')),
    [SIDECAR_ANNOTATIONS.excludeInboundPorts]: ports,
    'example.com/note': anyText,
  },
  { requiredKeys: [] },
);

const container = fc.record({
  name: fc.constantFrom('web', 'istio-proxy'),
  ports: fc.array(
    port.map((containerPort) => ({ containerPort })),
    { maxLength: 3 },
  ),
});

const duration = fc.constantFrom('0s', '1s', '1m0s', '1h1m1s', '250ms', '1.5s');

const proxyConfig: fc.Arbitrary<ProxyConfig> = fc.record({
  configPath: fc.constantFrom('/etc/istio/proxy', '/var/envoy'),
  binaryPath: fc.constant('/usr/local/bin/envoy'),
  serviceCluster: fc.constant('istio-proxy'),
  drainDuration: duration,
  parentShutdownDuration: duration,
  discoveryAddress: hostPort,
  discoveryRefreshDelay: duration,
  zipkinAddress: fc.oneof(hostPort, fc.constant('')),
  connectTimeout: duration,
  statsdUdpAddress: fc.oneof(hostPort, fc.constant('')),
  proxyAdminPort: port,
  concurrency: fc.constantFrom(0, 1, 16),
  controlPlaneAuthPolicy: fc.constantFrom('NONE', 'MUTUAL_TLS'),
  interceptionMode: fc.constantFrom('REDIRECT', 'TPROXY'),
});

/** A pod that Istio injects a sidecar into. */
export const acceptedPod: fc.Arbitrary<SeenPod> = fc.record({
  objectMeta: fc.record({
    labels: fc.record(
      { app: fc.oneof(plainLabel, typedLabel, fc.constant('')), tier: plainLabel },
      { requiredKeys: [] },
    ),
    annotations: annotations as fc.Arbitrary<Record<string, string>>,
  }),
  spec: fc.record({
    containers: fc.array(container, { maxLength: 3 }),
    serviceAccountName: fc.constantFrom('', 'default', 'web', '7'),
  }),
  proxyConfig,
  meshConfig: fc.record({ proxyListenPort: port }),
});

/** A pod with any text in every label and annotation that a sidecar depends on. */
export const hostilePod: fc.Arbitrary<SeenPod> = fc.record({
  objectMeta: fc.record({
    labels: fc.record({ app: anyText }, { requiredKeys: [] }),
    annotations: fc.record(
      Object.fromEntries(Object.values(SIDECAR_ANNOTATIONS).map((name) => [name, anyText])),
      { requiredKeys: [] },
    ) as fc.Arbitrary<Record<string, string>>,
  }),
  spec: fc.record({
    containers: fc.array(container, { maxLength: 3 }),
    serviceAccountName: anyText,
  }),
  proxyConfig: fc.tuple(proxyConfig, anyText, anyText, anyText).map(
    ([config, configPath, discoveryAddress, zipkinAddress]): ProxyConfig => ({
      ...config,
      configPath,
      discoveryAddress,
      zipkinAddress,
    }),
  ),
  meshConfig: fc.record({ proxyListenPort: port }),
});
