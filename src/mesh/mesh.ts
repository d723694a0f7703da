import type { Problem } from '../problem';

/** The release lines: Istio 1.0, and Istio 1.28 and newer. They differ in the objects of a remote cluster. */
export const LINE_NAMES = ['1.0', 'current'] as const;

/** The name of a release line. */
export type LineName = (typeof LINE_NAMES)[number];

/** Value of `apiServerCa` for a certificate that a public authority signed. */
export const PUBLIC_CA = 'public';

/** A cluster, in every release line. */
export interface ClusterCore {
  /** Cluster id, a DNS-1123 label. */
  readonly name: string;
  /** Kubernetes version. Undefined: not checked. */
  readonly kubernetes?: string | undefined;
  /** URL that other clusters use to reach the API server. */
  readonly apiServer?: string | undefined;
  /** CA that signed the certificate of {@link apiServer}, in PEM, or `public`. Before files are read, also a path. */
  readonly apiServerCa?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
  /** Uid of the namespace kube-system. It proves that a context leads to this cluster. */
  readonly uid?: string | undefined;
  /** Clusters of one network reach each other's pods directly. Undefined: the network of all clusters without one. */
  readonly network?: string | undefined;
}

/** A remote cluster, in every release line. */
export interface RemoteCore extends ClusterCore {
  readonly kubernetes: string;
  /** Cluster id of the primary that serves it. */
  readonly primary: string;
  readonly injectedNamespaces: readonly string[];
}

/** A cluster that runs a control plane, in every release line. */
export interface PrimaryCore extends ClusterCore {
  /** Namespace of Istio, the same in every cluster. */
  readonly namespace: string;
  /** Undefined: the mesh file does not list them. */
  readonly injectedNamespaces?: readonly string[];
}

/** A mesh, in every release line. */
export interface MeshCore {
  readonly line: LineName;
  /** Release of the primary, for example `1.0.9` or `1.30`. */
  readonly istio: string;
  /**
   * The primary of this view of the mesh, see `seenFrom` in primaries.ts. After reading: the first of {@link
   * primaries}.
   */
  readonly primary: PrimaryCore;
  /** Every cluster with a control plane, in the order of the mesh file; at least one. */
  readonly primaries: readonly PrimaryCore[];
  /** Whether the mesh file lists `primaries`. */
  readonly listsPrimaries: boolean;
  readonly remotes: readonly RemoteCore[];
  /** Patterns of files below the output folder that `check` allows. Undefined: none. */
  readonly allowExtra?: readonly string[];
  /** Warnings about the mesh, for its page. Undefined: none. */
  readonly warnings?: readonly Problem[];
}

/** The result of reading a mesh: the mesh if it is valid, and all errors and warnings in file order. */
export interface MeshReading<M extends MeshCore = MeshCore> {
  /** Undefined if any problem is an error. */
  readonly mesh: M | undefined;
  readonly problems: readonly Problem[];
}

/** Options for reading a mesh file. */
export interface MeshFileOptions {
  /** Do not read the files that the mesh refers to. They may be missing or broken. @default false */
  readonly alone?: boolean;
}

/** The result of validating a mesh. */
export interface CheckedMesh<M extends MeshCore = MeshCore> {
  /** Undefined if the input does not have the shape of a mesh. */
  readonly mesh?: M;
  readonly problems: readonly Problem[];
}
