import { ApiObject, App, Chart } from 'cdk8s';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import type { ReaderAccess } from '../kubernetes/api/open-cluster';
import type { Part } from '../kubernetes/part';
import type { LineMembership } from '../membership/line-membership';
import type { ClusterCore, MeshCore } from '../mesh/mesh';
import type { ClusterOf } from '../mesh/primaries';
import type { Observation } from './finding';
import type { ReadHttp } from './http-head';
import type { ShowCertificates } from './shown-certificate';

/** Opens a cluster with the credentials of an account. */
export type OpenReader = (access: ReaderAccess) => Cluster;

/** Tries to reach a port. @returns why that failed, undefined when it answered */
export type Connect = (host: string, port: number) => Promise<string | undefined>;

/** A remote of a mesh. */
export type RemoteOf<M extends MeshCore> = M['remotes'][number];

/** What a check of a cluster looks at that a control plane reads. */
export interface ReadContext<M extends MeshCore = MeshCore> {
  /** The mesh as the primary that reads the cluster has it. */
  readonly mesh: M;
  /** What the line of the mesh says about reader, Secret and namespaces. */
  readonly membership: LineMembership;
  readonly remote: ClusterCore;
  readonly cluster: Cluster;
  readonly openReader: OpenReader;
}

/** What a check of a primary looks at that other primaries read. */
export interface PeerContext<M extends MeshCore = MeshCore> extends ReadContext<M> {
  /** What the mesh says is in the cluster. */
  readonly expected: readonly KubeObject[];
  /** Opens the first primary of the mesh, with which others are compared. @throws UserError when that fails */
  openFirst(): Cluster;
}

/** What a check of a remote cluster looks at. */
export interface RemoteContext<M extends MeshCore = MeshCore> extends ReadContext<M> {
  readonly remote: RemoteOf<M>;
  /** What the mesh says is in the cluster. */
  readonly expected: readonly KubeObject[];
  /** What tells the primary from every other cluster; undefined when it does not answer. */
  primaryIdentity(): Promise<string | undefined>;
}

/** What a check of the primary looks at. */
export interface PrimaryContext<M extends MeshCore = MeshCore> {
  readonly mesh: M;
  readonly membership: LineMembership;
  readonly primary: M['primary'];
  readonly cluster: Cluster;
  /** The remotes that the primary serves, of those that were asked about. */
  readonly remotes: readonly RemoteOf<M>[];
  /** The clusters that it reads, of those that were asked about. */
  readonly reads: readonly ClusterOf<M>[];
  /** Ids of all clusters of the mesh. */
  readonly known: readonly string[];
  readonly openReader: OpenReader;
  /** Opens a cluster with the rights of the user. @throws UserError when that fails */
  openRemote(cluster: ClusterCore): Cluster;
  readonly connect: Connect;
  readonly showCertificates: ShowCertificates;
  /** The Secrets that make the control plane read clusters, asked for once. */
  remoteSecrets(): Promise<readonly KubeObject[]>;
}

/** What a check from this machine alone looks at. */
export interface MachineContext<M extends MeshCore = MeshCore>
  extends Omit<PrimaryContext<M>, 'cluster' | 'openRemote' | 'remoteSecrets' | 'reads' | 'known'> {
  readonly readHttp: ReadHttp;
}

/** Looks at one thing and only reads. A UserError that it throws becomes an `unknown`. */
export type Check<Context> = {
  look(context: Context): Promise<Observation | readonly Observation[]>;
}['look'];

/** An object that the mesh makes. @throws Error when it makes none of that kind and name */
export function expectedObject(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`the mesh makes no ${kind} ${name}`);
  return found;
}

/** What is known before an API server answers. */
export type FirstRemoteContext<M extends MeshCore> = Pick<RemoteContext<M>, 'mesh' | 'cluster' | 'remote'>;
export type FirstPrimaryContext<M extends MeshCore> = Pick<PrimaryContext<M>, 'mesh' | 'cluster' | 'primary'>;

/** What is looked at in a mesh of one line, in the order of the report. */
export interface LineChecks<M extends MeshCore> {
  /** Whether the API server answers, and runs a release that Istio is made for. */
  readonly remoteApiServer: Check<FirstRemoteContext<M>>;
  readonly primaryApiServer: Check<FirstPrimaryContext<M>>;
  /** In a remote cluster once its API server answers. */
  readonly remote: Readonly<Record<string, Check<RemoteContext<M>>>>;
  /** In the primary once its API server answers, before what is there for each remote. */
  readonly primary: Readonly<Record<string, Check<PrimaryContext<M>>>>;
  /**
   * Checks that ask the control plane itself, which they share: it is asked once, however many remotes there are.
   * @param openPrimary opens the primary; it throws a UserError when that fails
   * @default - nobody asks it
   */
  ofControlPlane?(mesh: M, openPrimary: () => Cluster): ControlPlaneChecks<M>;
  /** From this machine alone. */
  readonly machine: Readonly<Record<string, Check<MachineContext<M>>>>;
  /** The objects that the mesh says are in a remote cluster, as dist/ has them. */
  expected(mesh: M, remote: RemoteOf<M>): KubeObject[];
  /** What is looked at in a mesh with several primaries. @default - there is no such mesh */
  readonly several?: ChecksOfSeveral<M>;
}

/** What is looked at in a primary that other primaries read. */
export interface ChecksOfSeveral<M extends MeshCore> {
  readonly peer: Readonly<Record<string, Check<PeerContext<M>>>>;
  /** The objects that the mesh says are in a primary, as dist/ has them. @param mesh as that primary has it */
  expected(mesh: M): KubeObject[];
}

/** They come after the other checks of the same cluster. */
export interface ControlPlaneChecks<M extends MeshCore> {
  readonly remote: Readonly<Record<string, Check<RemoteContext<M>>>>;
  readonly primary: Readonly<Record<string, Check<PrimaryContext<M>>>>;
  /** For each cluster that the control plane reads and does not serve. @default - none */
  readonly pair?: Readonly<Record<string, Check<ReadContext<M>>>>;
}

/** Whether an API server answers; the name of the first check of every cluster. */
export const API_SERVER = 'api-server';
/** The Secret of a remote on the primary; a finding about the remote. */
export const REMOTE_SECRET = 'secret-on-primary';

/** The objects that parts make. */
export function objectsOf(parts: readonly Part[]): KubeObject[] {
  const chart = new Chart(new App(), 'expected');
  return parts
    .flatMap((part) => part.make(chart).node.findAll())
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => object.toJson() as KubeObject);
}
