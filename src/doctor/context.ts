import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import type { ReaderAccess } from '../kubernetes/api/open-cluster';
import type { LineMembership } from '../membership/line-membership';
import type { MeshCore } from '../mesh/mesh';
import type { Judgement } from './finding';

/** Opens a cluster with the credentials of an account. */
export type OpenReader = (access: ReaderAccess) => Cluster;

/** Tries to reach a port. @returns why that failed, undefined when it answered */
export type Connect = (host: string, port: number) => Promise<string | undefined>;

/** A remote of a mesh. */
export type RemoteOf<M extends MeshCore> = M['remotes'][number];

/** What a check of a remote cluster looks at. */
export interface RemoteContext<M extends MeshCore = MeshCore> {
  readonly mesh: M;
  /** What the line of the mesh says about reader, Secret and namespaces. */
  readonly membership: LineMembership;
  readonly remote: RemoteOf<M>;
  readonly cluster: Cluster;
  /** What the mesh says is in the cluster. */
  readonly expected: readonly KubeObject[];
  readonly openReader: OpenReader;
  /** What tells the primary from every other cluster; undefined when it does not answer. */
  primaryIdentity(): Promise<string | undefined>;
}

/** What a check of the primary looks at. */
export interface PrimaryContext<M extends MeshCore = MeshCore> {
  readonly mesh: M;
  readonly membership: LineMembership;
  readonly primary: M['primary'];
  readonly cluster: Cluster;
  /** The remotes that were asked about. */
  readonly remotes: readonly RemoteOf<M>[];
  readonly openReader: OpenReader;
  readonly connect: Connect;
  /** The Secrets that make the control plane read clusters, asked for once. */
  remoteSecrets(): Promise<readonly KubeObject[]>;
}

/** Looks at one thing. It only reads; what it throws becomes an `unknown`. */
export type Check<Context> = {
  look(context: Context): Promise<readonly Judgement[]>;
}['look'];

/** An object that the mesh makes. @throws Error when it makes none of that kind and name */
export function expectedObject(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`the mesh makes no ${kind} ${name}`);
  return found;
}
