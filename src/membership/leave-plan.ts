import { type Cluster, ClusterError, isOutOfTime, type KubeObject } from '../kubernetes/api/cluster';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../remote-secret/remote-secret';
import { someOf } from '../some-of';
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
import {
  clusterIdsIn,
  holdersOf,
  isLabelled,
  labelledSecrets,
  otherClusters,
  ownerOf,
  refuseShared,
  takeOut,
} from './secret-holders';

/** Everything that leaving the mesh changes, known before anything changes. */
export interface LeavePlan {
  /** Id of the cluster. */
  readonly cluster: string;
  /** The Secrets on the primary with its kubeconfig, whatever their names. */
  readonly secrets: readonly KubeObject[];
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
 * Finds what to delete. If the remote cluster does not answer, the Secrets on the primary are deleted all the same: the
 * control plane goes on trying to read dead clusters.
 * @param remote undefined to leave it alone; an error says why it cannot be asked
 */
export async function planLeave(
  { mesh, membership, output }: MemberMesh,
  name: string,
  primary: Cluster,
  remote: Cluster | ClusterError | undefined,
): Promise<LeavePlan> {
  const { namespace } = mesh.primary;
  const { leftovers: kinds } = membership;
  const secretName = remoteSecretIdentity(mesh.line, name).name;
  const secrets = holdersOf(await labelledSecrets(primary, namespace), name);
  const own = await primary.get({ apiVersion: 'v1', kind: 'Secret', namespace, name: secretName });
  for (const secret of secrets) {
    const rest = clusterIdsIn(secret).filter((key) => key !== name);
    refuseShared(primary, secret, name, membership, rest);
  }
  const warnings = [
    ...(own === undefined || isLabelled(own)
      ? []
      : [
          `warning: ${primary.name}: the Secret ${namespace}/${secretName} has no label ${MULTI_CLUSTER_LABEL}=true, so it is not of this mesh and stays`,
        ]),
    ...secrets.flatMap((secret) => {
      const owner = ownerOf(secret);
      const title = `${namespace}/${secret.metadata.name}`;
      return owner === undefined
        ? []
        : [
            `warning: ${primary.name}: the Secret ${title} belongs to ${owner}, which makes it again. Remove ${owner} first`,
          ];
    }),
  ];
  const known = { cluster: name, secrets, leftovers: [], warnings };
  if (remote === undefined) return { ...known, remote: NOTHING, remoteError: undefined };
  if (remote instanceof ClusterError) return { ...known, remote: undefined, remoteError: remote };
  try {
    const objects =
      findRemote(mesh, name) === undefined
        ? await labelledObjects(remote, namespace)
        : await describedObjects({ output, membership }, remote);
    const leftovers = await leftoversOf(remote, kinds);
    return { ...known, remote: objects, remoteError: undefined, leftovers };
  } catch (error) {
    if (!(error instanceof UserError) || isOutOfTime(error)) throw error;
    return { ...known, remote: undefined, remoteError: error };
  }
}

/** What goes of a Secret: all of it, or the key of the cluster. */
export function goingOf(secret: KubeObject, cluster: string): string {
  const rest = otherClusters(secret, cluster);
  return rest === undefined ? titleOf(secret) : `key ${cluster} of ${titleOf(secret)}, which keeps ${rest}`;
}

const NOTHING: RemoteObjects = { objects: [], injected: [], namespace: undefined, foreign: [] };

/** Whether there is nothing to change. */
export function isDone(plan: LeavePlan, deleteLeftovers: boolean): boolean {
  const { secrets, remote } = plan;
  const goes = deleteLeftovers ? goingLeftovers(plan) : [];
  const left = [...(remote?.objects ?? []), ...(remote?.injected ?? []), ...goes];
  return secrets.length === 0 && remote !== undefined && remote.namespace === undefined && left.length === 0;
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
  for (const secret of plan.secrets) {
    await takeOut(primary, secret, plan.cluster);
    onChange({ cluster: primary.name, what: goingOf(secret, plan.cluster), done: 'deleted' });
  }
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
      because: `it still holds ${someOf(left, 10)}`,
    });
}
