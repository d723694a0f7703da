import { describe, expect, it } from 'vitest';
import { migrateValues } from '../../../../src/lines/istio-1.0/migrate/migrate-values';
import { problemText } from '../../../../src/problem';
import { file, inputIn, migrated, remoteOf } from './migrated';

const TAGGED = 'global: { hub: docker.io/istio, tag: 1.0.9, remotePilotAddress: 10.8.0.11 }';

function meshOf(values: string): Record<string, unknown> {
  return inputIn(migrated(values)) as Record<string, unknown>;
}

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

  it('gives the primary another name than the remote', () => {
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

describe('thousands of unknown values', () => {
  it('have a place each', () => {
    const values = Array.from({ length: 5000 }, (_, index) => `zq${index}: 1\n`).join('');
    expect(() => migrated(values)).toThrow(
      expect.objectContaining({
        problems: expect.objectContaining({
          length: 5000,
          4999: expect.objectContaining({ path: ['zq4999'], position: { line: 5000, column: 1 } }),
        }),
      }),
    );
  });
});
