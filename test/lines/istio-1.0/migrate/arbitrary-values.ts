import fc from 'fast-check';
import type { Release10 } from '../../../../src/lines/istio-1.0/facts/releases';
import type { HelmMap, HelmValue } from '../../../../src/migrate/helm-values/helm-value';

/** Some of the keys, each with its own value. */
function some(keys: Record<string, fc.Arbitrary<HelmValue>>): fc.Arbitrary<HelmMap> {
  return fc.record(keys, { requiredKeys: [] }) as fc.Arbitrary<HelmMap>;
}

const flag = fc.boolean();
const nullableFlag = fc.constantFrom<HelmValue>(true, false, null);
const imageName = fc.stringMatching(/^[a-z][a-z0-9_.-]{0,12}$/);
const ip = fc.ipV4().filter((address) => !/^(?:0|127|169\.254|22[4-9]|2[3-5]\d)\./.test(address));
const hostname = fc.stringMatching(/^[a-z][a-z0-9]{0,8}(?:\.[a-z][a-z0-9]{0,6}){1,3}$/);
const address = fc.oneof(ip, hostname);
const optionalAddress = fc.oneof({ weight: 3, arbitrary: address }, fc.constantFrom('', null));
const cidr = fc.tuple(fc.nat(255), fc.nat(255)).map(([left, right]) => `${left}.${right}.0.0/16`);
const ipRanges = fc.oneof(
  fc.constantFrom<HelmValue>('*', '', null),
  fc.array(cidr, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
);
const port = fc.integer({ min: 1, max: 65535 });
const ports = fc.oneof(
  fc.constantFrom<HelmValue>('*', '', null),
  port,
  fc.array(port, { minLength: 1, maxLength: 3 }).map((list) => list.join(',')),
);
const quantity = fc.constantFrom<HelmValue>('100m', '1', '0.5', 1, 0.5, '64Mi', '1e3', 134217728, '2Gi', 0);
const cpuOrMemory = some({ cpu: quantity, memory: quantity, 'nvidia.com/gpu': quantity });
const resources = some({ requests: cpuOrMemory, limits: cpuOrMemory });

/** Nulls only for keys with a default in the chart: otherwise the chart prints them, and synth does not. */
const proxyResources = fc.oneof(
  { weight: 4, arbitrary: resources },
  fc.constantFrom<HelmValue>(
    null,
    { requests: null },
    { requests: { cpu: null } },
    { requests: { memory: null }, limits: { cpu: 1 } },
  ),
);
const defaultResources = fc.oneof(
  { weight: 4, arbitrary: resources },
  fc.constantFrom<HelmValue>(null, { requests: null }, { requests: { cpu: null, memory: '5Mi' } }),
);
const weight = fc.constantFrom<HelmValue>(0, 1, 2, 3, 100, '2', '0', -1, null);
const arch = fc.oneof(
  { weight: 6, arbitrary: some({ amd64: weight, s390x: weight, ppc64le: weight, arm64: weight }) },
  fc.constant(null),
);
/** Without e0: the `yaml` package reads it as a number, which no other reader does. */
const objectName = fc
  .stringMatching(/^[a-df-z][a-z0-9]{0,6}(?:[.-][a-z0-9]{1,5})?$/)
  .filter((name) => !/^(?:y|n|yes|no|on|off|true|false|null)$/.test(name));
const replicas = fc.constantFrom<HelmValue>(0, 1, 2, 3, 10, '2');
const text = fc.stringMatching(/^[ !#$%&'()*+,./0-9:;<=>?@A-Z[\]^_`a-z{|}~-]{0,20}$/);

function globalValues(release: Release10): fc.Arbitrary<HelmMap> {
  const tag = fc.constantFrom(release, `${release}-fips`, `${release}_1`, 'latest', 2018);
  return some({
    hub: fc.constantFrom('docker.io/istio', 'registry.internal:5000/mesh', 'gcr.io/istio-release'),
    tag: tag as fc.Arbitrary<HelmValue>,
    proxy: some({
      image: imageName,
      proxyDomain: fc.oneof(hostname, fc.constantFrom('', null)),
      resources: proxyResources,
      concurrency: fc.constantFrom<HelmValue>(0, 1, 2, 8, '4'),
      accessLogFile: fc.oneof(text, fc.constantFrom('/dev/stdout', '', null)),
      enableCoreDump: nullableFlag,
      privileged: nullableFlag,
      includeIPRanges: ipRanges,
      excludeIPRanges: ipRanges,
      includeInboundPorts: ports,
      excludeInboundPorts: ports,
      autoInject: fc.constantFrom('enabled', 'disabled'),
      envoyStatsd: some({ enabled: nullableFlag, host: hostname, port }),
    }),
    proxy_init: some({ image: imageName }),
    imagePullPolicy: fc.constantFrom('Always', 'IfNotPresent', 'Never'),
    hyperkube: some({ hub: imageName, tag: imageName }),
    controlPlaneSecurityEnabled: nullableFlag,
    disablePolicyChecks: flag,
    policyCheckFailOpen: flag,
    enableTracing: flag,
    mtls: fc.oneof(some({ enabled: nullableFlag }), fc.constant(null)),
    imagePullSecrets: fc.oneof(fc.array(objectName, { maxLength: 3 }), fc.constantFrom('', null)),
    remotePilotCreateSvcEndpoint: nullableFlag,
    remotePilotAddress: optionalAddress,
    remotePolicyAddress: optionalAddress,
    remoteTelemetryAddress: optionalAddress,
    remoteZipkinAddress: optionalAddress,
    zipkinAddress: optionalAddress,
    arch,
    defaultResources,
    priorityClassName: fc.oneof(objectName, fc.constantFrom('', null)),
    omitSidecarInjectorConfigMap: nullableFlag,
  });
}

/** Values that a user may set, including combinations that mesh.yaml refuses. */
function anyValues(release: Release10): fc.Arbitrary<HelmMap> {
  const component = {
    replicaCount: replicas,
    image: imageName,
    resources: fc.oneof(resources, fc.constantFrom<HelmValue>(null, {}, '')).filter((value) => value !== ''),
  };
  return some({
    global: globalValues(release),
    sidecarInjectorWebhook: some({
      ...component,
      enabled: nullableFlag,
      enableNamespacesByDefault: nullableFlag,
      nameOverride: fc.constantFrom<HelmValue>('', 'sidecarInjectorWebhook', null),
    }),
    security: some({ ...component, selfSigned: nullableFlag, nameOverride: fc.constantFrom('', 'security') }),
    nameOverride: fc.constant('istio-remote'),
  });
}

/** Values that the rules of mesh.yaml accept, for a namespace of Istio. */
export function validValues(release: Release10): fc.Arbitrary<HelmMap> {
  return fc.tuple(anyValues(release), ip, hostname).map(([values, pilot, statsd]) => {
    const global = asMap(values.global);
    const security = asMap(values.security);
    const proxy = asMap(global.proxy);
    const envoyStatsd = asMap(proxy.envoyStatsd);
    if (global.controlPlaneSecurityEnabled === true) {
      security.selfSigned = false;
      global.remotePilotCreateSvcEndpoint = true;
    }
    const address = global.remotePilotAddress ?? '';
    if (global.remotePilotCreateSvcEndpoint === true && address === '') global.remotePilotAddress = pilot;
    if (envoyStatsd.enabled === true) proxy.envoyStatsd = { host: statsd, port: 9125, ...envoyStatsd };
    const weights = asMap(global.arch);
    if (Object.keys(weights).length > 0) global.arch = { ...weights, amd64: 3 };
    return {
      ...values,
      ...withKeys('global', { ...global, ...withKeys('proxy', proxy) }),
      ...withKeys('security', security),
    };
  });
}

function withKeys(key: string, map: HelmMap): HelmMap {
  return Object.keys(map).length === 0 ? {} : { [key]: map };
}

function asMap(value: HelmValue | undefined): HelmMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : {};
}
