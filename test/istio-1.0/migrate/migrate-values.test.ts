import { describe, expect, it } from 'vitest';
import { migrateValues } from '../../../src/istio-1.0/migrate';
import { problemText } from '../../../src/problem';
import { file, inputIn, migrated } from './migrated';

const TAGGED = 'global: { hub: docker.io/istio, tag: 1.0.9, remotePilotAddress: 10.8.0.11 }';

/** The only remote of the migrated mesh, without its name. */
function remoteOf(values: string, tag = '1.0.9'): unknown {
  const set = `global.hub=docker.io/istio,global.tag=${tag},global.remotePilotAddress=10.8.0.11`;
  const { text } = migrateValues({ sources: [file(values), { kind: 'set', text: set }], cluster: 'eu' });
  const { remotes } = inputIn(text) as { remotes: [Record<string, unknown>] };
  const { name: _, ...remote } = remotes[0];
  return remote;
}

function meshOf(values: string): Record<string, unknown> {
  return inputIn(migrated(values)) as Record<string, unknown>;
}

describe('the options of the remote', () => {
  it.each([
    ['global: { remotePilotCreateSvcEndpoint: true }', { pilotService: true }],
    ['sidecarInjectorWebhook: { enabled: false }', { sidecarInjector: { enabled: false } }],
    ['sidecarInjectorWebhook: { replicaCount: 3 }', { sidecarInjector: { replicas: 3 } }],
    ['sidecarInjectorWebhook: { image: own }', { sidecarInjector: { image: 'own' } }],
    [
      'sidecarInjectorWebhook: { resources: { limits: { cpu: 1 } } }',
      { sidecarInjector: { resources: { limits: { cpu: 1 } } } },
    ],
    [
      'sidecarInjectorWebhook: { enableNamespacesByDefault: true }',
      { sidecarInjector: { injectByDefault: true } },
    ],
    ['global: { omitSidecarInjectorConfigMap: true }', { sidecarInjector: { template: false } }],
    ['security: { replicaCount: 2 }', { citadel: { replicas: 2 } }],
    ['security: { image: own }', { citadel: { image: 'own' } }],
    [
      'security: { resources: { requests: { memory: 1Gi } } }',
      { citadel: { resources: { requests: { memory: '1Gi' } } } },
    ],
    ['global: { imagePullPolicy: Always }', { images: { pullPolicy: 'Always' } }],
    ['global: { imagePullSecrets: [one, two] }', { images: { pullSecrets: ['one', 'two'] } }],
    ['global: { proxy: { image: own } }', { proxy: { image: 'own' } }],
    ['global: { proxy_init: { image: own } }', { proxy: { initImage: 'own' } }],
    ['global: { proxy: { proxyDomain: mesh.local } }', { proxy: { domain: 'mesh.local' } }],
    ['global: { proxy: { concurrency: 2 } }', { proxy: { concurrency: 2 } }],
    ['global: { proxy: { accessLogFile: "" } }', { proxy: { accessLogFile: '' } }],
    ['global: { proxy: { enableCoreDump: true } }', { proxy: { coreDump: true } }],
    ['global: { proxy: { privileged: true } }', { proxy: { privileged: true } }],
    ['global: { proxy: { autoInject: disabled } }', { proxy: { injection: 'disabled' } }],
    ['global: { proxy: { includeIPRanges: "10.0.0.0/8" } }', { proxy: { includeIpRanges: '10.0.0.0/8' } }],
    ['global: { proxy: { excludeIPRanges: "10.0.0.0/8" } }', { proxy: { excludeIpRanges: '10.0.0.0/8' } }],
    ['global: { proxy: { excludeInboundPorts: 9090 } }', { proxy: { excludeInboundPorts: '9090' } }],
    [
      'global: { proxy: { envoyStatsd: { enabled: true, host: statsd, port: 9125 } } }',
      { proxy: { statsd: { enabled: true, host: 'statsd', port: 9125 } } },
    ],
    ['global: { disablePolicyChecks: true }', { policyChecks: false }],
    ['global: { policyCheckFailOpen: true }', { policyCheckFailOpen: true }],
    ['global: { enableTracing: false }', { tracing: false }],
    ['global: { arch: { amd64: 3, arm64: 2 } }', { scheduling: { architectures: { amd64: 3, arm64: 2 } } }],
    ['global: { priorityClassName: high }', { scheduling: { priorityClassName: 'high' } }],
    [
      'global: { defaultResources: { requests: { memory: 8Mi } } }',
      { scheduling: { defaultResources: { requests: { memory: '8Mi' } } } },
    ],
  ])('%s', (values, expected) => {
    expect(remoteOf(values)).toEqual(expected);
  });

  it('leaves out what equals the default of the chart', () => {
    expect(remoteOf('global: { proxy: { image: proxyv2, resources: { requests: { cpu: 100m } } } }')).toEqual(
      {},
    );
  });

  it('keeps the type of a quantity', () => {
    expect(migrated('security: { resources: { requests: { cpu: 0.5 }, limits: { cpu: "1" } } }')).toContain(
      'requests:\n          cpu: 0.5\n        limits:\n          cpu: "1"',
    );
  });

  it('takes digits in quotes for the number that the chart prints', () => {
    expect(remoteOf('security: { replicaCount: "2" }')).toEqual({ citadel: { replicas: 2 } });
  });

  it('turns a weight below 0 into never', () => {
    expect(remoteOf('global: { arch: { s390x: -1 } }')).toEqual({
      scheduling: { architectures: { s390x: 0 } },
    });
  });
});

