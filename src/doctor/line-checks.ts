import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import type { MeshCore } from '../mesh/mesh';
import type { Check, PrimaryContext, RemoteContext, RemoteOf } from './context';

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
  readonly machine: Readonly<Record<string, Check<Omit<PrimaryContext<M>, 'cluster'>>>>;
  /** The objects that the mesh says are in a remote cluster, as dist/ has them. */
  expected(mesh: M, remote: RemoteOf<M>): KubeObject[];
}

/** Run after the others of the same cluster. */
export interface ControlPlaneChecks<M extends MeshCore> {
  readonly remote: Readonly<Record<string, Check<RemoteContext<M>>>>;
  readonly primary: Readonly<Record<string, Check<PrimaryContext<M>>>>;
}

/** Whether an API server answers; the name of the first check of every cluster. */
export const API_SERVER = 'api-server';
/** The Secret of a remote on the primary; a finding about the remote. */
export const REMOTE_SECRET = 'secret-on-primary';
