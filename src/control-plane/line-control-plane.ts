import type { MeshCore } from '../mesh/mesh';
import type { Format } from './formats';

/** What `istio-remote control-plane` is asked for. */
export interface ControlPlaneRequest {
  /** Cluster id of the primary. */
  readonly cluster: string;
  /** @default - `controlPlane.install`, else helm */
  readonly format?: Format;
  /** Only the values of this chart, for a pipe. @default - all charts, with the commands */
  readonly chart?: string;
  /** Only this revision of istiod. @default - all */
  readonly revision?: string;
  /** Path of mesh.yaml, if it is not mesh.yaml; the commands name it. */
  readonly config?: string;
}

/** How a line says what the installer of a control plane has to be told. */
export interface LineControlPlane<M extends MeshCore = MeshCore> {
  /** @throws UserError for a cluster, format, chart or revision that the mesh does not have */
  print(mesh: M, request: ControlPlaneRequest): string;
}
