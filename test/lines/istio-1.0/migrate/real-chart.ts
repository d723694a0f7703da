import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Release10 } from '../../../../src/lines/istio-1.0/facts/releases';

/** The chart in $ISTIO_REMOTE_CHART. */
export const CHART = process.env.ISTIO_REMOTE_CHART ?? '';

/**
 * Returns the release of the chart, or the first with the same templates. Chart.yaml does not say it: 1.0.9 has
 * 1.0.6.
 */
export function releaseOfChart(): Release10 {
  const read = (file: string): string => readFileSync(join(CHART, 'templates', file), 'utf8');
  const injection = read('sidecar-injector-configmap.yaml');
  const config = read('configmap.yaml');
  if (injection.includes('proxyDomain')) return '1.0.9';
  if (config.includes('policyCheckFailOpen')) return '1.0.5';
  if (config.includes('concurrency')) return '1.0.2';
  return injection.includes('privileged: true\n          {{') ? '1.0.1' : '1.0.0';
}
