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
  /** Where this remote reaches istiod of every revision, when that is another address than the primary's. */
  readonly istiodAddress?: IstiodAddress;
  /** The documents of {@link crds}; absent until the file is read. */
  readonly definitions?: readonly string[];
}

/** The cluster that runs istiod. */
export interface PrimaryCurrent extends PrimaryCore, ClusterOptionsCurrent {
  /** Absent: the mesh has one flat network. */
  readonly network?: string | undefined;
  /** Where remotes reach istiod; an empty list where the mesh file says nothing, as without remotes. */
  readonly addresses: { readonly istiod: IstiodAddress };
  /** What of the installation of istiod is this primary's alone. */
  readonly controlPlane: Pick<ControlPlaneOptions, 'values'>;
  /** Undefined when remotes reach istiod by other means. */
  readonly exposure?: ExposureCurrent | undefined;
  /** A gateway for pods alone. Absent: the one of {@link exposure}, or none. */
  readonly eastWestGateway?: EastWestGatewayOptions;
  /** Namespaces to label for injection. */
  readonly injectedNamespaces: readonly string[];
  /** Namespaces whose traffic ztunnel carries, in ambient mode. */
  readonly ambientNamespaces: readonly string[];
}

/** A mesh of Istio 1.28 and newer, complete: no option is left to a default. */
export interface MeshCurrent extends MeshWithAddOns, MeshIdentity {
  readonly line: 'current';
  /** `1.30` or `1.30.3`; that of revisions that say no other. */
  readonly istio: string;
  /** Revisions of istiod that run on the primary; one, unless the mesh file lists several. */
  readonly revisions: readonly RevisionCurrent[];
  /** Tags that namespaces use in place of a revision, unless a cluster says otherwise. */
  readonly revisionTags: readonly RevisionTagCurrent[];
  /** Whether the mesh file lists `revisions`: each has a file of its own then. */
  readonly listsRevisions: boolean;
  /** How istiod is installed. */
  readonly controlPlane: ControlPlaneOptions;
  readonly primary: PrimaryCurrent;
  readonly primaries: readonly PrimaryCurrent[];
  /** What carries the traffic of applications. */
  readonly dataPlane: DataPlane;
  /** Networks of all clusters; none in a mesh whose clusters all reach each other. */
  readonly networks: readonly string[];
  readonly remotes: readonly RemoteCurrent[];
}
