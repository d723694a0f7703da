import type { KindRef } from '../kubernetes/kinds';
import type { PlannedFile } from '../kubernetes/part';
import type { MeshCore, RemoteCore } from '../mesh/mesh';
import type { LoadedFiles, Rule } from '../mesh/mesh-line';
import type { Field } from '../mesh/schema/fields';

/** A cluster of a mesh that gets files. */
export interface ClusterOfMesh {
  /** Cluster id. */
  readonly name: string;
  /** Namespaces that other files of the cluster create. */
  readonly namespaces: readonly string[];
  /** Its Kubernetes version. Undefined: not in the mesh file. */
  readonly kubernetes?: string | undefined;
  /** The remote. Undefined: the cluster is a primary. */
  readonly remote?: RemoteCore;
}

/** Returns the files that one part of the tool plans for a cluster, in apply order. */
export type FilesOfCluster = (cluster: ClusterOfMesh) => Iterable<PlannedFile>;

/**
 * An optional part of a mesh of any line: its keys in mesh.yaml, their rules, the files that they refer to, and the
 * manifests. An add-on depends on no line.
 * @typeParam M the mesh with the values of the keys
 */
export interface AddOn<M extends MeshCore = MeshCore> {
  /** Its keys at the top level of mesh.yaml. @default - none */
  readonly fields?: Readonly<Record<string, Field>>;
  /** Rules about its keys. @default - none */
  readonly rules?: readonly Rule<M>[];
  /** Values that replace missing or invalid required values of its keys, by path. */
  readonly standIns?: Readonly<Record<string, unknown>>;
  /** Kinds that its constructs can create in clusters. @default - none */
  readonly kinds?: readonly KindRef[];
  /** Reads the files that its keys refer to. @param base folder of the mesh file */
  load?<Whole extends M>(mesh: Whole, base: string): LoadedFiles<Whole>;
  /** Returns the files in the folder of each cluster. */
  files?(mesh: M): FilesOfCluster;
}
