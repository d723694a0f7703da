import type { MeshWithAddOns } from '../../add-ons/mesh-with-add-ons';
import type { ControlPlaneOptions } from '../../control-plane/options';
import type { PrimaryCore, RemoteCore } from '../../mesh/mesh';
import type { IstiodAddress } from './facts/istiod-address';
import type { ClusterOptionsCurrent } from './options/cluster';
import type { DataPlane } from './options/data-plane';
import type { EastWestGatewayOptions, ExposureCurrent } from './options/gateways';
import type { MeshIdentity } from './options/identity';
import type { RemoteOptionsCurrent } from './options/remote';
import type { RevisionCurrent, RevisionsOfRemote, RevisionTagCurrent } from './revisions';

/** A remote cluster of a mesh of current Istio. */
export interface RemoteCurrent
  extends Omit<RemoteOptionsCurrent, 'revision'>,
    RevisionsOfRemote,
    Omit<RemoteCore, keyof RemoteOptionsCurrent | 'network'> {
  /** Address of istiod of every revision for this remote, if it differs from the primary's. */
  readonly istiodAddress?: IstiodAddress;
  /** The documents of {@link crds}. Undefined until the file is read. */
  readonly definitions?: readonly string[];
}

/** The cluster that runs istiod. */
export interface PrimaryCurrent extends PrimaryCore, ClusterOptionsCurrent {
  /** Undefined: the mesh has one flat network. */
  readonly network?: string | undefined;
  /** Address of istiod for remotes. An empty list if the mesh file has none, for example without remotes. */
  readonly addresses: { readonly istiod: IstiodAddress };
  /** Installation values of this primary only. */
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
  /** Undefined if remotes reach istiod by other means. */
  readonly exposure?: ExposureCurrent | undefined;
  /** A gateway only for pods. Undefined: the one of {@link exposure}, or none. */
  readonly eastWestGateway?: EastWestGatewayOptions;
  /** Namespaces to label for injection. */
  readonly injectedNamespaces: readonly string[];
  /** Namespaces in ambient mode: ztunnel carries their traffic. */
  readonly ambientNamespaces: readonly string[];
}

/** A mesh of Istio 1.28 and newer with every default filled in. */
export interface MeshCurrent extends MeshWithAddOns, MeshIdentity {
  readonly line: 'current';
  /** `1.30` or `1.30.3`. Revisions without their own release use it. */
  readonly istio: string;
  /** Revisions of istiod on the primary: one, unless the mesh file lists several. */
  readonly revisions: readonly RevisionCurrent[];
  /** Tags that namespaces use instead of a revision, unless a cluster has its own. */
  readonly revisionTags: readonly RevisionTagCurrent[];
  /** Whether the mesh file lists `revisions`. Each then has its own file. */
  readonly listsRevisions: boolean;
  /** How istiod is installed. */
  readonly controlPlane: ControlPlaneOptions;
  readonly primary: PrimaryCurrent;
  readonly primaries: readonly PrimaryCurrent[];
  /** What carries the applications' traffic: sidecars or ztunnel. */
  readonly dataPlane: DataPlane;
  /** Networks of all clusters. Empty if all clusters reach each other directly. */
  readonly networks: readonly string[];
  readonly remotes: readonly RemoteCurrent[];
}
