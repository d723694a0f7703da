import { type Path, UsageError } from '../problem';

/** Where the pods of a kind are described. `*` matches every key of a map and every item of a list. */
export interface WorkloadKind {
  /** Empty for the core group. */
  readonly group: string;
  readonly kind: string;
  /** Empty for any. */
  readonly versions: readonly string[];
  readonly path: readonly string[];
}

const TEMPLATE = ['spec', 'template'];
const JOB_TEMPLATE = ['spec', 'jobTemplate', 'spec', 'template'];

function served(kind: string, path: readonly string[], ...apiVersions: readonly string[]): WorkloadKind[] {
  return apiVersions.map((apiVersion) => ({ ...groupAndVersion(apiVersion), kind, path }));
}

/** Kubernetes' and OpenShift's own kinds, in every version that an API server has ever served. */
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
  const slash = apiVersion.indexOf('/');
  return { group: apiVersion.slice(0, Math.max(slash, 0)), versions: [apiVersion.slice(slash + 1)] };
}

/** The kind of an object, if it has pods. */
export function workloadKind(
  kinds: readonly WorkloadKind[],
  apiVersion: string,
  kind: string,
): WorkloadKind | undefined {
  const { group, versions } = groupAndVersion(apiVersion);
  return kinds.findLast(
    (known) =>
      known.kind === kind &&
      known.group === group &&
      (known.versions.length === 0 || known.versions.includes(versions[0] ?? '')),
  );
}

/**
 * Reads `argoproj.io/Rollout=spec.template`: the kind of a custom resource and the path of its pod template. Without
 * a group before the slash the kind is of the core group; `*` matches every key or item.
 * @throws UsageError
 */
export function readPodTemplate(text: string): WorkloadKind {
  const [, group = '', kind = '', path = ''] =
    /^(?:([a-z0-9.-]*)\/)?([A-Za-z][A-Za-z0-9]*)=((?:[\w*-]+)(?:\.[\w*-]+)*)$/.exec(text) ?? [];
  if (kind !== '') return { group, kind, versions: [], path: path.split('.') };
  throw new UsageError(
    `--pod-template: expected group/Kind=path, got ${JSON.stringify(text)}. Write it such as argoproj.io/Rollout=spec.template`,
  );
}

/** Path of the object around a pod template whose annotations `istioctl kube-inject` reads as the pod's. */
export function jobPath(kind: WorkloadKind): Path | undefined {
  return kind.path === JOB_TEMPLATE ? JOB_TEMPLATE.slice(0, 2) : undefined;
}
