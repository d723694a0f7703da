import { isMap } from '../is-map';
import { listAt } from '../kubernetes/fields';
import type { Path, Problem } from '../problem';
import { type FoundPod, findPods } from './find-pods';
import { type Injector, SIDECAR_LISTS } from './injector';
import { adviceToAdd, missedPods, missedPodsProblem } from './missed-pods';
import { hasSidecar, lacksSidecar, planPod, withoutSidecar } from './plan-pod';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import type { WorkloadKind } from './workload-kinds';

/** New values for a manifest by their path, and its problems. */
interface ObjectInjection {
  readonly values: readonly { readonly path: Path; readonly value: unknown }[];
  readonly problems: readonly Problem[];
}

/** Returns the changes that give every pod of a manifest its sidecar. Does not change the manifest itself. */
export function injectObject(
  manifest: unknown,
  injector: Injector,
  kinds: readonly WorkloadKind[],
): ObjectInjection {
  const results = findPods(manifest, kinds).map((pod) => injectPod(pod, injector));
  const missed = missedPods(manifest, kinds, (view, status) => lacksSidecar(view, status, injector));
  return {
    values: results.flatMap(({ values = [] }) => values),
    problems: [
      ...results.flatMap(({ problems = [] }) => problems),
      ...missed.map((each) => missedPodsProblem(each, 'gets no sidecar', adviceToAdd('podTemplates'))),
    ],
  };
}

function injectPod({ path, template, view, status }: FoundPod, injector: Injector): Partial<ObjectInjection> {
  if (!isMap(template) || template.spec === undefined) return {};
  const bare = withoutSidecar(view, status);
  const plan = planPod(bare, injector);
  if (plan.kind === 'refuse')
    return { problems: plan.problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] })) };
  if (plan.kind === 'skip' || hasSidecar(view, status, plan)) return {};
  const lists = SIDECAR_LISTS.flatMap((list) => {
    const value = [...listAt(bare.spec, list), ...(plan.sidecar[list] ?? [])];
    return value.length === 0 && bare.spec[list] === undefined
      ? []
      : [{ path: [...path, 'spec', list], value }];
  });
  const annotations = { ...bare.metadata.annotations, [SIDECAR_ANNOTATIONS.status]: plan.status };
  const noted =
    template.metadata === undefined
      ? { path: [...path, 'metadata'], value: { annotations } }
      : { path: [...path, 'metadata', 'annotations'], value: annotations };
  return { values: [...lists, noted] };
}
