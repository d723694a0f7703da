import fc from 'fast-check';
import { isAtLeast } from '../../src/kubernetes/version';
import { hasFeature, RELEASES_1_0, type Release10 } from '../../src/lines/istio-1.0/facts/releases';
import type { MeshInput10, RemoteInput10, RemoteOptionsInput10 } from '../../src/lines/istio-1.0/input';
import { sidecarInjectorFields } from '../../src/lines/istio-1.0/options/components';
import { proxyFields } from '../../src/lines/istio-1.0/options/proxy';
import { remoteOptionFields } from '../../src/lines/istio-1.0/options/remote';
import { CA_BUNDLE } from '../certificates-in-pem';
import { simpleFields } from './arbitrary-field';

const label = fc.oneof(
  fc.stringMatching(/^[a-z0-9](?:[a-z0-9-]{0,10}[a-z0-9])?$/),
  // Other readers of YAML read these as numbers, booleans and null.
  fc.constantFrom('1e3', '0x1f', 'null', 'true', 'no', '12', '0'.repeat(63)),
);
const word = fc.stringMatching(/^[A-Za-z0-9][\w.-]{0,12}$/);
const imagePart = fc.stringMatching(/^[a-z0-9]{1,5}(?:(?:[._]|__|-{1,3})[a-z0-9]{1,3})?$/);
const imageName = fc.oneof(fc.constantFrom('proxyv2', 'team/proxy', '1.0', 'a_b'), imagePart);
const dnsName = fc.tuple(label, fc.constantFrom('', '.example', '.mesh.internal')).map(([host, domain]) => {
  return domain === '' ? `${host.slice(0, 60)}-x` : `${host}${domain}`;
});
const address = fc.oneof(
  fc.tuple(fc.integer({ min: 16, max: 31 }), fc.nat(255), fc.nat(255)).map((rest) => `172.${rest.join('.')}`),
  fc.nat(0xffff).map((group) => `fd12:3456::${group.toString(16)}`),
  dnsName,
);
const anyText = fc.oneof(
  fc.string({ maxLength: 20 }),
  fc.string({ unit: 'grapheme', maxLength: 8 }),
  fc.constantFrom(
    '',
    '/dev/stdout',
    '~',
    'true',
    '1.0',
    ' a ',
    'a: b',
    '# a',
    '- a',
    '[[ a ]]',
    'a\nb\n',
    '"',
    "'",
  ),
);

const STANDARD = fc.constantFrom('cpu', 'memory', 'ephemeral-storage');
const DEVICES = fc.constantFrom('example.com/gpu', 'example.com/constructor');
const small = fc.constantFrom<string | number>('100m', '0.25', 0.5, '.5', '1500u', '2', '1e0', 0);
/** Above this tool's default requests. */
const large = fc.constantFrom<string | number>('4000M', 8e9, '1024Mi', '1000e6', '1e9', '1.5Gi', '1000000k');

function quantities<N extends string>(names: fc.Arbitrary<N>, quantity: fc.Arbitrary<string | number>) {
  return fc.dictionary(names, fc.option(quantity, { nil: null }), { noNullPrototype: true, maxKeys: 3 });
}
/** Requests and limits in any spelling that an API server accepts, even after merging. */
export const resources = fc.option(
  fc.record(
    {
      requests: fc.option(quantities(STANDARD, small), { nil: null }),
      limits: fc.option(
        fc
          .tuple(quantities(STANDARD, large), quantities(DEVICES, fc.nat(8)))
          .map(([standard, devices]) => ({ ...standard, ...devices })),
        { nil: null },
      ),
    },
    { requiredKeys: [], noNullPrototype: true },
  ),
  { nil: null },
);
const ranges = fc.oneof(
  fc.constantFrom('*', '', '10.0.0.0/8', '10.0.0.1/8, fd00::/8'),
  fc.array(fc.constantFrom('10.0.0.0/8', '172.16.0.0/12', 'fd00::/8'), { maxLength: 3 }),
);
const ports = fc.oneof(
  fc.constantFrom('*', '', '80', '80,8080'),
  fc.integer({ min: 0, max: 65535 }),
  fc.array(fc.oneof(fc.integer({ min: 1, max: 65535 }), fc.constant('9090')), { maxLength: 3 }),
);
const statsd = fc.oneof(
  fc.constantFrom({}, { enabled: false }),
  fc.record(
    {
      host: dnsName,
      port: fc.integer({ min: 1, max: 65535 }),
      enabled: fc.boolean(),
    },
    { requiredKeys: ['host', 'port'], noNullPrototype: true },
  ),
);

