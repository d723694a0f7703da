import type { MeshCore } from '../mesh/mesh';
import type { Format } from './formats';

/** The options of `istio-remote control-plane`. */
export interface ControlPlaneRequest {
  /** Cluster id of the primary. */
  readonly cluster: string;
  /** Format of the values. @default - `controlPlane.install`, else helm */
  readonly format?: Format;
  /** Only the values of this chart, for a pipe. @default - all charts, with the commands */
  readonly chart?: string;
  /** Only this revision of istiod. @default - all */
  readonly revision?: string;
  /** Path of mesh.yaml, if it has another name; the commands contain it. */
  readonly config?: string;
}

/** Prints the configuration for the installer of a line's control plane. */
export interface LineControlPlane<M extends MeshCore = MeshCore> {
  /** @throws UserError for a cluster, format, chart or revision that the mesh does not have */
  print(mesh: M, request: ControlPlaneRequest): string;
}
