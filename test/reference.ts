import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import type { ValuesSource } from '../src/migrate/helm-values/read-values';

// The output of Istio itself. It belongs to Istio, so it is not in this repository: tests that need it skip without
// it, and reference-notice.ts reports that once for all of them.

const SHARED = join(import.meta.dirname, '../../shared');

/**
 * Folder with `istio-1.0/` and `istio-current/`: the charts' output, and istioctl's injected workloads. It is
 * `$ISTIO_REMOTE_REFERENCE`, else ../shared, else undefined.
 */
export const REFERENCE: string | undefined = [process.env.ISTIO_REMOTE_REFERENCE ?? '', SHARED].find(
  (path) => path !== '' && existsSync(join(path, 'istio-1.0')) && existsSync(join(path, 'istio-current')),
);

/** The command of Helm 3: `$HELM`, else on the PATH, else in ../shared/bin, else undefined. */
export const HELM: string | undefined = [
  process.env.HELM ?? '',
  ...(process.env.PATH ?? '').split(delimiter).map((folder) => join(folder, 'helm')),
  join(SHARED, 'bin/helm'),
].find((path) => path !== '' && existsSync(path));

/** Folder with files of Istio by release, as in each tag. Undefined without `$ISTIO_REMOTE_CHART_ROOT` or Helm. */
export const CHARTS: string | undefined =
  HELM === undefined ? undefined : process.env.ISTIO_REMOTE_CHART_ROOT || undefined;

/** Returns the folder of a chart in a release, if it is available. */
export function chartFolder(release: string, path: string): string | undefined {
  const folder = join(CHARTS ?? '', release, path);
  return CHARTS !== undefined && existsSync(folder) ? folder : undefined;
}

export interface HelmTemplateOptions {
  /** Folder of the chart. */
  readonly chart: string;
  /** Name of the Helm release. */
  readonly name: string;
  readonly namespace: string;
  readonly sources: readonly ValuesSource[];
}

/** Returns the output of `helm template`. @throws Error with Helm's message if it fails */
export function helmTemplate({ chart, name, namespace, sources }: HelmTemplateOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'istio-remote-helm-'));
  try {
    const flags = sources.flatMap((source, index) => {
      if (source.kind !== 'file') return [`--${source.kind}`, source.text];
      const file = join(folder, `${index}.yaml`);
      writeFileSync(file, source.text);
      return ['--values', file];
    });
    return execFileSync(HELM ?? 'helm', ['template', name, chart, '--namespace', namespace, ...flags], {
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
