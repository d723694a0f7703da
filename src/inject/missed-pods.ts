import { isMap } from '../is-map';
import { listAt } from '../kubernetes/fields';
import { errorAt, type Path, type Problem } from '../problem';
import { type DocumentObject, findPods, isObject, objectsIn, podAt, textOf, titleOf } from './find-pods';
import type { PodView } from './injector';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import { podTemplateText, type WorkloadKind, workloadKinds } from './workload-kinds';

/** Pod templates of an object that no known kind leads to. */
export interface MissedPods {
  /** `Rollout shop/web`. */
  readonly workload: string;
  /** Path of the first template. */
  readonly path: Path;
  /** Number of templates that the same options lead to. */
  readonly count: number;
  /** The options that lead to them, for example `argoproj.io/Rollout=spec.template`. Empty if none can. */
  readonly podTemplates: readonly string[];
}

/**
 * Finds values that look like pod templates in objects of other kinds. Skips objects that refer to pods elsewhere,
 * for example an Argo Rollout with a `workloadRef`.
 * @param counts whether a template matters
 */
export function missedPods(
  manifest: unknown,
  kinds: readonly WorkloadKind[],
  counts: (view: PodView, status: string | undefined) => boolean,
): MissedPods[] {
  const unknown = objectsIn(manifest).filter((each) => isMap(each.object) && !hasAllItsPods(each, kinds));
  if (unknown.length === 0) return [];
  const known = new Set<unknown>(findPods(manifest, kinds).map(({ template }) => template));
  const missed = unknown.flatMap((each) => {
    const title = titleOf(each.kind === '' ? 'an object without a kind' : each.kind, each.object);
    return [...templatesIn(each.object, { path: each.path, objects: [each] }, known)]
      .filter(({ value, objects }) => {
        const { view, status } = podAt(value, objects.at(-1)?.object);
        return counts(view, status);
      })
      .map((found) => ({ workload: title, path: found.path, podTemplates: waysTo(found, kinds) }));
  });
  const alike = new Map<string, MissedPods>();
  for (const each of missed) {
    const key = JSON.stringify([each.workload, each.podTemplates]);
    alike.set(key, { ...each, ...alike.get(key), count: (alike.get(key)?.count ?? 0) + 1 });
  }
  return [...alike.values()];
}

/** Kubernetes's own kinds have pods in only one place. */
function hasAllItsPods({ apiVersion, kind }: DocumentObject, kinds: readonly WorkloadKind[]): boolean {
  return workloadKinds(kinds, apiVersion, kind).some(({ versions }) => versions.length > 0);
}

interface Place {
  readonly path: Path;
  /** The objects around it, outermost first. */
  readonly objects: readonly DocumentObject[];
}

interface Template extends Place {
  readonly value: unknown;
}

/** @param known templates that other code finds */
function* templatesIn(
  value: unknown,
  { path, objects }: Place,
  known: ReadonlySet<unknown>,
): Generator<Template> {
  if (typeof value !== 'object' || value === null || known.has(value)) return;
  const { object, kind } = objects.at(-1) ?? {};
  // The containers in the spec of a custom resource, for example a Prometheus, change pods that its controller
  // creates.
  if ((value !== object || kind === 'Pod') && isPodTemplate(value)) {
    yield { value, path, objects };
    return;
  }
  for (const [key, inner] of Object.entries(value)) {
    const at = [...path, Array.isArray(value) ? Number(key) : key];
    const around = isObject(inner)
      ? objectsIn(inner, at).map((each) => ({
          value: each.object,
          path: each.path,
          objects: [...objects, each],
        }))
      : [{ value: inner, path: at, objects }];
    for (const place of around) yield* templatesIn(place.value, place, known);
  }
}

function isPodTemplate(value: unknown): boolean {
  return (
    isMap(value) &&
    listAt(value, 'spec', 'containers').some(
      (container) => isMap(container) && [container.name, container.image].some(isPlainName),
    )
  );
}

/** Excludes patterns, as in the rules of a policy engine. */
function isPlainName(value: unknown): boolean {
  return /^[^*?!(<>|&]+$/.test(textOf(value));
}

/**
 * Returns the problem of templates that stay unchanged.
 * @param happens what happens to their pods, for example `gets no sidecar`
 * @param advice returns what to do with the pod templates that lead there
 */
export function missedPodsProblem(
  { workload, path, count, podTemplates }: MissedPods,
  happens: string,
  advice: (podTemplates: readonly string[]) => string,
): Problem {
  const others = count === 1 ? '' : `, and has ${count} templates of them`;
  const message = `${workload} ${happens}: its kind is not known to have pods${others}`;
  const fix =
    podTemplates.length === 0 ? 'Write its apiVersion and kind as Kubernetes has them' : advice(podTemplates);
  return errorAt(path, message, fix);
}

/** Returns the advice to add pod templates to a list. @param list for example `podTemplates` */
export function adviceToAdd(list: string): (podTemplates: readonly string[]) => string {
  return (podTemplates) =>
    `Add ${podTemplates.join(' and ')} to ${list}, or give its pods the annotation ${SIDECAR_ANNOTATIONS.inject}: "false"`;
}

/** Returns the pod templates that lead to a place, without the known ones. */
function waysTo({ path, objects }: Place, kinds: readonly WorkloadKind[]): string[] {
  const ways = objects.flatMap(({ apiVersion, kind, path: from }, index) => {
    const steps = path.slice(from.length, objects[index + 1]?.path.length);
    const isKnown = workloadKinds(kinds, apiVersion, kind).some((known) => fits(known.path, steps));
    return isKnown ? [] : [podTemplateText(apiVersion, kind, steps)];
  });
  const texts = ways.filter((way) => way !== undefined);
  return texts.length === ways.length ? texts : [];
}

function fits(pattern: readonly string[], steps: Path): boolean {
  return (
    pattern.length === steps.length &&
    pattern.every((step, index) => step === '*' || step === String(steps[index]))
  );
}
