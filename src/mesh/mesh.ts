import type { Problem } from '../problem';

/** The release lines that differ in what a remote cluster is: Istio 1.0, and Istio 1.28 and newer. */
export const LINE_NAMES = ['1.0', 'current'] as const;

/** The name of a release line. */
export type LineName = (typeof LINE_NAMES)[number];

/** What `apiServerCa` says about a certificate that a public authority has signed. */
export const PUBLIC_CA = 'public';

/** A cluster, as every line has it. */
export interface ClusterCore {
  /** Cluster id, a DNS-1123 label. */
  readonly name: string;
  /** Absent: not checked. */
  readonly kubernetes?: string | undefined;
  /** URL at which other clusters reach the API server. */
  readonly apiServer?: string | undefined;
  /** CA that has signed the certificate of {@link apiServer}, in PEM, or `public`; before files are read, also a path. */
  readonly apiServerCa?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
  /** Uid of the namespace kube-system, which proves that a context leads to this cluster. */
  readonly uid?: string | undefined;
  /** Clusters of one network reach each other's pods directly. Absent: the network of all others without one. */
  readonly network?: string | undefined;
}

/** A remote cluster, as every line has it. */
export interface RemoteCore extends ClusterCore {
  readonly kubernetes: string;
  /** Cluster id of the primary that serves it. */
  readonly primary: string;
  readonly injectedNamespaces: readonly string[];
}

/** A cluster that runs a control plane, as every line has it. */
export interface PrimaryCore extends ClusterCore {
  /** Namespace of Istio, the same in every cluster. */
  readonly namespace: string;
  /** Absent: the mesh file does not say which. */
  readonly injectedNamespaces?: readonly string[];
}

/** A mesh, as every line has it. */
export interface MeshCore {
  readonly line: LineName;
  /** Release of the primary, such as `1.0.9` or `1.30`. */
  readonly istio: string;
  /**
   * The primary that the mesh is seen from, see `seenFrom` in primaries.ts; the first of {@link primaries} in a mesh as
   * it was read.
   */
  readonly primary: PrimaryCore;
  /** Every cluster with a control plane, in the order of the mesh file; at least one. */
  readonly primaries: readonly PrimaryCore[];
  /** Whether the mesh file lists `primaries`. */
  readonly listsPrimaries: boolean;
  readonly remotes: readonly RemoteCore[];
  /** Patterns of files below the output folder that `check` allows. Absent: none. */
  readonly allowExtra?: readonly string[];
  /** What is doubtful about the mesh, for its page. Absent: nothing. */
  readonly warnings?: readonly Problem[];
}

/** What reading a mesh gives: the mesh when it is valid, and everything wrong or doubtful in file order. */
export interface MeshReading<M extends MeshCore = MeshCore> {
  /** Undefined when any problem is an error. */
  readonly mesh: M | undefined;
  readonly problems: readonly Problem[];
}

/** What of a mesh file is read. */
export interface MeshFileOptions {
  /** Leaves out the files that the mesh names, which may not be there yet or be broken. @default false */
  readonly alone?: boolean;
}

/** What validating a mesh gives. */
export interface CheckedMesh<M extends MeshCore = MeshCore> {
  /** Undefined when the input has another shape than a mesh. */
  readonly mesh?: M;
  readonly problems: readonly Problem[];
}
