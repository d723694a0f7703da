import { looksLikeCredential } from '../credential-like';
import { isMap } from '../is-map';
import type { Path } from '../problem';
import type { PodView } from './injector';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import { jobPath, type WorkloadKind, workloadKinds } from './workload-kinds';

type Fields = Readonly<Record<string, unknown>>;

/** A pod, or a template of pods, in a manifest. */
export interface FoundPod {
  /** `Deployment shop/web`. */
  readonly workload: string;
  readonly path: Path;
  /** The value at the path: a map with a `spec` unless the manifest is invalid. */
  readonly template: unknown;
  readonly view: PodView;
  /** The status of an earlier injection. */
  readonly status: string | undefined;
  /** Whether `istioctl kube-inject` wrote the status at {@link job}, where the injector does not look. */
  readonly isStatusOfJob: boolean;
  /** Path of the object whose annotations `istioctl kube-inject` reads as the pod's, if it is a different one. */
  readonly job: Path | undefined;
}

/** An object of a document: alone, or in a List. */
export interface DocumentObject {
  readonly object: unknown;
  readonly path: Path;
  readonly apiVersion: string;
  readonly kind: string;
}

/** Returns every object of a document, which may be a List. */
export function objectsIn(
  object: unknown,
  path: Path = [],
  inherited: { readonly apiVersion: string; readonly kind: string } = { apiVersion: '', kind: '' },
): DocumentObject[] {
  const own = fieldsOf(object);
  const apiVersion = textOf(own.apiVersion) || inherited.apiVersion;
  const kind = textOf(own.kind) || inherited.kind;
  if (!kind.endsWith('List') || !Array.isArray(own.items)) return [{ object, path, apiVersion, kind }];
  // The items of a DeploymentList may omit their kind; the items of a List may not.
  const ofItems =
    kind === 'List' ? { apiVersion: '', kind: '' } : { apiVersion, kind: kind.slice(0, -'List'.length) };
  return own.items.flatMap((item: unknown, index) => objectsIn(item, [...path, 'items', index], ofItems));
}

/** Returns every pod of a manifest: of a workload, or of the workloads in a List. */
export function findPods(manifest: unknown, kinds: readonly WorkloadKind[]): FoundPod[] {
  return objectsIn(manifest).flatMap((each) => podsOf(each, kinds));
}

/** Two kinds may have paths to the same pod. */
function podsOf(
  { object, path, apiVersion, kind }: DocumentObject,
  kinds: readonly WorkloadKind[],
): FoundPod[] {
  const pods = workloadKinds(kinds, apiVersion, kind).flatMap((workload) =>
    podsAt(object, path, workload, kinds),
  );
  return pods.length < 2 ? pods : [...new Map(pods.map((pod) => [JSON.stringify(pod.path), pod])).values()];
}

interface Place {
  readonly value: unknown;
  readonly path: Path;
}

function podsAt(object: unknown, path: Path, kind: WorkloadKind, kinds: readonly WorkloadKind[]): FoundPod[] {
  const way = jobPath(kind);
  const [job] = way === undefined ? [] : follow({ value: object, path }, way);
  return follow({ value: object, path }, kind.path).flatMap((place): FoundPod[] => {
    // A template of objects contains workloads; their kinds say where their pods are.
    if (kind.versions.length === 0 && isObject(place.value))
      return objectsIn(place.value, place.path).flatMap((each) => podsOf(each, kinds));
    return [
      {
        ...podAt(place.value, object, job?.value),
        workload: titleOf(kind.kind, object),
        path: place.path,
        job: job?.path,
      },
    ];
  });
}

/** Whether a value is an object of Kubernetes. */
export function isObject(value: unknown): boolean {
  const { apiVersion, kind } = fieldsOf(value);
  return textOf(apiVersion) !== '' && textOf(kind) !== '';
}

/** Formats `Deployment shop/web`. */
export function titleOf(kind: string, object: unknown): string {
  const { name, generateName } = fieldsOf(fieldsOf(object).metadata);
  const title = textOf(name) || textOf(generateName) || '(without a name)';
  const namespace = namespaceOf(object);
  const parts = [kind, ...(namespace === '' ? [] : [namespace]), title];
  const [first = '', ...rest] = parts.map((part) => (looksLikeCredential(part) ? '(hidden)' : part));
  return `${first} ${rest.join('/')}`;
}

/** Returns the namespace in an object; empty if it has none. */
function namespaceOf(object: unknown): string {
  return textOf(fieldsOf(fieldsOf(object).metadata).namespace);
}

/**
 * @param owner the object with the template, or the pod itself
 * @param job the object around the template, if `istioctl kube-inject` writes the status there
 */
export function podAt(template: unknown, owner: unknown, job?: unknown) {
  const { metadata, spec } = fieldsOf(template);
  const { labels, annotations } = fieldsOf(metadata);
  const view: PodView = {
    metadata: {
      ...namesOf(owner, template === owner),
      namespace: namespaceOf(owner),
      labels: textsOf(labels),
      annotations: textsOf(annotations),
    },
    spec: fieldsOf(spec),
  };
  const own = view.metadata.annotations[SIDECAR_ANNOTATIONS.status];
  const ofJob = textsOf(fieldsOf(fieldsOf(job).metadata).annotations)[SIDECAR_ANNOTATIONS.status];
  return { template, view, status: own ?? ofJob, isStatusOfJob: own === undefined && ofJob !== undefined };
}

/** A controller chooses the names of its pods, so the template's own name does not count. */
function namesOf(owner: unknown, isPod: boolean): Pick<PodView['metadata'], 'name' | 'generateName'> {
  const { name, generateName } = fieldsOf(fieldsOf(owner).metadata);
  if (isPod) return { name: textOf(name), generateName: textOf(generateName) };
  return { name: '', generateName: textOf(name) === '' ? '' : `${textOf(name)}-` };
}

function follow(place: Place, way: Path): Place[] {
  return way.reduce<Place[]>((places, step) => places.flatMap((each) => stepsFrom(each, step)), [place]);
}

/** Returns the places one step below a place: `*` is every key of a map and every item of a list. */
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

/** Kubernetes reads a number in a text field as text. */
export function textOf(value: unknown): string {
  return value === undefined || value === null || typeof value === 'object' ? '' : String(value);
}

function textsOf(value: unknown): Record<string, string> {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([key, inner]) => [key, textOf(inner)]));
}
