import { type Cluster, ClusterError, clusterError, type KubeObject } from '../kubernetes/api/cluster';
import { findCluster } from '../mesh/primaries';
import { quoted, UserError } from '../problem';
import { someOf } from '../some-of';
import type { MemberMesh } from './member-mesh';

/** A cluster that has proven its identity. */
export interface ProvenCluster {
  readonly cluster: Cluster;
  /** Uid of the namespace kube-system. Undefined if the user may not read it. */
  readonly uid: string | undefined;
  /** The uid in mesh.yaml, if it has one. */
  readonly expected: string | undefined;
}

/**
 * Proves that a context leads to a Kubernetes cluster, and to the one in mesh.yaml, before any change. Without this
 * check, a server that answers 404 to everything looks like an empty cluster.
 * @param expected `uid` of the cluster in mesh.yaml
 * @throws ClusterError if the server does not answer as a cluster does; UserError if it is another cluster
 */
export async function proveCluster(cluster: Cluster, expected: string | undefined): Promise<ProvenCluster> {
  await cluster.version();
  const uid = await readableUid(cluster);
  if (uid === undefined || expected === undefined || uid === expected) return { cluster, uid, expected };
  const { name, server, context } = cluster;
  throw new UserError(
    `${name} (${server}): is another cluster than mesh.yaml says: the uid of its namespace kube-system is ${quoted(uid)}, expected ${quoted(expected)} (context ${context.shown}). Name the right context, in mesh.yaml or with --context and --primary-context. If the cluster was recreated, delete its uid from mesh.yaml and run join with --record`,
  );
}

/**
 * Returns the uid of kube-system, or undefined if the user may not read it.
 * @throws ClusterError if the namespace is missing
 */
async function readableUid(cluster: Cluster): Promise<string | undefined> {
  const found = await systemNamespace(cluster);
  if (found === 'forbidden') return undefined;
  const uid = found?.metadata.uid;
  if (uid !== undefined) return uid;
  throw clusterError(
    cluster,
    'server',
    `it has no namespace kube-system, as every Kubernetes cluster has. Check the server in the kubeconfig`,
  );
}

/** Refuses two names for one cluster. The uid of kube-system identifies a cluster, whatever its address. */
export function refuseSameCluster(primary: ProvenCluster, remote: ProvenCluster): void {
  if (primary.uid === undefined || primary.uid !== remote.uid) return;
  throw sameCluster(primary.cluster, remote.cluster, 'their namespace kube-system is the same object');
}

/** Refuses two names for one server. Sends no request. */
export function refuseSameServer(primary: Cluster, remote: Cluster): void {
  if (primary.server === remote.server) throw sameCluster(primary, remote, `both are ${remote.server}`);
}

/** Refuses to delete anything in a cluster that is only the current context. Sends no request. */
export function refuseUnnamedContext({ name, context }: Cluster): void {
  if (context.named) return;
  throw new UserError(
    `${name}: no context is named for it, and nothing is deleted in the current context (${context.shown}). Set --context, or context of the cluster in mesh.yaml`,
  );
}

function sameCluster(primary: Cluster, remote: Cluster, why: string): UserError {
  return new UserError(
    `${remote.name}: is the same cluster as the primary ${primary.name}: ${why} (contexts ${remote.context.shown} and ${primary.context.shown}). Name the right contexts, in mesh.yaml or with --context and --primary-context`,
  );
}

/**
 * Returns a function that proves a cluster on its first call. Later calls, one for each joining cluster, ask again
 * only after a failure.
 */
export function proofOf(cluster: Cluster, expected: string | undefined): () => Promise<ProvenCluster> {
  let proven: ProvenCluster | undefined;
  return async () => {
    proven ??= await proveCluster(cluster, expected);
    return proven;
  };
}

/** Proves the remote and, unless it is left alone, the primary, and that they are two clusters. */
export async function provePair(
  provePrimary: (() => Promise<ProvenCluster>) | undefined,
  remote: Cluster,
  mesh: MemberMesh['mesh'],
): Promise<readonly ProvenCluster[]> {
  const { uid } = findCluster(mesh, remote.name) ?? {};
  if (provePrimary === undefined) return [await proveCluster(remote, uid)];
  const pair = [await provePrimary(), await proveCluster(remote, uid)] as const;
  refuseSameCluster(...pair);
  return pair;
}

/** Warns about clusters that have only proven to be some cluster. */
export function doubtsAbout(
  proven: readonly ProvenCluster[],
  { file, mesh }: Pick<MemberMesh, 'file' | 'mesh'>,
): string[] {
  const isInMesh = (name: string): boolean => findCluster(mesh, name) !== undefined;
  const hidden = proven.filter(({ uid }) => uid === undefined).map(({ cluster }) => cluster);
  const unrecorded = proven
    .filter(
      ({ uid, expected, cluster }) => uid !== undefined && expected === undefined && isInMesh(cluster.name),
    )
    .map(({ cluster: { name } }) => name);
  const names = [...new Set(unrecorded)];
  return [
    ...[...new Map(hidden.map((cluster) => [cluster.name, cluster])).values()].map(
      ({ name, server, context }) =>
        `warning: ${name} (${server}): context ${context.shown} may not read the namespace kube-system, so nothing proves that it leads to ${name}. Grant get on it`,
    ),
    ...(names.length === 0
      ? []
      : [
          `warning: ${file}: has no uid of ${someOf(names, 10)}, so nothing proves that their contexts lead to them. \`istio-remote join\` with --record writes it`,
        ]),
  ];
}

/** Returns the uid of kube-system, which identifies a cluster. Undefined if the user may not read it. */
export async function systemUid(cluster: Cluster): Promise<string | undefined> {
  const found = await systemNamespace(cluster);
  return found === 'forbidden' ? undefined : found?.metadata.uid;
}

async function systemNamespace(cluster: Cluster): Promise<KubeObject | 'forbidden' | undefined> {
  try {
    return await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' });
  } catch (error) {
    if (error instanceof ClusterError && error.fault === 'forbidden') return 'forbidden';
    throw error;
  }
}
