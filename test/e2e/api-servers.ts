import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import type { TestProject } from 'vitest/node';
import { isAtLeast } from '../../src/kubernetes/version';

/** The release lines of Istio. Each supports other versions of Kubernetes. */
export type IstioLine = '1.0' | 'current';

/** The folder of an API server's programs. */
export interface ApiServerBinaries {
  /** Folder with {@link PROGRAMS}. */
  readonly assets: string;
  /** Version of Kubernetes, for example `1.34.2`. */
  readonly kubernetes: string;
}

declare module 'vitest' {
  interface ProvidedContext {
    /** The API server for each line. A line without one is missing. */
    apiServers: Partial<Record<IstioLine, ApiServerBinaries>>;
  }
}

const PROGRAMS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kubectl'];

const LINES: Readonly<
  Record<IstioLine, { name: string; build: string; range: string; fits(version: string): boolean }>
> = {
  '1.0': {
    name: 'Istio 1.0',
    build: '1.20',
    range: 'up to 1.21',
    fits: (version) => !isAtLeast(version, '1.22'),
  },
  current: {
    name: 'current Istio',
    build: '1.34',
    range: '1.32 or newer',
    fits: (version) => isAtLeast(version, '1.32'),
  },
};

/** Looks for API servers once for all tests, and prints one line with the lines of Istio that have none. */
export function setup(project: TestProject): void {
  const found: Partial<Record<IstioLine, ApiServerBinaries>> = {};
  const missing: string[] = [];
  for (const line of ['1.0', 'current'] as const) {
    const { name, range, fits, build } = LINES[line];
    const binaries = binariesIn(assetsFor(build));
    if (binaries !== undefined && fits(binaries.kubernetes)) found[line] = binaries;
    else missing.push(`${name} (Kubernetes ${range})`);
  }
  project.provide('apiServers', found);
  if (missing.length > 0)
    console.warn(`Skipped: tests with a real API server for ${missing.join(' and ')}. ${situation()}`);
}

/**
 * KUBEBUILDER_ASSETS selects one server. Without it, `../shared/bin/envtest` prints where it has built each version.
 */
function assetsFor(version: string): string | undefined {
  if (CHOSEN !== undefined) return CHOSEN;
  if (!existsSync(ENVTEST)) return undefined;
  const env = { ...process.env, ENVTEST_K8S_VERSION: version };
  const { stdout } = spawnSync(ENVTEST, ['assets'], { encoding: 'utf8', env });
  return stdout.trim() || undefined;
}

const { KUBEBUILDER_ASSETS = '' } = process.env;
const CHOSEN = KUBEBUILDER_ASSETS === '' ? undefined : resolve(KUBEBUILDER_ASSETS);
const ENVTEST = '../shared/bin/envtest';

function binariesIn(assets: string | undefined): ApiServerBinaries | undefined {
  if (assets === undefined || missingIn(assets).length > 0) return undefined;
  const { stdout } = spawnSync(join(assets, 'kube-apiserver'), ['--version'], { encoding: 'utf8' });
  const kubernetes = /v(\d+\.\d+\.\d+)/.exec(stdout)?.[1];
  return kubernetes === undefined ? undefined : { assets, kubernetes };
}

function missingIn(assets: string): string[] {
  return PROGRAMS.filter((name) => !existsSync(join(assets, name)));
}

/** Says what was found instead of a suitable server, and what to do. */
function situation(): string {
  if (CHOSEN === undefined && existsSync(ENVTEST))
    return `Run \`ENVTEST_K8S_VERSION=1.20 ${ENVTEST} build\`, and the same with 1.34.`;
  if (CHOSEN === undefined) return 'Set KUBEBUILDER_ASSETS, see CONTRIBUTING.md.';
  const version = binariesIn(CHOSEN)?.kubernetes;
  if (version !== undefined) return `KUBEBUILDER_ASSETS has Kubernetes ${version}.`;
  return `KUBEBUILDER_ASSETS lacks ${missingIn(CHOSEN).join(', ') || 'a kube-apiserver that runs'}.`;
}
