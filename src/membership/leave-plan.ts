import { type Cluster, ClusterError, isOutOfTime, type KubeObject } from '../kubernetes/api/cluster';
import { findCluster, readBy } from '../mesh/primaries';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL, remoteSecretIdentity } from '../remote-secret/remote-secret';
import { someOf } from '../some-of';
import { isPrimary, type MemberMesh } from './member-mesh';
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
  refuseShared,
  takeOut,
} from './secret-holders';

/** All changes of leaving the mesh, found before the first change. */
export interface LeavePlan {
  /** Id of the cluster. */
  readonly cluster: string;
  /**
   * The Secrets to remove from the primaries that read the cluster, whatever their names. A leaving primary also
   * stops reading the others.
   */
  readonly secrets: readonly HeldCluster[];
  /** Our objects in the remote cluster. Undefined if the cluster did not answer. */
  readonly remote: RemoteObjects | undefined;
  /** Why the remote cluster did not answer. */
  readonly remoteError: UserError | undefined;
  /** Objects that Istio itself left behind. */
  readonly leftovers: readonly Leftovers[];
  readonly warnings: readonly string[];
}

/** A Secret, and the cluster to remove from it. */
export interface HeldCluster {
  /** The primary that has the Secret. */
  readonly on: Cluster;
  readonly secret: KubeObject;
  /** Id of the cluster whose kubeconfig is removed. */
  readonly cluster: string;
}

/** The result of one step of leaving. */
export interface Change {
  readonly cluster: string;
  readonly what: string;
  readonly done: 'deleted' | 'unlabelled' | 'kept';
  /** Why the object is kept. */
  readonly because?: string;
}

/**
 * Finds the objects to delete. Deletes the Secrets on the primaries even if the cluster does not answer: otherwise
 * the control plane keeps trying to read a dead cluster.
 * @param readers the primaries that read it
 * @param remote undefined to leave it alone; an error says why it does not answer
 */
export async function planLeave(
  member: MemberMesh,
  name: string,
  readers: readonly Cluster[],
  remote: Cluster | ClusterError | undefined,
): Promise<LeavePlan> {
  const { mesh, membership, output } = member;
  const { namespace } = mesh.primary;
  const held = await Promise.all(readers.map((reader) => heldBy(member, name, reader)));
  const known = {
    cluster: name,
    secrets: held.flatMap(({ secrets }) => secrets),
    leftovers: [],
    warnings: held.flatMap(({ warnings }) => warnings),
  };
  if (remote === undefined) return { ...known, remote: NOTHING, remoteError: undefined };
  if (remote instanceof ClusterError) return { ...known, remote: undefined, remoteError: remote };
  const leavesControlPlane = isPrimary(mesh, name);
  try {
    const objects =
      findCluster(mesh, name) === undefined
        ? await labelledObjects(remote, namespace)
        : await describedObjects({ output, membership }, remote);
    // Its own istiod still needs the objects that istiod created there.
    const leftovers = leavesControlPlane ? [] : await leftoversOf(remote, membership.leftovers);
    const others = leavesControlPlane ? await othersHeldBy(member, remote) : [];
    const secrets = [...known.secrets, ...others];
    return { ...known, secrets, remote: objects, remoteError: undefined, leftovers };
  } catch (error) {
    if (!(error instanceof UserError) || isOutOfTime(error)) throw error;
    return { ...known, remote: undefined, remoteError: error };
  }
}

/** Finds the Secrets that a leaving primary uses to read other clusters of the mesh. */
async function othersHeldBy({ mesh, membership }: MemberMesh, primary: Cluster): Promise<HeldCluster[]> {
  const labelled = await labelledSecrets(primary, mesh.primary.namespace);
  return readBy(mesh, primary.name).flatMap(({ name: cluster }) =>
    holdersOf(labelled, cluster).map((secret) => {
      refuseShared(primary, secret, cluster, membership, []);
      return { on: primary, secret, cluster };
    }),
  );
}

/** Finds the Secrets of one primary that contain the kubeconfig of a cluster. */
async function heldBy(
  { mesh, membership }: MemberMesh,
  name: string,
  primary: Cluster,
): Promise<{ readonly secrets: readonly HeldCluster[]; readonly warnings: readonly string[] }> {
  const { namespace } = mesh.primary;
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
  ];
  return { secrets: secrets.map((secret) => ({ on: primary, secret, cluster: name })), warnings };
}

/** Says what is removed: the Secret, or only the cluster's key in it. */
export function goingOf({ secret, cluster }: HeldCluster): string {
  const rest = otherClusters(secret, cluster);
  return rest === undefined ? titleOf(secret) : `key ${cluster} of ${titleOf(secret)}, which keeps ${rest}`;
}

const NOTHING: RemoteObjects = { objects: [], injected: [], namespace: undefined, foreign: [] };

/** Whether nothing has to change. */
export function isDone(plan: LeavePlan, deleteLeftovers: boolean): boolean {
  const { secrets, remote } = plan;
  const goes = deleteLeftovers ? goingLeftovers(plan) : [];
  const left = [...(remote?.objects ?? []), ...(remote?.injected ?? []), ...goes];
  return secrets.length === 0 && remote !== undefined && remote.namespace === undefined && left.length === 0;
}

/** Returns the leftovers that may be deleted. */
export function goingLeftovers({ leftovers }: LeavePlan): KubeObject[] {
  return leftovers.flatMap(({ objects, stays }) => (stays === undefined ? objects : []));
}

/** Carries out a plan and reports each step after it. @throws UserError */
export async function carryOut(
  plan: LeavePlan,
  remote: Cluster | undefined,
  deleteLeftovers: boolean,
  onChange: (change: Change) => void,
): Promise<void> {
  const remove = async (cluster: Cluster, object: KubeObject): Promise<void> => {
    await cluster.delete(refTo(object), object.metadata.uid);
    onChange({ cluster: cluster.name, what: titleOf(object), done: 'deleted' });
  };
  for (const held of plan.secrets) {
    await takeOut(held.on, held.secret, held.cluster);
    onChange({ cluster: held.on.name, what: goingOf(held), done: 'deleted' });
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
      because: `it still contains ${someOf(left, 10)}`,
    });
}
