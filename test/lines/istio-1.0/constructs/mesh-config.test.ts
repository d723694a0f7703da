import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { MeshConfig, type MeshConfigProps } from '../../../../src/lines/istio-1.0/constructs/mesh-config';
import { idsOf, ownLabels, synthConstruct } from './synth-construct';

const all = { pilot: '10.8.0.11', policy: '10.8.0.12', telemetry: '10.8.0.13', zipkin: '10.8.0.14' };

function synthMeshConfig(props: Partial<MeshConfigProps> = {}) {
  return synthConstruct((chart) => new MeshConfig(chart, 'mesh-config', { addresses: all, ...props }));
}

interface Config {
  readonly defaultConfig: Readonly<Record<string, unknown>>;
  readonly [key: string]: unknown;
}

/** Returns the mesh config from the ConfigMap. */
function configOf(props: Partial<MeshConfigProps> = {}): Config {
  const [configMap] = synthMeshConfig(props) as unknown as [{ data: { mesh: string } }];
  return load(configMap.data.mesh) as Config;
}

describe('MeshConfig', () => {
  it('makes the ConfigMap istio', () => {
    const objects = synthMeshConfig();
    expect(idsOf(objects)).toEqual(['ConfigMap/istio-system/istio']);
    expect(objects[0]?.metadata.labels).toEqual(ownLabels('istio-remote', { app: 'istio-remote' }));
    expect(idsOf(synthMeshConfig({ namespace: 'mesh' }))).toEqual(['ConfigMap/mesh/istio']);
  });

  it('has the values of the chart when only the addresses are given', () => {
    expect(configOf()).toEqual({
      disablePolicyChecks: false,
      policyCheckFailOpen: false,
      enableTracing: true,
      accessLogFile: '/dev/stdout',
      mixerCheckServer: '10.8.0.12:15004',
      mixerReportServer: '10.8.0.13:15004',
      defaultConfig: {
        connectTimeout: '10s',
        configPath: '/etc/istio/proxy',
        binaryPath: '/usr/local/bin/envoy',
        serviceCluster: 'istio-proxy',
        drainDuration: '45s',
        parentShutdownDuration: '1m0s',
        proxyAdminPort: 15000,
        concurrency: 0,
        zipkinAddress: '10.8.0.14:9411',
        controlPlaneAuthPolicy: 'NONE',
        discoveryAddress: '10.8.0.11:15007',
      },
    });
  });

  it('leaves out what has no address', () => {
    const config = configOf({ addresses: { pilot: 'pilot.example.com' } });
    expect(Object.keys(config)).toEqual(['accessLogFile', 'defaultConfig']);
    expect(config.defaultConfig).not.toHaveProperty('zipkinAddress');
    expect(config.defaultConfig.discoveryAddress).toBe('pilot.example.com:15007');
  });

  it('writes IPv6 addresses in brackets', () => {
    const config = configOf({ addresses: { pilot: 'fd00::11', telemetry: 'fd00::13' } });
    expect(config.mixerReportServer).toBe('[fd00::13]:15004');
    expect(config.defaultConfig.discoveryAddress).toBe('[fd00::11]:15007');
  });

  it.each([
    [false, '10.8.0.11:15005'],
    [true, 'istio-pilot.mesh:15005'],
  ])('asks Pilot for mutual TLS, with pilotService %s at %s', (pilotService, discoveryAddress) => {
    const { defaultConfig } = configOf({ namespace: 'mesh', controlPlaneMutualTls: true, pilotService });
    expect(defaultConfig).toMatchObject({ controlPlaneAuthPolicy: 'MUTUAL_TLS', discoveryAddress });
  });

  it('switches policy checks and tracing off, and lets requests through', () => {
    expect(configOf({ policyChecks: false, policyCheckFailOpen: true, tracing: false })).toMatchObject({
      disablePolicyChecks: true,
      policyCheckFailOpen: true,
      enableTracing: false,
    });
  });

  it('passes the access log, threads and statsd of sidecars on', () => {
    const statsd = { enabled: true, host: 'statsd', port: 9125 };
    const config = configOf({ proxy: { accessLogFile: '', concurrency: 2, statsd } });
    expect(config.accessLogFile).toBe('');
    expect(config.defaultConfig).toMatchObject({ concurrency: 2, statsdUdpAddress: 'statsd:9125' });
  });

  it('leaves out a statsd address that is switched off', () => {
    const statsd = { enabled: false, host: 'statsd', port: 9125 };
    expect(configOf({ proxy: { statsd } }).defaultConfig).not.toHaveProperty('statsdUdpAddress');
  });

  it.each([
    ['1.0.1', false, false],
    ['1.0.2', true, false],
    ['1.0.3', true, true],
  ] as const)('writes for %s only what its Pilot reads', (istio, concurrency, failOpen) => {
    const config = configOf({ istio });
    expect('concurrency' in config.defaultConfig).toBe(concurrency);
    expect('policyCheckFailOpen' in config).toBe(failOpen);
  });
});
