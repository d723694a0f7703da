import { describe, expect, it } from 'vitest';
import { istioRemote } from '../../../cli/recorded-terminal';
import { Sandbox } from '../../../e2e/sandbox';

const SHARED = `global:
  remotePilotAddress: 10.8.0.11
  remotePolicyAddress: 10.8.0.12
  remoteTelemetryAddress: 10.8.0.13
  k8sIngress: { enabled: false }
gateways: { enabled: true }
grafana: { enabled: true }
`;

describe('migrate --ignore-unknown', () => {
  it.each([
    ['Istio 1.0', [], SHARED, 'global.k8sIngress, gateways, grafana'],
    [
      'current Istio',
      ['--istio', '1.30.3'],
      'profile: remote\nglobal: { remotePilotAddress: 10.8.0.11, nonsense: 1 }\nprometheus: {}\n',
      'global.nonsense, prometheus',
    ],
  ])('lists the values that the chart does not read in one warning: %s', async (_, flags, values, names) => {
    using sandbox = new Sandbox({ 'values.yaml': values });
    const line = ['migrate', '--values', sandbox.path('values.yaml'), '--cluster', 'eu', ...flags];
    expect((await istioRemote(line)).code).toBe(1);
    const { code, out, err } = await istioRemote([...line, '--ignore-unknown']);
    expect(code).toBe(0);
    expect(out).toContain('10.8.0.11');
    expect(err.split('\n').filter((text) => text.includes('--ignore-unknown'))).toEqual([
      `--ignore-unknown: warning: left out what the chart does not read: ${names}. Look for misspelt names`,
    ]);
  });
});