/** A record with any of its keys missing. */
function some<T extends object>(
  fields: { [Key in keyof T]: fc.Arbitrary<T[Key]> },
): fc.Arbitrary<Partial<T>> {
  return fc.record(fields, { requiredKeys: [], noNullPrototype: true }) as fc.Arbitrary<Partial<T>>;
}

const component = { replicas: fc.nat(5), image: imageName, resources };
const kubernetes = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom('1.9', '1.13.12', '1.14', '1.15', '1.16.0', '1.20', '1.21.14') },
  { weight: 1, arbitrary: fc.constantFrom('1.22', '1.30.1') },
);

/** Every option of a remote, before {@link fitting} removes what contradicts the rest of the mesh. */
const options: fc.Arbitrary<RemoteOptionsInput10> = some<Required<RemoteOptionsInput10>>({
  ...simpleFields(remoteOptionFields),
  kubernetes,
  allowUnsupportedKubernetes: fc.boolean(),
  injectedNamespaces: fc.uniqueArray(label, { maxLength: 3 }),
  pilotService: fc.oneof(
    fc.boolean(),
    fc.constant({ mode: 'endpoints' as const }),
    dnsName.map((host) => ({ mode: 'external-name' as const, host })),
  ),
  sidecarInjector: some({
    ...simpleFields(sidecarInjectorFields),
    enabled: fc.boolean(),
    ...component,
    injectByDefault: fc.boolean(),
    template: fc.boolean(),
    caBundle: fc.constant(CA_BUNDLE),
  }),
  citadel: some({ ...component, certificateLifetime: fc.constantFrom('1h', '36h30m', '2160h') }),
  images: some({
    hub: fc.constantFrom('docker.io/istio', 'localhost:5000', 'gcr.io/istio-release/mirror', '10'),
    tag: fc.oneof(fc.constantFrom('1.0.9', '1.10', '1', '1e3', '0o7'), word),
    pullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
    pullSecrets: fc.uniqueArray(label, { maxLength: 2 }),
  }),
  proxy: some({
    ...simpleFields(proxyFields),
    image: imageName,
    initImage: imageName,
    domain: fc.constantFrom('mesh.local', '$(POD_NAMESPACE).svc.mesh.local', '1.0'),
    concurrency: fc.nat(64),
    accessLogFile: anyText,
    resources,
    coreDump: fc.boolean(),
    privileged: fc.boolean(),
    injection: fc.constantFrom('enabled', 'disabled'),
    includeIpRanges: ranges,
    excludeIpRanges: ranges,
    includeInboundPorts: ports,
    excludeInboundPorts: ports,
    statsd,
  }),
  policyChecks: fc.boolean(),
  policyCheckFailOpen: fc.boolean(),
  tracing: fc.boolean(),
  scheduling: some({
    // One architecture that no default and no override excludes.
    architectures: fc
      .tuple(
        fc.dictionary(
          fc.constantFrom('amd64', 'arm64', 'ppc64le', 's390x'),
          fc.option(fc.nat(100), { nil: null }),
          { noNullPrototype: true },
        ),
        fc.integer({ min: 1, max: 100 }),
      )
      .map(([others, weight]) => ({ ...others, riscv64: weight })),
    priorityClassName: fc.oneof(fc.constant(''), label),
    defaultResources: resources,
  }),
}) as fc.Arbitrary<RemoteOptionsInput10>;

/** Separate ranges for each cluster: pods in one /16, services in the next, both also in IPv6. */
function cidrs(cluster: number): fc.Arbitrary<{ podCidrs?: string[]; serviceCidrs?: string[] }> {
  const ranges = (network: number): fc.Arbitrary<string[]> =>
    fc
      .tuple(fc.integer({ min: 16, max: 30 }), fc.integer({ min: 64, max: 120 }))
      .chain(([ipv4, ipv6]) =>
        fc.shuffledSubarray([`10.${network}.0.0/${ipv4}`, `fd00:${network.toString(16)}::/${ipv6}`]),
      );
  return some({ podCidrs: ranges(2 * cluster), serviceCidrs: ranges(2 * cluster + 1) });
}

