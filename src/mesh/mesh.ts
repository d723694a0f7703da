import type { Problem } from '../problem';

/** The release lines that differ in what a remote cluster is: Istio 1.0, and Istio 1.28 and newer. */
export const LINE_NAMES = ['1.0', 'current'] as const;

/** The name of a release line. */
export type LineName = (typeof LINE_NAMES)[number];

/** What `apiServerCa` says about a certificate that a public authority has signed. */
export const PUBLIC_CA = 'public';

/** A remote cluster, as every line has it. */
export interface RemoteCore {
  /** Cluster id, a DNS-1123 label. */
  readonly name: string;
  readonly kubernetes: string;
  /** URL at which the primary reaches the API server. */
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
  readonly injectedNamespaces: readonly string[];
  /** Clusters of one network reach each other's pods directly. Absent: the network of all others without one. */
  readonly network?: string | undefined;
}

/** The cluster that runs the control plane, as every line has it. */
export interface PrimaryCore {
  readonly name: string;
  /** Namespace of Istio, in every cluster. */
  readonly namespace: string;
  readonly kubernetes?: string | undefined;
  readonly network?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly context?: string | undefined;
  readonly kubeconfig?: string | undefined;
  readonly uid?: string | undefined;
}

/** A mesh, as every line has it. */
export interface MeshCore {
  readonly line: LineName;
  /** Release of the primary, such as `1.0.9` or `1.30`. */
  readonly istio: string;
  readonly primary: PrimaryCore;
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
