import { describe, expect, it } from 'vitest';
import { inputIn, migrated, remoteOf } from './migrated';

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
    const mesh = inputIn(migrated('security: { selfSigned: null }')) as { security: unknown };
    expect(mesh.security).toEqual({ selfSignedCa: false });
  });

  it('says when Helm keeps the default', () => {
    expect(migrated('global: { arch: { s390x: null }, proxy: { resources: { requests: null } } }')).toMatch(
      /resources\.requests: null removes nothing[\s\S]*global\.arch\.s390x: null removes/,
    );
  });
});
