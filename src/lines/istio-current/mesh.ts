import type { MeshWithAddOns } from '../../add-ons';
import type { Resources } from '../../kubernetes/resources';

/** What a Service of type LoadBalancer asks its cloud for. */
export interface LoadBalancerCurrent {
  /** Annotations of the Service, such as those that ask a cloud for an internal load balancer. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs from which connections are taken; empty for everywhere. */
  readonly sourceRanges: readonly string[];
  /** Whether to ask for the very address in `primary.addresses`. */
  readonly fixedAddresses: boolean;
}

/** A gateway through which other clusters reach this one. */
export interface EastWestGatewayOptions extends LoadBalancerCurrent {
  readonly minReplicas: number;
  readonly maxReplicas: number;
  readonly resources: Resources;
}

/** How remotes reach istiod: what is rendered for the primary. */
export type ExposureCurrent =
  | { readonly mode: 'east-west-gateway'; readonly gateway: EastWestGatewayOptions }
  | { readonly mode: 'load-balancer'; readonly loadBalancer: LoadBalancerCurrent };

/** The webhook by which the API server of a remote asks the primary to inject. */
export interface InjectionCurrent {
  readonly enabled: boolean;
  /** Inject into every namespace that does not say otherwise. */
  readonly injectByDefault: boolean;
  /** Absent: by the Service `istiod` of the remote. */
  readonly url?: string;
  /** Base64 of PEM; absent: the primary's istiod fills it in. */
  readonly caBundle?: string;
}

/** Every option of a remote cluster, defaults filled in. */
export interface RemoteOptionsCurrent {
  readonly kubernetes: string;
  readonly allowUnsupportedKubernetes: boolean;
  /** Absent: that of the primary, or none at all. */
  readonly network?: string;
  readonly injectedNamespaces: readonly string[];
  readonly sidecarInjector: InjectionCurrent;
  /** Whether the API server of the remote asks the primary to validate Istio's own objects. */
  readonly validation: { readonly enabled: boolean };
  /** Absent: pods of other networks do not reach this cluster's. */
  readonly eastWestGateway?: EastWestGatewayOptions;
  /** File with the custom resource definitions of the release, relative to mesh.yaml. */
  readonly crds?: string;
}

/** A remote cluster of a mesh of current Istio. */
export interface RemoteCurrent extends RemoteOptionsCurrent {
  /** Cluster id, a DNS-1123 label. */
  readonly name: string;
  /** Where this remote reaches istiod, when that is another address than the primary's. */
  readonly istiodAddress?: string;
  /** The documents of {@link crds}; absent until the file is read. */
  readonly definitions?: readonly string[];
  readonly apiServer?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** The cluster that runs istiod. */
export interface PrimaryCurrent {
  readonly name: string;
  /** Namespace of Istio, in every cluster. */
  readonly namespace: string;
  readonly kubernetes?: string | undefined;
  /** Absent: the mesh has one flat network. */
  readonly network?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Where remotes reach istiod: an IP address or a DNS name. */
  readonly addresses: { readonly istiod: string };
  /** Undefined when remotes reach istiod by other means. */
  readonly exposure?: ExposureCurrent | undefined;
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** A mesh of Istio 1.28 to 1.31, complete: no option is left to a default. */
export interface MeshCurrent extends MeshWithAddOns {
  readonly line: 'current';
  /** `1.30` or `1.30.3`. */
  readonly istio: string;
  /** Revision of the primary's istiod; absent: the default one. */
  readonly revision?: string;
  /** Tags that point at {@link revision}. */
  readonly revisionTags: readonly string[];
  readonly primary: PrimaryCurrent;
  readonly remotes: readonly RemoteCurrent[];
}
