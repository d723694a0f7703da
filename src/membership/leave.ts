import { type Cluster, ClusterError, isOutOfTime } from '../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  clusterOpener,
  type OpenCluster,
  withRunLimit,
} from '../kubernetes/api/open-cluster';
import { isDnsLabel } from '../kubernetes/names';
import type { MeshCore, PrimaryCore } from '../mesh/mesh';
import { findCluster, readersOf } from '../mesh/primaries';
import { quoted, UserError } from '../problem';
import { someOf } from '../some-of';
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
import { isPrimary, type MemberMesh, refuseChangedMesh, refuseUnfitPrimaryContext } from './member-mesh';
import {
  doubtsAbout,
  type ProvenCluster,
  proveCluster,
  refuseSameCluster,
  refuseSameServer,
  refuseUnnamedContext,
} from './prove-cluster';
import { titleOf } from './remote-objects';
import { ownerOf } from './secret-holders';

export interface LeaveOptions {
  /** Id of the cluster. It may already be missing from mesh.yaml. */
  readonly remote: string;
  /** How to reach clusters. Its `config` is mesh.yaml, its `context` the remote's. */
  readonly connection: ConnectionOptions;
  readonly primaryContext?: string | undefined;
  /** Do not contact the remote cluster, for example because it no longer exists. @default false */
  readonly primaryOnly?: boolean;
  /** Also delete objects that a delivery tool or a controller manages and may recreate. @default false */
  readonly force?: boolean;
  /** Also delete objects that Istio itself left behind. @default false */
  readonly deleteLeftovers?: boolean;
  /** Called before the first change. */
  readonly confirm: (question: LeaveQuestion) => Promise<boolean>;
  /** Called after each change. */
  readonly onChange?: (change: Change) => void;
  readonly onWarning?: (warning: string) => void;
  /** @default clusterOpener() */
  readonly open?: OpenCluster;
}

/** The question to the user: a line for each change, with its cluster. */
export interface LeaveQuestion {
  readonly lines: readonly string[];
}

export interface LeaveResult {
  readonly cluster: string;
  /** `declined` if the user did not agree. */
  readonly outcome: 'left' | 'nothing to do' | 'declined';
  readonly changes: readonly Change[];
  /** Objects that Istio itself left behind and that still exist. */
  readonly leftovers: readonly LeftoverGroup[];
}

/** Objects of one kind that Istio itself left behind. */
export interface LeftoverGroup {
  /** What the objects are and when they may be deleted. */
  readonly what: string;
  /** Why they are never deleted. Undefined if `--delete-leftovers` deletes them. */
  readonly stays?: string;
  /** `ConfigMap shop/istio-ca-root-cert`. */
  readonly objects: readonly string[];
}

/**
 * Removes a cluster from the mesh: first the Secrets on the primaries that read it, then the objects of this tool in
 * the cluster, in reverse order. A primary keeps its istiod and what istiod created. If the run is interrupted, run
 * it again to finish.
 * @throws UserError
 */
export async function leave(member: MemberMesh, options: LeaveOptions): Promise<LeaveResult> {
  const { mesh } = member;
  const { remote: name, deleteLeftovers = false, open = clusterOpener(), primaryContext } = options;
  const connection = withRunLimit(options.connection);
  const primaryOnly = options.primaryOnly ?? false;
  refuseUnlessLeaves(mesh, name, primaryContext);
  const source = findCluster(mesh, name) ?? { name };
  const primaries = readersOf(mesh, name).map((reader) => ({
    reader,
    cluster: open(reader, { ...connection, context: primaryContext }),
  }));
  const readers = primaries.map(({ cluster }) => cluster);
  const remote = primaryOnly ? undefined : open(source, connection);
  if (remote !== undefined) refuseUnnamedContext(remote);
  const proven = await prove(primaries, remote, findCluster(mesh, name)?.uid);
  const plan = await planLeave(member, name, readers, proven.remoteError ?? remote);
  for (const warning of [...doubtsAbout(proven.clusters, member), ...plan.warnings])
    options.onWarning?.(warning);
  const leftovers = plan.leftovers.map((left) => ({ ...left, objects: left.objects.map(titleOf) }));
  if (isDone(plan, deleteLeftovers))
    return { cluster: name, outcome: 'nothing to do', changes: [], leftovers };
  if (options.force !== true) refuseManaged(member, plan);
  const lines = questionLines(plan, name, deleteLeftovers);
  const places = [...readers, ...(remote === undefined ? [] : [remote])].map(
    (found) => `${found.name} is ${found.server}`,
  );
  if (!(await connection.run.pausedFor(() => options.confirm({ lines: [...places, ...lines] }))))
    return { cluster: name, outcome: 'declined', changes: [], leftovers };
  await refuseChangedMesh(member, name);
  const changes: Change[] = [];
  await carryOut(plan, remote, deleteLeftovers, (change) => {
    changes.push(change);
    options.onChange?.(change);
  });
  const left = leftovers.filter(({ stays }) => !deleteLeftovers || stays !== undefined);
  return { cluster: name, outcome: 'left', changes, leftovers: left };
}

