import { isMap } from '../is-map';
import { listAt } from '../kubernetes/fields';
import type { Path } from '../problem';
import type { PodView } from './injector';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import { jobPath, type WorkloadKind, workloadKind } from './workload-kinds';

type Fields = Readonly<Record<string, unknown>>;

/** A pod, or a template of pods, in a manifest. */
export interface FoundPod {
  /** `Deployment shop/web`. */
  readonly workload: string;
  readonly path: Path;
  /** What is at the path: a map with a `spec` unless the manifest is wrong. */
  readonly template: unknown;
  readonly view: PodView;
  /** Of an earlier injection. */
  readonly status: string | undefined;
  /** Whether `istioctl kube-inject` noted the status at {@link job}, where the injector does not look. */
  readonly isStatusOfJob: boolean;
  /** Path of the object whose annotations `istioctl kube-inject` reads as the pod's, if that is another. */
  readonly job: Path | undefined;
}

/** Every pod of a manifest: of a workload, or of the workloads in a List. */
export function findPods(manifest: unknown, kinds: readonly WorkloadKind[]): FoundPod[] {
  return podsOf(manifest, [], kinds, '', '');
}

function podsOf(
  object: unknown,
  path: Path,
  kinds: readonly WorkloadKind[],
  inheritedVersion: string,
  inheritedKind: string,
): FoundPod[] {
  const { kind: ownKind, apiVersion: ownVersion } = fieldsOf(object);
  const kind = textOf(ownKind) || inheritedKind;
  const apiVersion = textOf(ownVersion) || inheritedVersion;
  const workload = workloadKind(kinds, apiVersion, kind);
  if (workload !== undefined) return podsAt(object, path, workload);
  if (!kind.endsWith('List')) return [];
  // The items of a DeploymentList may omit their kind, the items of a List may not.
  const [version, itemKind] = kind === 'List' ? ['', ''] : [apiVersion, kind.slice(0, -'List'.length)];
  return listAt(object, 'items').flatMap((item, index) =>
    podsOf(item, [...path, 'items', index], kinds, version, itemKind),
  );
}

interface Place {
  readonly value: unknown;
  readonly path: Path;
}

function podsAt(object: unknown, path: Path, kind: WorkloadKind): FoundPod[] {
  const metadata = fieldsOf(fieldsOf(object).metadata);
  const [name, generateName] = [textOf(metadata.name), textOf(metadata.generateName)];
  const title = name || generateName || '(without a name)';
  const where = textOf(metadata.namespace);
  // A controller names the pods of a template: what the template has as their name does not count.
  const names =
    kind.path.length === 0
      ? { name, generateName }
      : { name: '', generateName: name === '' ? '' : `${name}-` };
  const way = jobPath(kind);
  const [job] = way === undefined ? [] : follow({ value: object, path }, way);
  return follow({ value: object, path }, kind.path).map((place) => ({
    ...podAt(place.value, { ...names, namespace: where }, job?.value),
    workload: `${kind.kind} ${where === '' ? '' : `${where}/`}${title}`,
    path: place.path,
    job: job?.path,
  }));
}

function podAt(
  template: unknown,
  names: Pick<PodView['metadata'], 'name' | 'generateName' | 'namespace'>,
  job: unknown,
) {
  const { metadata, spec } = fieldsOf(template);
  const { labels, annotations } = fieldsOf(metadata);
  const view: PodView = {
    metadata: { ...names, labels: textsOf(labels), annotations: textsOf(annotations) },
    spec: fieldsOf(spec),
  };
  const own = view.metadata.annotations[SIDECAR_ANNOTATIONS.status];
  const ofJob = textsOf(fieldsOf(fieldsOf(job).metadata).annotations)[SIDECAR_ANNOTATIONS.status];
  return { template, view, status: own ?? ofJob, isStatusOfJob: own === undefined && ofJob !== undefined };
}

function follow(place: Place, way: Path): Place[] {
  return way.reduce<Place[]>((places, step) => places.flatMap((each) => stepsFrom(each, step)), [place]);
}

/** What is one step below a place: `*` is every key of a map and every item of a list. */
function stepsFrom({ value, path }: Place, step: string | number): Place[] {
  if (Array.isArray(value))
    return value.flatMap((item, index) =>
      step === '*' || step === String(index) ? [{ value: item, path: [...path, index] }] : [],
    );
  return Object.entries(fieldsOf(value)).flatMap(([key, inner]) =>
    step === '*' || step === key ? [{ value: inner, path: [...path, key] }] : [],
  );
}

function fieldsOf(value: unknown): Fields {
  return isMap(value) ? value : {};
}

/** Kubernetes reads a number where a text belongs as its text. */
function textOf(value: unknown): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, inner]) => [key, textOf(inner)]));
}
