import { canonicalJson, jsonIn, listAt } from '../kubernetes/fields';
import { errorAt, type Problem, UserError } from '../problem';
import { admittedPod } from './admitted-pod';
import {
  type Injector,
  type Plain,
  type PodView,
  SIDECAR_LISTS,
  type Sidecar,
  type SidecarList,
} from './injector';
import { annotationProblems, SIDECAR_ANNOTATIONS } from './sidecar-annotations';

/** What to do with a pod. */
export type PodPlan =
  | { readonly kind: 'inject'; readonly sidecar: Sidecar; readonly status: string }
  | { readonly kind: 'skip'; readonly reason: string }
  /** Paths are relative to the pod, with its `metadata` and `spec`. */
  | { readonly kind: 'refuse'; readonly problems: readonly Problem[] };

/** Namespaces of Kubernetes itself without injection. Source: 1.0.9, initializer.go. */
const IGNORED_NAMESPACES = ['kube-system', 'kube-public'];

/**
 * Decides like the automatic injector. `istioctl kube-inject` only checks the host network, and injects into pods
 * that refuse injection. Source: 1.0.9, pilot/pkg/kube/inject/inject.go (injectRequired, injectionData).
 * @param pod without the sidecar of an earlier injection
 */
export function planPod(pod: PodView, injector: Injector): PodPlan {
  const reason = skipReason(pod, injector);
  if (reason !== undefined) return { kind: 'skip', reason };
  const problems = annotationProblems(pod.metadata.annotations).map((problem) => ({
    ...problem,
    path: ['metadata', 'annotations', ...problem.path],
  }));
  if (problems.length > 0) return { kind: 'refuse', problems };
  try {
    const sidecar = injector.sidecar(admittedPod(pod));
    const clashes = nameClashes(pod, sidecar);
    return clashes.length > 0
      ? { kind: 'refuse', problems: clashes }
      : { kind: 'inject', sidecar, status: statusOf(sidecar, injector.version) };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { kind: 'refuse', problems: [errorAt([], error.message)] };
  }
}

/** Whether a pod would get a sidecar if its kind were known, and has none yet. */
export function lacksSidecar(pod: PodView, status: string | undefined, injector: Injector): boolean {
  return status === undefined && skipReason(pod, injector) === undefined;
}

function skipReason({ metadata, spec }: PodView, { policy }: Injector): string | undefined {
  if (spec.hostNetwork === true) return 'it uses the host network, whose traffic is not its own to redirect';
  if (IGNORED_NAMESPACES.includes(metadata.namespace))
    return `Istio injects nothing into the namespace ${metadata.namespace}`;
  const name = SIDECAR_ANNOTATIONS.inject;
  const wish = (
    Object.hasOwn(metadata.annotations, name) ? (metadata.annotations[name] ?? '') : ''
  ).toLowerCase();
  if (wish === '')
    return policy === 'enabled'
      ? undefined
      : `the injection policy is disabled and it has no annotation ${name}: "true"`;
  return ['y', 'yes', 'true', 'on'].includes(wish) ? undefined : `its annotation ${name} says no`;
}

/** Names in a pod are unique, and injection replaces only containers that an injection added. */
function nameClashes({ spec }: PodView, sidecar: Sidecar): Problem[] {
  return SIDECAR_LISTS.filter((list) => list !== 'imagePullSecrets').flatMap((list) => {
    const added = (sidecar[list] ?? []).map(nameOf);
    return listAt(spec, list).flatMap((item, index) => {
      if (!added.includes(nameOf(item))) return [];
      const message = `there is already one named ${nameOf(item)}, which no injection has noted in ${SIDECAR_ANNOTATIONS.status}`;
      const fix = `Remove it, or keep it with the annotation ${SIDECAR_ANNOTATIONS.inject}: "false"`;
      return [errorAt(['spec', list, index], message, fix)];
    });
  });
}

/** Returns a pod without the sidecar of an earlier injection. */
export function withoutSidecar(pod: PodView, status: string | undefined): PodView {
  if (status === undefined) return pod;
  const names = injectedNames(status);
  const { [SIDECAR_ANNOTATIONS.status]: _, ...annotations } = pod.metadata.annotations;
  const lists = SIDECAR_LISTS.filter((list) => Array.isArray(pod.spec[list])).map((list) => [
    list,
    listAt(pod.spec, list).filter((item) => !names[list].includes(nameOf(item))),
  ]);
  return {
    metadata: { ...pod.metadata, annotations },
    spec: { ...pod.spec, ...Object.fromEntries(lists) },
  };
}

/** Whether a pod has exactly this sidecar from an earlier injection. */
export function hasSidecar(pod: PodView, status: string | undefined, plan: PodPlan): boolean {
  if (status === undefined || plan.kind !== 'inject' || status !== plan.status) return false;
  const names = injectedNames(status);
  return SIDECAR_LISTS.every((list) => {
    const found = listAt(pod.spec, list).filter((item) => names[list].includes(nameOf(item)));
    return canonicalJson(found) === canonicalJson(plan.sidecar[list] ?? []);
  });
}

type InjectedNames = { readonly [List in SidecarList]: readonly string[] };

/**
 * Formats the value of `sidecar.istio.io/status` as Go does. Source: 1.0.9, pilot/pkg/kube/inject/inject.go
 * (SidecarInjectionStatus).
 */
function statusOf(sidecar: Sidecar, version: string): string {
  const names = (list: readonly Plain[] = []) => (list.length === 0 ? null : list.map(nameOf));
  const lists = SIDECAR_LISTS.map((list) => [list, names(sidecar[list])]);
  return JSON.stringify({ version, ...Object.fromEntries(lists) });
}

/**
 * Returns the names that an earlier injection added. A status without names comes from one of the first releases,
 * which always added the same. Source: 1.0.9, pilot/pkg/kube/inject/webhook.go (injectionStatus).
 */
export function injectedNames(status: string): InjectedNames {
  const noted = jsonIn(status);
  const namesIn = (list: string) => listAt(noted, list).filter((name) => typeof name === 'string');
  const listed = Object.fromEntries(
    SIDECAR_LISTS.map((list) => [list, namesIn(list)]),
  ) as unknown as InjectedNames;
  return SIDECAR_LISTS.some((list) => listed[list].length > 0) ? listed : LEGACY;
}

const LEGACY: InjectedNames = {
  initContainers: ['istio-init', 'enable-core-dump'],
  containers: ['istio-proxy'],
  volumes: ['istio-certs', 'istio-envoy'],
  imagePullSecrets: [],
};

function nameOf(value: unknown): string {
  return typeof value === 'object' && value !== null && 'name' in value ? String(value.name) : '';
}
