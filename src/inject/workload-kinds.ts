import { looksLikeCredential } from '../credential-like';
import { groupOf } from '../kubernetes/kinds';
import { type Path, quoted, UsageError } from '../problem';

/** The place of the pods in a kind. `*` matches every key of a map and every item of a list. */
export interface WorkloadKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for any version. */
  readonly versions: readonly string[];
  readonly path: readonly string[];
}

const TEMPLATE = ['spec', 'template'];
const JOB_TEMPLATE = ['spec', 'jobTemplate', 'spec', 'template'];

function served(kind: string, path: readonly string[], ...apiVersions: readonly string[]): WorkloadKind[] {
  return apiVersions.map((apiVersion) => ({ ...groupAndVersion(apiVersion), kind, path }));
}

/** The kinds of Kubernetes and OpenShift, in every version that an API server has served. */
export const WORKLOAD_KINDS: readonly WorkloadKind[] = [
  ...served('Pod', [], 'v1'),
  ...served('ReplicationController', TEMPLATE, 'v1'),
  ...served('Deployment', TEMPLATE, 'extensions/v1beta1', 'apps/v1beta1', 'apps/v1beta2', 'apps/v1'),
  ...served('DaemonSet', TEMPLATE, 'extensions/v1beta1', 'apps/v1beta2', 'apps/v1'),
  ...served('ReplicaSet', TEMPLATE, 'extensions/v1beta1', 'apps/v1beta2', 'apps/v1'),
  ...served('StatefulSet', TEMPLATE, 'apps/v1beta1', 'apps/v1beta2', 'apps/v1'),
  ...served('Job', TEMPLATE, 'batch/v1', 'extensions/v1beta1', 'batch/v2alpha1'),
  ...served('CronJob', JOB_TEMPLATE, 'batch/v1', 'batch/v1beta1', 'batch/v2alpha1'),
  ...served('DeploymentConfig', TEMPLATE, 'v1', 'apps.openshift.io/v1'),
];

function groupAndVersion(apiVersion: string): { group: string; versions: string[] } {
  return { group: groupOf(apiVersion), versions: [apiVersion.slice(apiVersion.indexOf('/') + 1)] };
}

/** Returns the entries for the kind of an object. Empty if it is not known to have pods. */
export function workloadKinds(
  kinds: readonly WorkloadKind[],
  apiVersion: string,
  kind: string,
): WorkloadKind[] {
  const { group, versions } = groupAndVersion(apiVersion);
  return kinds.filter(
    (known) =>
      known.kind === kind &&
      known.group === group &&
      (known.versions.length === 0 || known.versions.includes(versions[0] ?? '')),
  );
}

const POD_TEMPLATE =
  /^(?:([a-z0-9.-]{1,253})\/)?([A-Za-z][A-Za-z0-9]{0,62})=((?:[\w-]+|\*)(?:\.(?:[\w-]+|\*))*)$/;
/** Limit of characters of a pod template as text. */
const LONGEST = 1000;

/**
 * Parses `argoproj.io/Rollout=spec.template`: the kind of a custom resource and the path of its pod template. Without
 * a group before the slash, the kind belongs to the core group; `*` matches every key or item. If the path leads to
 * objects, as in `template.openshift.io/Template=objects.*`, their own kinds say where their pods are.
 * @returns undefined for anything else
 */
export function podTemplateOf(text: string): WorkloadKind | undefined {
  const [, group = '', kind = '', path = ''] = (text.length <= LONGEST && POD_TEMPLATE.exec(text)) || [];
  return kind === '' ? undefined : { group, kind, versions: [], path: path.split('.') };
}

/** Formats a text for {@link podTemplateOf}. @returns undefined if the path cannot be written */
export function podTemplateText(apiVersion: string, kind: string, path: Path): string | undefined {
  const group = groupOf(apiVersion);
  const steps = path.map((step) => (typeof step === 'string' && /^[\w-]+$/.test(step) ? step : '*'));
  const text = `${group === '' ? '' : `${group}/`}${kind}=${steps.join('.')}`;
  return podTemplateOf(text) === undefined || text.split(/[/=.]/).some(looksLikeCredential)
    ? undefined
    : text;
}

/** Suggests what an invalid pod template probably means. */
export function podTemplateFix(text: string): string | undefined {
  if (text.length > LONGEST) return undefined;
  const [name = '', ...rest] = text.split('=');
  const path = rest
    .join('=')
    .replace(/^\$?\.|^\//, '')
    .replace(/\[(?:\d+|\*)\]/g, '.*')
    .replaceAll('/', '.');
  const [group = '', ...behind] = name.split('/');
  const kind = behind.length > 0 ? behind.at(-1) : /^([A-Za-z][A-Za-z0-9]*)\.([a-z0-9.-]+)$/.exec(name)?.[1];
  const written = behind.length > 0 ? `${group}/${kind}` : `${name.slice(name.indexOf('.') + 1)}/${kind}`;
  const plain = `${kind === undefined ? name : written}=${path}`;
  return plain !== text && podTemplateOf(plain) !== undefined ? `Write ${plain}` : undefined;
}

/** Parses a pod template from a command line or a construct. @throws UsageError */
export function readPodTemplate(text: string): WorkloadKind {
  const read = podTemplateOf(text);
  if (read !== undefined) return read;
  const fix = podTemplateFix(text) ?? 'Write it such as argoproj.io/Rollout=spec.template';
  throw new UsageError(`--pod-template: expected ${POD_TEMPLATE_EXPECTED}, got ${quoted(text)}. ${fix}`);
}

/** How messages describe the text that {@link podTemplateOf} parses. */
export const POD_TEMPLATE_EXPECTED = 'group/Kind=path';

/**
 * Returns the path of the object around a pod template whose annotations `istioctl kube-inject` reads as the pod's.
 */
export function jobPath(kind: WorkloadKind): Path | undefined {
  return kind.path === JOB_TEMPLATE ? JOB_TEMPLATE.slice(0, 2) : undefined;
}
