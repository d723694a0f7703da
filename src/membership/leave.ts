import { type Cluster, ClusterError, isOutOfTime } from '../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  type OpenCluster,
  openCluster,
  withRunLimit,
} from '../kubernetes/api/open-cluster';
import { isDnsLabel } from '../kubernetes/names';
import { quoted, UserError } from '../problem';
import { deliveryToolsOf } from './delivery-tool';
import {
  type Change,
  carryOut,
  goingLeftovers,
  goingOf,
  isDone,
  type LeavePlan,
  planLeave,
} from './leave-plan';
import { findRemote, type MemberMesh, refuseChangedMesh } from './member-mesh';
import {
  doubtsAbout,
  type ProvenCluster,
  proveCluster,
  refuseSameCluster,
  refuseSameServer,
  refuseUnnamedContext,
} from './prove-cluster';
import { titleOf } from './remote-objects';

export interface LeaveOptions {
  /** Id of the remote cluster, which may have left mesh.yaml already. */
  readonly remote: string;
  /** How clusters are reached; its `config` is mesh.yaml, its `context` the remote's. */
  readonly connection: ConnectionOptions;
  readonly primaryContext?: string | undefined;
  /** Leave the remote cluster alone, as when it is gone. @default false */
  readonly primaryOnly?: boolean;
  /** Delete also what a delivery tool manages, which may apply it again. @default false */
  readonly force?: boolean;
  /** Delete what Istio itself has left, too. @default false */
  readonly deleteLeftovers?: boolean;
  /** Asked before anything is changed. */
  readonly confirm: (question: LeaveQuestion) => Promise<boolean>;
  /** Called as soon as something is done. */
  readonly onChange?: (change: Change) => void;
  readonly onWarning?: (warning: string) => void;
  /** @default openCluster */
  readonly open?: OpenCluster;
}

/** What the user has to agree to: a line for each thing, with the cluster it is in. */
export interface LeaveQuestion {
  readonly lines: readonly string[];
}

export interface LeaveResult {
  readonly cluster: string;
  /** `declined` when the user did not agree. */
  readonly outcome: 'left' | 'nothing to do' | 'declined';
  readonly changes: readonly Change[];
  /** What Istio itself has left and is still there. */
  readonly leftovers: readonly LeftoverGroup[];
}

/** Equal things that Istio itself has left. */
export interface LeftoverGroup {
  /** What they are and when they may go. */
  readonly what: string;
  /** Why they are never taken away; absent: `--delete-leftovers` does. */
  readonly stays?: string;
  /** `ConfigMap shop/istio-ca-root-cert`. */
  readonly objects: readonly string[];
}

/**
 * Takes a remote cluster out of the mesh: the Secret on the primary first, then what this tool made in the remote, in
 * reverse order. After an interruption, a repeat does the rest.
 * @throws UserError
 */
export async function leave(member: MemberMesh, options: LeaveOptions): Promise<LeaveResult> {
  const { mesh } = member;
  const { remote: name, deleteLeftovers = false, open = openCluster } = options;
  const connection = withRunLimit(options.connection);
  const primaryOnly = options.primaryOnly ?? false;
  if (name === mesh.primary.name || !isDnsLabel(name))
    throw new UserError(
      `expected the id of a remote cluster, got ${quoted(name)}${name === mesh.primary.name ? ', which is the primary' : ''}. Name a remote`,
    );
  const source = findRemote(mesh, name) ?? { name };
  const primary = open(mesh.primary, { ...connection, context: options.primaryContext });
  const remote = primaryOnly ? undefined : open(source, connection);
  if (remote !== undefined) refuseUnnamedContext(remote);
  const proven = await prove(member, primary, remote, findRemote(mesh, name)?.uid);
  const plan = await planLeave(member, name, primary, proven.remoteError ?? remote);
  for (const warning of [...doubtsAbout(proven.clusters, member), ...plan.warnings])
    options.onWarning?.(warning);
  const leftovers = plan.leftovers.map((left) => ({ ...left, objects: left.objects.map(titleOf) }));
  if (isDone(plan, deleteLeftovers))
    return { cluster: name, outcome: 'nothing to do', changes: [], leftovers };
  if (options.force !== true) refuseManaged(member, plan, primary);
  const lines = questionLines(plan, primary.name, name, deleteLeftovers);
  const places = [primary, ...(remote === undefined ? [] : [remote])].map(
    (found) => `${found.name} is ${found.server}`,
  );
  if (!(await connection.run.pausedFor(() => options.confirm({ lines: [...places, ...lines] }))))
    return { cluster: name, outcome: 'declined', changes: [], leftovers };
  await refuseChangedMesh(member, name);
  const changes: Change[] = [];
  await carryOut(plan, primary, remote, deleteLeftovers, (change) => {
    changes.push(change);
    options.onChange?.(change);
  });
  const left = leftovers.filter(({ stays }) => !deleteLeftovers || stays !== undefined);
  return { cluster: name, outcome: 'left', changes, leftovers: left };
}