describe('null', () => {
  it.each([
    ['global: { proxy: { resources: null } }', { proxy: { resources: null } }],
    ['global: { proxy: { resources: { requests: { memory: null } } } }', {}],
    ['global: { proxy: { resources: { requests: null } } }', {}],
    ['global: { proxy: { accessLogFile: null } }', { proxy: { accessLogFile: '' } }],
    ['global: { remotePilotCreateSvcEndpoint: null }', {}],
    ['sidecarInjectorWebhook: { enabled: null }', {}],
    ['security: { resources: null }', {}],
    ['security: { resources: { requests: null } }', { citadel: { resources: { requests: {} } } }],
    ['global: { arch: { s390x: null } }', {}],
    ['global: { mtls: null }', {}],
  ])('%s', (values, expected) => {
    expect(remoteOf(values)).toEqual(expected);
  });

  it('turns off the self-signed CA, as in Helm', () => {
    expect(meshOf('security: { selfSigned: null }').security).toEqual({ selfSignedCa: false });
  });

  it('says when Helm keeps the default', () => {
    expect(migrated('global: { arch: { s390x: null }, proxy: { resources: { requests: null } } }')).toMatch(
      /resources\.requests: null takes nothing away[\s\S]*global\.arch\.s390x: null takes/,
    );
  });
});

describe('the primary and the security of the mesh', () => {
  it('takes the addresses, and an empty one for none', () => {
    const values =
      'global: { remotePilotAddress: 10.8.0.11, remotePolicyAddress: p.example.com, remoteZipkinAddress: "" }';
    expect(meshOf(values).primary).toEqual({
      name: 'primary',
      addresses: { pilot: '10.8.0.11', policy: 'p.example.com' },
    });
  });

  it('points at istio-pilot in the namespace without an address, as the chart does', () => {
    const { primary } = inputIn(migrated('', { namespace: 'mesh' })) as { primary: unknown };
    expect(primary).toEqual({
      name: 'primary',
      namespace: 'mesh',
      addresses: { pilot: 'istio-pilot.mesh' },
    });
  });

  it('calls the primary something else than the remote', () => {
    expect(migrated(TAGGED, { cluster: 'primary' })).toContain('name: control-plane');
    expect(migrated(TAGGED, { primaryName: 'hq' })).toContain('name: hq');
  });

  it('has security for the whole mesh', () => {
    const values =
      'global: { controlPlaneSecurityEnabled: true, mtls: { enabled: true }, remotePilotCreateSvcEndpoint: true, remotePilotAddress: 10.8.0.11 }\nsecurity: { selfSigned: false }';
    expect(meshOf(values).security).toEqual({
      controlPlaneMutualTls: true,
      mutualTls: true,
      selfSignedCa: false,
    });
  });

  it('warns in the words of Helm', () => {
    const { warnings } = migrateValues({
      sources: [file('global: { mtls: { enabled: true } }')],
      cluster: 'eu',
    });
    expect(warnings.map(problemText)).toEqual([
      'values.yaml:1:28 global.mtls.enabled: warning: with a self-signed CA per cluster, applications of two clusters do not trust each other. Set security.selfSigned: false and give every cluster a Secret cacerts of one root',
    ]);
  });
});

