import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Release10 } from '../../../../src/lines/istio-1.0/facts/releases';
import type { ValuesSource } from '../../../../src/migrate/helm-values/read-values';

/** The chart in $ISTIO_REMOTE_CHART, and the command that renders it: $HELM, ../shared/bin/helm, or helm. */
export const CHART = process.env.ISTIO_REMOTE_CHART ?? '';
const SHARED_HELM = join(import.meta.dirname, '../../../../shared/bin/helm');
const HELM = process.env.HELM ?? (existsSync(SHARED_HELM) ? SHARED_HELM : 'helm');

/** The release whose chart this is, or the first with the same templates. Chart.yaml does not tell: 1.0.9 has 1.0.6. */
export function releaseOfChart(): Release10 {
  const read = (file: string): string => readFileSync(join(CHART, 'templates', file), 'utf8');
  const injection = read('sidecar-injector-configmap.yaml');
  const config = read('configmap.yaml');
  if (injection.includes('proxyDomain')) return '1.0.9';
  if (config.includes('policyCheckFailOpen')) return '1.0.5';
  if (config.includes('concurrency')) return '1.0.2';
  return injection.includes('privileged: true\n          {{') ? '1.0.1' : '1.0.0';
}

/** What `helm template` renders. */
export function helmTemplate(sources: readonly ValuesSource[], namespace: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'istio-remote-migrate-'));
  try {
    const flags = sources.flatMap((source, index) => {
      if (source.kind !== 'file') return [`--${source.kind}`, source.text];
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, source.text);
      return ['--values', file];
    });
    return execFileSync(HELM, ['template', 'istio-remote', CHART, '--namespace', namespace, ...flags], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