const apiServer = fc
  .tuple(
    fc.constantFrom('10.20.0.2', '[fd00::2]', 'api.example.com'),
    fc.constantFrom('', ':6443', ':6443/k8s/c-1'),
  )
  .map(([host, rest]) => `https://${host}${rest}`);

const release: fc.Arbitrary<Release10> = fc.constantFrom(...RELEASES_1_0);

/** A valid mesh as users write it, with every option; at most three clusters besides the primary. */
export const meshInput: fc.Arbitrary<MeshInput10> = fc
  .uniqueArray(label, { minLength: 2, maxLength: 4 })
  .chain(([primary = '', ...remotes]) =>
    fc.record(
      {
        istio: release,
        primary: fc.tuple(
          fc.record(
            {
              name: fc.constant(primary),
              namespace: fc.oneof(fc.constant('istio-system'), label),
              kubernetes,
              addresses: fc.record(
                { pilot: address, policy: address, telemetry: address, zipkin: address },
                { requiredKeys: ['pilot'], noNullPrototype: true },
              ),
            },
            { requiredKeys: ['name', 'addresses'], noNullPrototype: true },
          ),
          cidrs(0),
        ),
        security: some({
          controlPlaneMutualTls: fc.boolean(),
          mutualTls: fc.boolean(),
          selfSignedCa: fc.boolean(),
        }),
        defaults: options,
        remotes: fc.tuple(
          ...remotes.map((name, index) =>
            fc
              .tuple(some({ apiServer }), cidrs(index + 1), options)
              .map(([own, ranges, rest]): RemoteInput10 => ({ name, ...own, ...ranges, ...rest })),
          ),
        ),
      },
      { requiredKeys: ['istio', 'primary', 'remotes'], noNullPrototype: true },
    ),
  )
  .map(({ primary: [primary, ranges], ...rest }) =>
    fitting({ ...rest, primary: { ...primary, ...ranges } } as MeshInput10),
  );

/** The same mesh without contradictions. */
function fitting({ istio, primary, security, defaults, remotes }: MeshInput10): MeshInput10 {
  const isSecure = security?.controlPlaneMutualTls === true;
  const inEveryRemote = (options: RemoteOptionsInput10): RemoteOptionsInput10 => ({
    ...options,
    ...(options.injectedNamespaces === undefined
      ? {}
      : { injectedNamespaces: options.injectedNamespaces.filter((name) => name !== primary.namespace) }),
  });
  return {
    istio,
    primary,
    ...(security === undefined
      ? {}
      : { security: isSecure ? { ...security, selfSignedCa: false } : security }),
    ...(defaults === undefined ? {} : { defaults: known(istio, inEveryRemote(defaults)) }),
    remotes: remotes.map((remote): RemoteInput10 => {
      const version = remote.kubernetes ?? defaults?.kubernetes ?? '1.21';
      const { sidecarInjector } = remote;
      return {
        name: remote.name,
        ...known(istio, inEveryRemote(remote)),
        ...(isSecure ? { pilotService: true } : {}),
        ...(isAtLeast(version, '1.22')
          ? { allowUnsupportedKubernetes: true, sidecarInjector: { ...sidecarInjector, caBundle: CA_BUNDLE } }
          : {}),
      };
    }),
  };
}

/** Options without the fields that a release does not have. */
function known(istio: Release10, options: RemoteOptionsInput10): RemoteOptionsInput10 {
  const { policyCheckFailOpen, proxy, ...rest } = options;
  const { concurrency, domain, ...others } = proxy ?? {};
  return {
    ...rest,
    ...(policyCheckFailOpen === undefined || !hasFeature(istio, 'policyCheckFailOpen')
      ? {}
      : { policyCheckFailOpen }),
    ...(proxy === undefined
      ? {}
      : {
          proxy: {
            ...others,
            ...(concurrency === undefined || !hasFeature(istio, 'concurrency') ? {} : { concurrency }),
            ...(domain === undefined || !hasFeature(istio, 'proxyDomain') ? {} : { domain }),
          },
        }),
  };
}
