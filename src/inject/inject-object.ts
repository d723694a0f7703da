import { isMap } from '../is-map';
import type { Path, Problem } from '../problem';
import { type Injector, type PodView, SIDECAR_LISTS } from './injector';
import { hasSidecar, planPod, withoutSidecar } from './plan-pod';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import { type WorkloadKind, workloadKind } from './workload-kinds';

type Fields = Readonly<Record<string, unknown>>;

/** New values for a manifest by their path, and what is wrong with it. */
export interface ObjectInjection {
  readonly values: readonly { readonly path: Path; readonly value: unknown }[];
  readonly problems: readonly Problem[];
  /** Why pods of the object get no sidecar. */
  readonly skipped: readonly string[];
}

/** What gives every pod of a manifest its sidecar. The manifest itself stays as it is. */
export function injectObject(
  manifest: unknown,
  injector: Injector,
  kinds: readonly WorkloadKind[],
): ObjectInjection {
  const object = fieldsOf(manifest);
  const kind = workloadKind(kinds, String(object.apiVersion ?? ''), String(object.kind ?? ''));
  const results =
    kind === undefined ? [] : podsAt(object, kind.path, []).map((pod) => injectPod(pod, object, injector));
  return {
    values: results.flatMap(({ values }) => values),
    problems: results.flatMap(({ problems }) => problems),
    skipped: results.flatMap(({ skipped }) => skipped),
  };
}

interface Pod {
  readonly path: Path;
  readonly fields: Fields;
}

function podsAt(value: unknown, path: readonly string[], at: Path): Pod[] {
  const [step, ...rest] = path;
  if (step === undefined)
    return fieldsOf(value).spec === undefined ? [] : [{ path: at, fields: fieldsOf(value) }];
  if (Array.isArray(value))
    return step === '*' ? value.flatMap((item, index) => podsAt(item, rest, [...at, index])) : [];
  return Object.entries(fieldsOf(value)).flatMap(([key, inner]) =>
    step === '*' || step === key ? podsAt(inner, rest, [...at, key]) : [],
  );
}

function injectPod({ path, fields }: Pod, object: Fields, injector: Injector): ObjectInjection {
  const metadata = fieldsOf(fields.metadata);
  const annotations = texts(metadata.annotations);
  const view: PodView = {
    metadata: {
      name: String(metadata.name ?? ''),
      namespace: String(fieldsOf(object.metadata).namespace ?? ''),
      labels: texts(metadata.labels),
      annotations,
    },
    spec: fieldsOf(fields.spec),
  };
  const status = annotations[SIDECAR_ANNOTATIONS.status];
  const bare = withoutSidecar(view, status);
  const plan = planPod(bare, injector);
  if (plan.kind === 'refuse') {
    const problems = plan.problems.map((problem) => ({ ...problem, path: [...path, ...problem.path] }));
    return { values: [], problems, skipped: [] };
  }
  if (plan.kind === 'skip') return { values: [], problems: [], skipped: [plan.reason] };
  if (hasSidecar(view, status, plan)) return { values: [], problems: [], skipped: [] };
  const lists = SIDECAR_LISTS.flatMap((list) => {
    const own = bare.spec[list];
    const value = [...(Array.isArray(own) ? own : []), ...(plan.sidecar[list] ?? [])];
    return value.length === 0 && own === undefined ? [] : [{ path: [...path, 'spec', list], value }];
  });
  const all = { ...bare.metadata.annotations, [SIDECAR_ANNOTATIONS.status]: plan.status };
  const noted =
    fields.metadata === undefined
      ? { path: [...path, 'metadata'], value: { annotations: all } }
      : { path: [...path, 'metadata', 'annotations'], value: all };
  return { values: [...lists, noted], problems: [], skipped: [] };
}

function fieldsOf(value: unknown): Fields {
  return isMap(value) ? value : {};
}

function texts(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, inner]) => [key, String(inner)]));
}
