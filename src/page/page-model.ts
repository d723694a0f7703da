import type { PatchUse } from './patch-list';

/** One cluster on the page and in the pictures, in any line. */
export interface ClusterModel {
  readonly name: string;
  readonly kubernetes?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly apiServer?: string | undefined;
  /** Its network, in a mesh of several. */
  readonly network?: string | undefined;
  /** How pods get their sidecars, in a few words. Undefined if the mesh file does not say it. */
  readonly injection?: string | undefined;
  /** Namespaces with a label for injection, or for ambient mode. */
  readonly namespaces: readonly string[];
  /** The word for these namespaces in a box. @default 'injected' */
  readonly namespacesAre?: string;
  /** Other properties of this cluster, in a few words each. @default - none */
  readonly notes?: readonly string[];
  /** Whether the manifests have an east-west gateway of this cluster. @default false */
  readonly eastWestGateway?: boolean;
}

/** A part of the control plane that remote clusters reach. */
export interface ControlPlaneEndpoint {
  readonly name: string;
  /** IP addresses, or a DNS name. */
  readonly address: string;
  /** Ports that sidecars call. */
  readonly ports: readonly number[];
}

/** An environment variable that the installation of the control plane has to set. */
export interface ControlPlaneSetting {
  /** Name of the component. */
  readonly of: string;
  readonly name: string;
  readonly value: string;
  /** The effect without it, as one sentence without its full stop. */
  readonly why: string;
}

/** A mesh on the page and in the pictures, in any line. */
export interface PageModel {
  readonly istio: string;
  /** Namespace of Istio in every cluster. */
  readonly namespace: string;
  /** In the order of the mesh file; at least one. */
  readonly primaries: readonly PrimaryModel[];
  /** The signer of certificates, in a few words, for the picture. */
  readonly authority: string;
  /** Encryption and trust, one sentence each. */
  readonly trust: readonly string[];
  /** The meaning of an arrow from a remote to the control plane. */
  readonly calls: string;
  readonly remotes: readonly RemoteModel[];
  /** How applications reach pods of another network. @default - the mesh has one network */
  readonly betweenNetworks?: NetworkTraffic | undefined;
  /** Images that injection adds and no manifest contains, in one sentence. @default - none */
  readonly injectedImages?: string | undefined;
  /** The changes by patches. @default - none */
  readonly patches?: readonly PatchUse[];
}

/** Traffic between two networks: it enters a network through a gateway there. */
export interface NetworkTraffic {
  /** Port of the gateways. */
  readonly port: number;
  /** The meaning of an arrow into a gateway. */
  readonly words: string;
}

/** A cluster with a control plane. */
export interface PrimaryModel extends ClusterModel {
  /** Empty if no remote reaches it. */
  readonly controlPlane: readonly ControlPlaneEndpoint[];
  /** How remotes reach the control plane. Undefined if it is not in the mesh file. */
  readonly exposure?: string | undefined;
  /** Whether the exposure is its east-west gateway. @default false */
  readonly exposedByGateway?: boolean;
  /** The objects of the exposure, which stay after another one replaces it. @default - none */
  readonly exposedBy?: string | undefined;
  /** Settings that the installation of the control plane needs. @default - none */
  readonly settings?: readonly ControlPlaneSetting[];
}

/** A remote cluster. */
export interface RemoteModel extends ClusterModel {
  /** The primary that serves it. */
  readonly primary: string;
}

/** Groups items by key, in order of appearance. */
export function groupedBy<T, K>(items: Iterable<T>, keyOf: (item: T) => K): Map<K, T[]> {
  const groups = new Map<K, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [item]);
    else group.push(item);
  }
  return groups;
}

/** Groups clusters by their options, the largest group first. */
export function clusterSets(
  clusters: readonly ClusterModel[],
  optionsOf: (cluster: ClusterModel) => readonly unknown[],
): ClusterModel[][] {
  const sets = groupedBy(clusters, (cluster) => optionsOf(cluster).join('\n'));
  return [...sets.values()].sort((left, right) => right.length - left.length);
}