describe('the release', () => {
  it.each([
    ['1.0.9', undefined, '1.0.9', undefined],
    ['1.0.6-fips', undefined, '1.0.6', '1.0.6-fips'],
    ['1.0.10', undefined, '1.0.9', '1.0.10'],
    ['latest', '1.0.5', '1.0.5', 'latest'],
    ['1.0.4', '1.0.5', '1.0.4', undefined],
  ])('of tag %s and --istio %s is %s', (tag, istio, release, kept) => {
    const text = migrated(
      `global: { hub: docker.io/istio, tag: ${tag} }`,
      istio === undefined ? {} : { istio },
    );
    const mesh = inputIn(text) as { istio: string; remotes: [{ images?: { tag: string } }] };
    expect([mesh.istio, mesh.remotes[0].images?.tag]).toEqual([release, kept]);
  });

  it('keeps hub and tag of the chart when the values have none', () => {
    expect(migrated('')).toMatch(/hub: gcr\.io\/istio-release # [\s\S]*tag: release-1\.0-latest-daily #/);
  });

  it('warns when --istio contradicts the tag', () => {
    const { warnings } = migrateValues({ sources: [file(TAGGED)], cluster: 'eu', istio: '1.0.5' });
    expect(warnings.map(problemText).join()).toContain('is the tag of Istio 1.0.9, and --istio says 1.0.5');
  });

  it.each([
    [
      'global: { proxy: { concurrency: 2 } }',
      '1.0.1',
      'global.proxy.concurrency: the chart reads it from 1.0.2 on',
    ],
    [
      'global: { policyCheckFailOpen: true }',
      '1.0.2',
      'global.policyCheckFailOpen: the chart reads it from 1.0.3 on',
    ],
    [
      'global: { proxy: { proxyDomain: x.y } }',
      '1.0.5',
      'global.proxy.proxyDomain: the chart reads it from 1.0.6 on',
    ],
    [
      'global: { proxy: { privileged: false } }',
      '1.0.0',
      'global.proxy.privileged: the chart reads it from 1.0.1 on',
    ],
    [
      'global: { omitSidecarInjectorConfigMap: true }',
      '1.0.0',
      'global.omitSidecarInjectorConfigMap: the chart reads',
    ],
  ])('leaves out %s at %s', (values, tag, reason) => {
    expect(remoteOf(values, tag)).toEqual({});
    expect(migrated(values, { istio: tag })).toContain(reason);
  });

  it('has the statsd port that the chart had up to 1.0.2', () => {
    expect(remoteOf('global: { proxy: { envoyStatsd: { enabled: true, host: statsd } } }', '1.0.2')).toEqual({
      proxy: { statsd: { enabled: true, host: 'statsd', port: 9125 } },
    });
  });
});

describe('values without effect', () => {
  it.each([
    ['global: { hyperkube: { hub: quay.io/own } }', 'global.hyperkube.hub: only the hook Jobs'],
    [
      'global: { proxy: { includeInboundPorts: "80" } }',
      'global.proxy.includeInboundPorts: the chart never reads it',
    ],
    ['global: { zipkinAddress: zipkin }', 'global.zipkinAddress: it only gave sidecars --zipkinAddress'],
    [
      'global: { proxy: { envoyStatsd: { host: x } } }',
      'global.proxy.envoyStatsd.host: global.proxy.envoyStatsd.enabled is not',
    ],
    ['security: { nameOverride: security }', 'Made by'],
  ])('%s', (values, comment) => {
    expect(remoteOf(values)).toEqual({});
    expect(migrated(values)).toContain(comment);
  });
});
