import { type Plain, SIDECAR_LISTS, type Sidecar, type SidecarList } from './injector';

/** Names of what an injection added, by list. */
export type InjectedNames = { readonly [List in SidecarList]: readonly string[] };

/**
 * The value of `sidecar.istio.io/status`, as Go prints it.
 * Source: 1.0.9, pilot/pkg/kube/inject/inject.go (SidecarInjectionStatus).
 */
export function statusOf(sidecar: Sidecar, version: string): string {
  const names = (list: readonly Plain[] = []) => (list.length === 0 ? null : list.map(nameOf));
  return JSON.stringify({
    version,
    initContainers: names(sidecar.initContainers),
    containers: names(sidecar.containers),
    volumes: names(sidecar.volumes),
    imagePullSecrets: names(sidecar.imagePullSecrets),
  });
}

/**
 * What an earlier injection added. A status that names nothing is one of the first releases, which always added the
 * same. Source: 1.0.9, pilot/pkg/kube/inject/webhook.go (injectionStatus).
 */
export function injectedNames(status: string): InjectedNames {
  const parsed = parse(status);
  const listed = Object.fromEntries(
    SIDECAR_LISTS.map((list) => [list, namesIn(parsed, list)]),
  ) as unknown as InjectedNames;
  return SIDECAR_LISTS.some((list) => listed[list].length > 0) ? listed : LEGACY;
}

const LEGACY: InjectedNames = {
  initContainers: ['istio-init', 'enable-core-dump'],
  containers: ['istio-proxy'],
  volumes: ['istio-certs', 'istio-envoy'],
  imagePullSecrets: [],
};

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function namesIn(status: unknown, list: string): string[] {
  if (typeof status !== 'object' || status === null) return [];
  const names: unknown = (status as Record<string, unknown>)[list];
  return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : [];
}

/** The name of a container, a volume or a reference. */
export function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
}
