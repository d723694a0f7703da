import type { KindRef } from '../kubernetes/kinds';
import type { PlannedFile } from '../kubernetes/part';
import type { MeshCore, RemoteCore } from '../mesh/mesh';
import type { LoadedFiles, Rule } from '../mesh/mesh-line';
import type { Field } from '../mesh/schema/fields';

/** A cluster of a mesh that gets files. */
export interface ClusterOfMesh {
  /** Cluster id. */
  readonly name: string;
  /** Namespaces that other files of the cluster make. */
  readonly namespaces: readonly string[];
  /** Its Kubernetes version. Absent: the mesh file does not say it. */
  readonly kubernetes?: string | undefined;
  /** The remote that it is. Absent: it is a primary. */
  readonly remote?: RemoteCore;
}

/** The files that one part of the tool makes for a cluster, in apply order. */
export type FilesOfCluster = (cluster: ClusterOfMesh) => Iterable<PlannedFile>;

/**
 * Something that a mesh of any line may ask for besides its clusters: its keys in mesh.yaml, their rules, the files that
 * they name, and what is rendered for them. An add-on knows no line.
 * @typeParam M the mesh with what the keys say
 */
export interface AddOn<M extends MeshCore = MeshCore> {
  /** Its keys at the top level of mesh.yaml. @default - none */
  readonly fields?: Readonly<Record<string, Field>>;
  /** @default - none */
  readonly rules?: readonly Rule<M>[];
  /** What replaces a required value of its keys that is missing or wrong, by path. */
  readonly standIns?: Readonly<Record<string, unknown>>;
  /** Kinds of the objects that its constructs make in clusters, whatever the mesh says. @default - none */
  readonly kinds?: readonly KindRef[];
  /** Reads the files that its keys name. @param base folder of the mesh file */
  load?<Whole extends M>(mesh: Whole, base: string): LoadedFiles<Whole>;
  /** What is rendered into the folder of each cluster. */
  files?(mesh: M): FilesOfCluster;
}
