import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../remote-secret/remote-secret';
import { clusterIdsIn, labelledSecrets } from './joined-secret';
import { findRemote, type MemberMesh } from './member-mesh';
import {
  contentsOf,
  describedObjects,
  type Leftovers,
  labelledObjects,
  leftoversOf,
  type RemoteObjects,
  refTo,
  titleOf,
} from './remote-objects';

/** Everything that leaving the mesh changes, known before anything changes. */
export interface LeavePlan {
  /** The Secret on the primary. */
  readonly secret: KubeObject | undefined;
  /** What the remote cluster has of ours; undefined when it could not be asked. */
  readonly remote: RemoteObjects | undefined;
  /** Why the remote cluster could not be asked. */
  readonly remoteError: UserError | undefined;
  /** What Istio itself has left. */
  readonly leftovers: readonly Leftovers[];
  readonly warnings: readonly string[];
}

/** What a step of leaving has done. */
export interface Change {
  readonly cluster: string;
  readonly what: string;
  readonly done: 'deleted' | 'unlabelled' | 'kept';
  /** Why it is kept. */
  readonly because?: string;
}

/**
 * Finds what to delete. If the remote cluster does not answer, the Secret on the primary is deleted all the same: the
 * control plane waits for dead clusters.
 * @param remote undefined to leave it alone
 */
export async function planLeave(
  { mesh, membership, output }: MemberMesh,
  name: string,
  primary: Cluster,
  remote: Cluster | undefined,
): Promise<LeavePlan> {
  const { namespace } = mesh.primary;
  const { controlPlane, leftovers: kinds } = membership;
  const secretName = remoteSecretIdentity(mesh.line, name).name;
  const labelled = await labelledSecrets(primary, namespace);
  const own = await primary.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secretName });
  const isOurs = own?.metadata.labels?.[MULTI_CLUSTER_LABEL] === 'true';
  const others = isOurs ? clusterIdsIn(own).filter((key) => key !== name) : [];
  if (others.length > 0)
    throw new UserError(
      `${primary.name} (${primary.server}): the Secret ${namespace}/${secretName} names other clusters as well: ${others.slice(0, 10).join(', ')}. Give each cluster a Secret of its own, then repeat`,
    );
  const warnings = [
    ...(own === undefined || isOurs
      ? []
      : [
          `warning: ${primary.name}: the Secret ${namespace}/${secretName} has no label ${MULTI_CLUSTER_LABEL}=true, so it is not of this mesh and stays`,
        ]),
    ...labelled
      .filter((other) => other.metadata.name !== secretName && clusterIdsIn(other).includes(name))
      .map(
        ({ metadata }) =>
          `warning: ${primary.name}: the Secret ${namespace}/${metadata.name} names the cluster ${name} too, and ${controlPlane} goes on reading it. Delete it`,
      ),
  ];
  const secret = isOurs ? own : undefined;
  const known = { secret, leftovers: [], warnings };
  if (remote === undefined) return { ...known, remote: NOTHING, remoteError: undefined };
  try {
    const objects =
      findRemote(mesh, name) === undefined
        ? await labelledObjects(remote, namespace)
        : await describedObjects({ output, membership }, remote);
    const leftovers = await leftoversOf(remote, kinds);
    return { ...known, remote: objects, remoteError: undefined, leftovers };
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return { ...known, remote: undefined, remoteError: error };
  }
}

const NOTHING: RemoteObjects = { objects: [], injected: [], namespace: undefined, foreign: [] };

/** Whether there is nothing to change. */
export function isDone(plan: LeavePlan, deleteLeftovers: boolean): boolean {
  const { secret, remote } = plan;
  const goes = deleteLeftovers ? goingLeftovers(plan) : [];
  const left = [...(remote?.objects ?? []), ...(remote?.injected ?? []), ...goes];
  return secret === undefined && remote !== undefined && remote.namespace === undefined && left.length === 0;
}

/** Leftovers that may go. */
export function goingLeftovers({ leftovers }: LeavePlan): KubeObject[] {
  return leftovers.flatMap(({ objects, stays }) => (stays === undefined ? objects : []));
}

/** Carries a plan out and reports each step when it is done. @throws UserError */
export async function carryOut(
  plan: LeavePlan,
  primary: Cluster,
  remote: Cluster | undefined,
  deleteLeftovers: boolean,
  onChange: (change: Change) => void,
): Promise<void> {
  const remove = async (cluster: Cluster, object: KubeObject): Promise<void> => {
    await cluster.delete(refTo(object), object.metadata.uid);
    onChange({ cluster: cluster.name, what: titleOf(object), done: 'deleted' });
  };
  if (plan.secret !== undefined) await remove(primary, plan.secret);
  if (plan.remote === undefined) throw plan.remoteError;
  if (remote === undefined) return;
  for (const object of plan.remote.objects) await remove(remote, object);
  for (const { object: namespace, label } of plan.remote.injected) {
    const { resourceVersion } = namespace.metadata;
    await remote.patch(refTo(namespace), {
      metadata: {
        ...(resourceVersion === undefined ? {} : { resourceVersion }),
        labels: { [label]: null },
      },
    });
    onChange({
      cluster: remote.name,
      what: `label ${label} of ${titleOf(namespace)}`,
      done: 'unlabelled',
    });
  }
  for (const { object, because } of plan.remote.foreign)
    onChange({ cluster: remote.name, what: titleOf(object), done: 'kept', because });
  for (const object of deleteLeftovers ? goingLeftovers(plan) : []) await remove(remote, object);
  if (plan.remote.namespace === undefined) return;
  const left = await contentsOf(remote, plan.remote.namespace.metadata.name);
  if (left.length === 0) await remove(remote, plan.remote.namespace);
  else
    onChange({
      cluster: remote.name,
      what: titleOf(plan.remote.namespace),
      done: 'kept',
      because: `it still holds ${left.slice(0, 10).join(', ')}${left.length > 10 ? ` and ${left.length - 10} more` : ''}`,
    });
}
