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

/** Connects to a port. @returns why that failed, or undefined if the port is open */
export type Connect = (host: string, port: number) => Promise<string | undefined>;

/** A remote of a mesh. */
export type RemoteOf<M extends MeshCore> = M['remotes'][number];

/** Input of a check of a cluster that a control plane reads. */
export interface ReadContext<M extends MeshCore = MeshCore> {
  /** The mesh as seen from the primary that reads the cluster. */
  readonly mesh: M;
  /** The reader account, Secret and namespaces of the release line. */
  readonly membership: LineMembership;
  readonly remote: ClusterCore;
  readonly cluster: Cluster;
  readonly openReader: OpenReader;
}

/** Input of a check of a primary that other primaries read. */
export interface PeerContext<M extends MeshCore = MeshCore> extends ReadContext<M> {
  /** The objects that the manifests put into the cluster. */
  readonly expected: readonly KubeObject[];
  /** Opens the first primary of the mesh, to compare others with it. @throws UserError if that fails */
  openFirst(): Cluster;
}

/** Input of a check of a remote cluster. */
export interface RemoteContext<M extends MeshCore = MeshCore> extends ReadContext<M> {
  readonly remote: RemoteOf<M>;
  /** The objects that the manifests put into the cluster. */
  readonly expected: readonly KubeObject[];
  /** Identifies the primary. Undefined if it does not answer. */
  primaryIdentity(): Promise<string | undefined>;
}

/** Input of a check of the primary. */
export interface PrimaryContext<M extends MeshCore = MeshCore> {
  readonly mesh: M;
  readonly membership: LineMembership;
  readonly primary: M['primary'];
  readonly cluster: Cluster;
  /** The requested remotes that the primary serves. */
  readonly remotes: readonly RemoteOf<M>[];
  /** The requested clusters that it reads. */
  readonly reads: readonly ClusterOf<M>[];
  /** Ids of all clusters of the mesh. */
  readonly known: readonly string[];
  readonly openReader: OpenReader;
  /** Opens a cluster with the rights of the user. @throws UserError if that fails */
  openRemote(cluster: ClusterCore): Cluster;
  readonly connect: Connect;
  readonly showCertificates: ShowCertificates;
  /** Returns the Secrets that make the control plane read clusters. Asks the API server once. */
  remoteSecrets(): Promise<readonly KubeObject[]>;
}

/** Input of a check that runs on this machine and asks no API server. */
export interface MachineContext<M extends MeshCore = MeshCore>
  extends Omit<PrimaryContext<M>, 'cluster' | 'openRemote' | 'remoteSecrets' | 'reads' | 'known'> {
  readonly readHttp: ReadHttp;
}

/** Examines one thing and changes nothing. A UserError becomes an `unknown` finding. */
export type Check<Context> = {
  look(context: Context): Promise<Observation | readonly Observation[]>;
}['look'];

/** Finds an object in the manifests. @throws Error if none has that kind and name */
export function expectedObject(objects: readonly KubeObject[], kind: string, name: string): KubeObject {
  const found = objects.find((object) => object.kind === kind && object.metadata.name === name);
  if (found === undefined) throw new Error(`the mesh makes no ${kind} ${name}`);
  return found;
}

/** Input of a check that runs before an API server answers. */
export type FirstRemoteContext<M extends MeshCore> = Pick<RemoteContext<M>, 'mesh' | 'cluster' | 'remote'>;
export type FirstPrimaryContext<M extends MeshCore> = Pick<PrimaryContext<M>, 'mesh' | 'cluster' | 'primary'>;

/** The checks of one release line, in the order of the report. */
export interface LineChecks<M extends MeshCore> {
  /** Whether the API server answers and runs a Kubernetes release that Istio supports. */
  readonly remoteApiServer: Check<FirstRemoteContext<M>>;
  readonly primaryApiServer: Check<FirstPrimaryContext<M>>;
  /** Checks of a remote cluster, after its API server answered. */
  readonly remote: Readonly<Record<string, Check<RemoteContext<M>>>>;
  /** Checks of the primary, after its API server answered and before the checks of each remote. */
  readonly primary: Readonly<Record<string, Check<PrimaryContext<M>>>>;
  /**
   * Checks that ask the control plane itself. They share one answer, however many remotes there are.
   * @param openPrimary opens the primary; it throws a UserError if that fails
   * @default - none
   */
  ofControlPlane?(mesh: M, openPrimary: () => Cluster): ControlPlaneChecks<M>;
  /** Checks that run on this machine and ask no API server. */
  readonly machine: Readonly<Record<string, Check<MachineContext<M>>>>;
  /** Returns the objects that dist/ puts into a remote cluster. */
  expected(mesh: M, remote: RemoteOf<M>): KubeObject[];
  /** Checks of a mesh with several primaries. @default - the line has no such mesh */
  readonly several?: ChecksOfSeveral<M>;
}

/** Checks of a primary that other primaries read. */
export interface ChecksOfSeveral<M extends MeshCore> {
  readonly peer: Readonly<Record<string, Check<PeerContext<M>>>>;
  /** Returns the objects that dist/ puts into a primary. @param mesh as seen from that primary */
  expected(mesh: M): KubeObject[];
}

/** Checks that ask the control plane. They follow the other checks of the same cluster. */
export interface ControlPlaneChecks<M extends MeshCore> {
  readonly remote: Readonly<Record<string, Check<RemoteContext<M>>>>;
  readonly primary: Readonly<Record<string, Check<PrimaryContext<M>>>>;
  /** Checks of each cluster that the control plane reads and does not serve. @default - none */
  readonly pair?: Readonly<Record<string, Check<ReadContext<M>>>>;
}

/** The first check of every cluster: whether its API server answers. */
export const API_SERVER = 'api-server';
/** Checks the Secret of a remote on the primary. The finding belongs to the remote. */
export const REMOTE_SECRET = 'secret-on-primary';

/** Returns the objects of all parts. */
export function objectsOf(parts: readonly Part[]): KubeObject[] {
  const chart = new Chart(new App(), 'expected');
  return parts
    .flatMap((part) => part.make(chart).node.findAll())
    .filter((node) => ApiObject.isApiObject(node))
    .map((object) => object.toJson() as KubeObject);
}
