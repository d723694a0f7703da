import type { MeshWithAddOns } from '../../add-ons/mesh-with-add-ons';
import type { ControlPlaneOptions } from '../../control-plane/options';
import type { PrimaryCore, RemoteCore } from '../../mesh/mesh';
import type { Release10 } from './facts/releases';
import type { ControlPlaneAddresses } from './options/addresses';
import type { Exposure } from './options/exposure';
import type { RemoteOptions10 } from './options/remote';
import type { MeshSecurity } from './options/security';

/** A remote cluster of a mesh of Istio 1.0. */
export interface Remote10 extends RemoteOptions10, Omit<RemoteCore, keyof RemoteOptions10 | 'network'> {
  /** Manifest files and folders that go into the output with sidecars, relative to the mesh file. */
  readonly injectedWorkloads?: readonly string[];
  /** Pod templates of custom resources in these files, for example `argoproj.io/Rollout=spec.template`. */
  readonly podTemplates?: readonly string[];
  /** The documents of {@link injectedWorkloads} with their sidecars. Undefined until the files are read. */
  readonly workloads?: readonly string[];
}

/** The cluster that runs the control plane. */
export interface Primary10 extends Omit<PrimaryCore, 'network'> {
  readonly addresses: ControlPlaneAddresses;
  /** Installation values of this primary only. */
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
  /** Undefined if remotes reach the control plane by other means. */
  readonly exposure?: Exposure | undefined;
}

/** A mesh of Istio 1.0 with every default filled in. */
export interface Mesh10 extends MeshWithAddOns {
  readonly line: '1.0';
  readonly istio: Release10;
  readonly primary: Primary10;
  /** Always one: Istio 1.0 has no control planes that read each other's clusters. */
  readonly primaries: readonly Primary10[];
  readonly security: MeshSecurity;
  /** Options of all remotes, and of the primary if its chart has them too. */
  readonly defaults: RemoteOptions10;
  /** How the control plane is installed. */
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
  readonly remotes: readonly Remote10[];
}