/** @throws UserError if the cluster cannot leave, or if a context is not given for it alone */
function refuseUnlessLeaves(mesh: MeshCore, name: string, primaryContext: string | undefined): void {
  const isOnly = readersOf(mesh, name).length === 0;
  if (isOnly || !isDnsLabel(name))
    throw new UserError(
      `expected the id of a remote cluster, got ${quoted(name)}${isOnly ? ', which is the primary' : ''}. Name a remote`,
    );
  const served = mesh.remotes.filter(({ primary }) => primary === name).map((remote) => remote.name);
  if (isPrimary(mesh, name) && served.length > 0)
    throw new UserError(
      `${name}: is the primary of ${someOf(served, 10)}, whose sidecars lose their istiod. Let another primary serve them in mesh.yaml and apply that, or let them leave first`,
    );
  refuseUnfitPrimaryContext(mesh, primaryContext);
}

/**
 * Every primary that reads the cluster has to answer. A cluster that does not answer can still leave, unless its
 * server is one of theirs: then nothing is deleted there.
 */
async function prove(
  primaries: readonly { readonly reader: PrimaryCore; readonly cluster: Cluster }[],
  remote: Cluster | undefined,
  uid: string | undefined,
): Promise<{ readonly clusters: readonly ProvenCluster[]; readonly remoteError?: ClusterError }> {
  if (remote !== undefined) for (const { cluster } of primaries) refuseSameServer(cluster, remote);
  const readers = await Promise.all(
    primaries.map(({ reader, cluster }) => proveCluster(cluster, reader.uid)),
  );
  if (remote === undefined) return { clusters: readers };
  try {
    const provenRemote = await proveCluster(remote, uid);
    for (const reader of readers) refuseSameCluster(reader, provenRemote);
    return { clusters: [...readers, provenRemote] };
  } catch (error) {
    if (!(error instanceof ClusterError) || isOutOfTime(error)) throw error;
    return { clusters: readers, remoteError: error };
  }
}

/** A delivery tool or controller recreates its objects within seconds. @throws UserError that lists them */
function refuseManaged({ mesh }: MemberMesh, plan: LeavePlan): void {
  const root = mesh.argocd?.path ?? 'dist';
  const folderOf = (cluster: string) => (root === '.' ? cluster : `${root}/${cluster}`);
  const { remote } = plan;
  const going = [
    ...[...new Set(plan.secrets.map(({ on }) => on.name))].map((cluster) => ({
      cluster,
      objects: plan.secrets.filter(({ on }) => on.name === cluster).map(({ secret }) => secret),
    })),
    {
      cluster: plan.cluster,
      objects: [
        ...(remote?.objects ?? []),
        ...(remote?.injected ?? []).map(({ object }) => object),
        ...(remote?.namespace === undefined ? [] : [remote.namespace]),
      ],
    },
  ];
  const owned = plan.secrets.flatMap(({ on, secret }) => {
    const owner = ownerOf(secret);
    if (owner === undefined) return [];
    return {
      tells: `${on.name}: ${owner} recreates the ${titleOf(secret)}`,
      ending: `Delete ${owner} on ${on.name}, and remove it from Git, for example from ${folderOf(on.name)}`,
    };
  });
  const delivered = going.flatMap(({ cluster, objects }) =>
    deliveryToolsOf(objects).map(({ tool, count }) => ({
      tells: `${cluster}: ${tool.what} manages ${count} of the ${objects.length} objects to delete`,
      ending: tool.ending(folderOf(cluster)),
    })),
  );
  const managed = [...owned, ...delivered];
  if (managed.length === 0) return;
  const endings = [...new Set(managed.map(({ ending }) => ending))];
  throw new UserError(
    `${managed.map(({ tells }) => tells).join('; ')}. The objects would be back within seconds, so nothing was changed. ${endings.join('. ')}. Then repeat with --force: marks on objects can stay behind`,
  );
}

function questionLines(plan: LeavePlan, name: string, deleteLeftovers: boolean): string[] {
  const { secrets, remote, remoteError } = plan;
  return [
    ...secrets.map((held) => `${held.on.name}: delete ${goingOf(held)}`),
    ...(remoteError === undefined
      ? []
      : [`${name}: nothing, because it does not answer: ${remoteError.message}`]),
    ...(remote?.objects ?? []).map((object) => `${name}: delete ${titleOf(object)}`),
    ...(remote?.injected ?? []).map(
      ({ object, label }) => `${name}: remove the label ${label} from ${titleOf(object)}`,
    ),
    ...(deleteLeftovers ? goingLeftovers(plan) : []).map(
      (object) => `${name}: delete ${titleOf(object)}, which Istio made`,
    ),
    ...(remote?.namespace === undefined
      ? []
      : [`${name}: delete ${titleOf(remote.namespace)} if nothing is left in it`]),
  ];
}
