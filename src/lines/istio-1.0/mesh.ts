import type { MeshWithAddOns } from '../../add-ons/mesh-with-add-ons';
import type { Release10 } from './facts/releases';
import type { ControlPlaneAddresses } from './options/addresses';
import type { Exposure } from './options/exposure';
import type { RemoteOptions10 } from './options/remote';
import type { MeshSecurity } from './options/security';

/** A remote cluster of a mesh of Istio 1.0. */
export interface Remote10 extends RemoteOptions10 {
  /** Cluster id, a DNS-1123 label. */
  readonly name: string;
  /** Files and folders with manifests that go into the output with sidecars, relative to the mesh file. */
  readonly injectedWorkloads?: readonly string[];
  /** The documents of {@link injectedWorkloads} with their sidecars; absent until the files are read. */
  readonly workloads?: readonly string[];
  readonly apiServer?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** The cluster that runs the control plane. */
export interface Primary10 {
  readonly name: string;
  /** Namespace of Istio, in every cluster. */
  readonly namespace: string;
  readonly kubernetes?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly addresses: ControlPlaneAddresses;
  /** Undefined when remotes reach the control plane by other means. */
  readonly exposure?: Exposure | undefined;
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** A mesh of Istio 1.0, complete: no option is left to a default. */
export interface Mesh10 extends MeshWithAddOns {
  readonly line: '1.0';
  readonly istio: Release10;
  readonly primary: Primary10;
  readonly security: MeshSecurity;
  readonly remotes: readonly Remote10[];
}
