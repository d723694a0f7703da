import type { PatchUse } from './patch-list';

/** One cluster as the page and the pictures show it, whatever the line. */
export interface ClusterModel {
  readonly name: string;
  readonly kubernetes?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly apiServer?: string | undefined;
  /** The network it is in, when the mesh has several. */
  readonly network?: string | undefined;
  /** How pods get their sidecars, in a few words; undefined where the mesh file does not say. */
  readonly injection?: string | undefined;
  /** Namespaces that are labelled for injection, or for ambient mode. */
  readonly namespaces: readonly string[];
  /** What a box says of them. @default 'injected' */
  readonly namespacesAre?: string;
  /** What else sets this cluster apart, a few words each. @default - nothing */
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
  /** What goes wrong without it, one sentence without its full stop. */
  readonly why: string;
}

/** A mesh as the page and the pictures show it, whatever the line. */
export interface PageModel {
  readonly istio: string;
  /** Namespace of Istio in every cluster. */
  readonly namespace: string;
  /** In the order of the mesh file; at least one. */
  readonly primaries: readonly PrimaryModel[];
  /** Who signs certificates, in a few words, for the picture. */
  readonly authority: string;
  /** What is encrypted and who trusts whom, one sentence each. */
  readonly trust: readonly string[];
  /** What the arrow from a remote to the control plane means. */
  readonly calls: string;
  readonly remotes: readonly RemoteModel[];
  /** How applications reach pods of another network. @default - the mesh has one network */
  readonly betweenNetworks?: NetworkTraffic | undefined;
  /** Which images injection adds that no manifest has, one sentence. @default - none */
  readonly injectedImages?: string | undefined;
  /** What patches change. @default - nothing */
  readonly patches?: readonly PatchUse[];
}

/** Traffic between two networks: it enters a network through a gateway there. */
export interface NetworkTraffic {
  /** Port of the gateways. */
  readonly port: number;
  /** What the arrow into a gateway means. */
  readonly words: string;
}

/** A cluster with a control plane. */
export interface PrimaryModel extends ClusterModel {
  /** Empty where no remote reaches it. */
  readonly controlPlane: readonly ControlPlaneEndpoint[];
  /** By what remotes reach the control plane; undefined where that is none of the mesh file's business. */
  readonly exposure?: string | undefined;
  /** Whether that is its east-west gateway. @default false */
  readonly exposedByGateway?: boolean;
  /** The objects of the exposure, which stay when another one takes its place. @default - nothing */
  readonly exposedBy?: string | undefined;
  /** What the installation of the control plane has to be told. @default - nothing */
  readonly settings?: readonly ControlPlaneSetting[];
}

/** A remote cluster. */
export interface RemoteModel extends ClusterModel {
  /** The primary that serves it. */
  readonly primary: string;
}

/** Items with the same key, in the order in which the keys first come. */
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

/** Clusters with the same options, the largest set first. */
export function clusterSets(
  clusters: readonly ClusterModel[],
  optionsOf: (cluster: ClusterModel) => readonly unknown[],
): ClusterModel[][] {
  const sets = groupedBy(clusters, (cluster) => optionsOf(cluster).join('\n'));
  return [...sets.values()].sort((left, right) => right.length - left.length);
}