/** A remote that does not answer as a cluster can still leave, if its server is not the primary's: nothing is deleted there. */
async function prove(
  { mesh }: MemberMesh,
  primary: Cluster,
  remote: Cluster | undefined,
  uid: string | undefined,
): Promise<{ readonly clusters: readonly ProvenCluster[]; readonly remoteError?: ClusterError }> {
  if (remote !== undefined) refuseSameServer(primary, remote);
  const provenPrimary = await proveCluster(primary, mesh.primary.uid);
  if (remote === undefined) return { clusters: [provenPrimary] };
  try {
    const provenRemote = await proveCluster(remote, uid);
    refuseSameCluster(provenPrimary, provenRemote);
    return { clusters: [provenPrimary, provenRemote] };
  } catch (error) {
    if (!(error instanceof ClusterError) || isOutOfTime(error)) throw error;
    return { clusters: [provenPrimary], remoteError: error };
  }
}

/** Deleting what a delivery tool manages is in vain: it is back in seconds. @throws UserError that lists the tools */
function refuseManaged({ mesh }: MemberMesh, plan: LeavePlan, primary: Cluster): void {
  const root = mesh.argocd?.path ?? 'dist';
  const folderOf = (cluster: string) => (root === '.' ? cluster : `${root}/${cluster}`);
  const { remote } = plan;
  const going = [
    { cluster: primary.name, objects: plan.secrets },
    {
      cluster: plan.cluster,
      objects: [
        ...(remote?.objects ?? []),
        ...(remote?.injected ?? []).map(({ object }) => object),
        ...(remote?.namespace === undefined ? [] : [remote.namespace]),
      ],
    },
  ];
  const managed = going.flatMap(({ cluster, objects }) =>
    deliveryToolsOf(objects).map(({ tool, count }) => ({
      tells: `${cluster}: ${tool.what} manages ${count} of the ${objects.length} objects that would go`,
      ending: tool.ending(folderOf(cluster)),
    })),
  );
  if (managed.length === 0) return;
  const endings = [...new Set(managed.map(({ ending }) => ending))];
  throw new UserError(
    `${managed.map(({ tells }) => tells).join('; ')}. It may apply them again within seconds, so nothing was changed. ${endings.join('. ')}. Then repeat with --force: the marks on the objects can stay behind`,
  );
}

function questionLines(plan: LeavePlan, primary: string, name: string, deleteLeftovers: boolean): string[] {
  const { secrets, remote, remoteError } = plan;
  return [
    ...secrets.map((secret) => `${primary}: delete ${goingOf(secret, name)}`),
    ...(remoteError === undefined ? [] : [`${name}: nothing, it cannot be asked: ${remoteError.message}`]),
    ...(remote?.objects ?? []).map((object) => `${name}: delete ${titleOf(object)}`),
    ...(remote?.injected ?? []).map(
      ({ object, label }) => `${name}: take the label ${label} from ${titleOf(object)}`,
    ),
    ...(deleteLeftovers ? goingLeftovers(plan) : []).map(
      (object) => `${name}: delete ${titleOf(object)}, which Istio made`,
    ),
    ...(remote?.namespace === undefined
      ? []
      : [`${name}: delete ${titleOf(remote.namespace)} if nothing is left in it`]),
  ];
}
