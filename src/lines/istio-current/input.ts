// Made from the schemas by `npm run build`; do not edit.
import type { ArgoCdInput } from '../../add-ons/argocd/input';
import type { FluxInput } from '../../add-ons/flux/input';
import type { RolloutInput } from '../../add-ons/rollout/input';
import type { SharedServicesInput } from '../../add-ons/shared-services/input';
import type { CredentialsInput } from '../../add-ons/credentials-in-git/input';
import type { ResourcesInput, PatchInput, ClusterInput } from '../../mesh/input';

/** Options of an east-west gateway as people write them. */
export interface GatewayInputCurrent {
  /** Annotations of the load balancer’s Service. For example, they ask a cloud for an internal load balancer. @default none; on the primary with a warning. `{}` means that none are needed */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** Client addresses that the load balancer accepts (loadBalancerSourceRanges). @default every address */
  readonly sourceRanges?: readonly string[] | undefined;
  /** Whether to ask the cloud for exactly the IP address in `addresses` (loadBalancerIP). @default false */
  readonly fixedAddresses?: boolean | undefined;
  /** Minimum number of gateway pods. @default 1 */
  readonly minReplicas?: number | undefined;
  /** Maximum number of gateway pods. @default 5 */
  readonly maxReplicas?: number | undefined;
  /** Resource requests and limits of the gateway. @default requests of cpu 100m and memory 128Mi, limits of cpu 2 and memory 1Gi */
  readonly resources?: ResourcesInput | undefined;
  /** Revision or tag that injects the gateway’s pods. For a mesh with several revisions. @default on a remote its `revision`, on the primary the first of `revisions` */
  readonly revision?: string | undefined;
}

/** `primary.exposure` as a map as people write it. */
export interface ExposureInputCurrent extends GatewayInputCurrent {
  /** How remotes reach istiod. */
  readonly mode: 'east-west-gateway' | 'load-balancer';
}

/** Options of a remote cluster of current Istio as people write them. */
export interface RemoteOptionsInputCurrent {
  /** Kubernetes version of the cluster. @default the oldest version that the release supports */
  readonly kubernetes?: string | undefined;
  /** Whether to accept a Kubernetes version older than the Istio release supports. @default false */
  readonly allowUnsupportedKubernetes?: boolean | undefined;
  /** Network of the cluster’s pods. Pods reach each other directly if their clusters are on the same network. Replaces global.network. @default the network of the primary */
  readonly network?: string | undefined;
  /** Platform of the cluster. With `openshift` and Istio 1.28 or 1.29, gateway pods set no user and group, so that OpenShift chooses them. Since 1.30, gateway pods never set them. Replaces chart gateway with platform. @default none */
  readonly platform?: 'openshift' | undefined;
  /** Secrets in Istio’s namespace with registry credentials, for gateway pods and the account that the primary reads the cluster with. Replaces global.imagePullSecrets. @default [] */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Whether the Services istiod and istio-eastwestgateway have addresses of one IP family or of both. An ExternalName Service has no address. Replaces global.ipFamilyPolicy. @default PreferDualStack if istiod has addresses of both families, else the API server decides */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  /** IP families of these Services, the preferred one first. Replaces global.ipFamilies. @default the families of the cluster */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[] | undefined;
  /** Namespaces that get the injection label: istio-injection=enabled, or istio.io/rev with a revision. Replaces kubectl label namespace …. @default [] */
  readonly injectedNamespaces?: readonly string[] | undefined;
  /** Revision or tag that injects into `injectedNamespaces` and the east-west gateway. Replaces kubectl label namespace … istio.io/rev=…. @default the first of the cluster’s revisions */
  readonly revision?: string | undefined;
  /** Revision or tag of namespaces that do not use `revision`: a map from namespace to revision or tag. Replaces kubectl label namespace … istio.io/rev=…. @default {} */
  readonly namespaceRevisions?: Readonly<Record<string, string>> | undefined;
  /** The injection webhook. Replaces sidecarInjectorWebhook. */
  readonly sidecarInjector?: {
    /** Whether the cluster has the injection webhook, which asks the primary for sidecars. @default true */
    readonly enabled?: boolean | undefined;
    /** Whether to inject into every namespace without the label istio-injection=disabled. Replaces sidecarInjectorWebhook.enableNamespacesByDefault. @default false */
    readonly injectByDefault?: boolean | undefined;
    /** Whether the API server calls the injector again (IfNeeded) if a later webhook changes the pod, for example adds a container. Replaces sidecarInjectorWebhook.reinvocationPolicy. @default Never */
    readonly reinvocationPolicy?: 'Never' | 'IfNeeded' | undefined;
    /** URL, including the path, that the API server calls for sidecars. The certificate of istiod must contain its host. See docs/addresses.md. Replaces istiodRemote.injectionURL. @default https://<name>:15017/inject/cluster/<remote>/net/<network> if istiod has a DNS name, else the Service istiod with the same path */
    readonly url?: string | undefined;
    /** CA certificates that the API server trusts istiod with, as base64 of PEM. They are also the default of `validation.caBundle`. Replaces istiodRemote.injectionCABundle. @default set by the primary’s istiod */
    readonly caBundle?: string | undefined;
  } | undefined;
  /** The validating webhook. */
  readonly validation?: {
    /** Whether the cluster has the webhook that asks the primary to validate Istio’s own objects. Without a caBundle it does nothing: istiod does not set one on a remote. Replaces defaultRevision. @default true */
    readonly enabled?: boolean | undefined;
    /** CA certificates that the API server trusts istiod with in this webhook, as base64 of PEM. With them, the cluster refuses Istio objects that are invalid, and all Istio objects while istiod does not answer. Replaces base.validationCABundle. @default `sidecarInjector.caBundle`; without it, the API server accepts every object */
    readonly caBundle?: string | undefined;
  } | undefined;
  /** East-west gateway that other networks use to reach the pods of this cluster. Replaces chart gateway with networkGateway. @default false */
  readonly eastWestGateway?: boolean | GatewayInputCurrent | undefined;
  /** File with the CustomResourceDefinitions of the release, such as manifests/charts/base/files/crd-all.gen.yaml. synth writes them to the output. Replaces chart base. @default none: you install them another way, or need none */
  readonly crds?: string | undefined;
}

/** A remote cluster of current Istio as people write it. */
export interface RemoteInputCurrent extends ClusterInput, RemoteOptionsInputCurrent {
  /** Cluster id. It names the folder in dist/ and the Secret on the primary, and is part of the injection URL. Replaces global.multiCluster.clusterName. */
  readonly name: string;
  /** Cluster id of the primary whose istiod serves this remote. @default the only primary. Required with several `primaries` */
  readonly primary?: string | undefined;
  /** URL where the primary reaches the API server of this cluster. @default the server in the kubeconfig */
  readonly apiServer?: string | undefined;
  /** CA that signed the certificate of `apiServer`: PEM, a PEM file relative to mesh.yaml, or `public` for a public CA. @default the CA that this machine verifies the server with, else the CA of the cluster */
  readonly apiServerCa?: string | undefined;
  /** Address where this remote reaches istiod. Replaces global.remotePilotAddress. @default `primary.addresses.istiod` */
  readonly istiodAddress?: string | readonly string[] | undefined;
  /** Names of the revisions that this cluster has. @default all revisions */
  readonly revisions?: readonly string[] | undefined;
  /** Tags that point to a different revision in this cluster than in the rest of the mesh. @default {} */
  readonly revisionTags?: Readonly<Record<string, string>> | undefined;
}

/** `primary:` of a mesh of current Istio as people write it. */
export interface PrimaryInputCurrent extends ClusterInput {
  /** Cluster id of the primary. It is the name of the cluster’s folder in dist/. */
  readonly name: string;
  /** Namespace that Istio runs in, the same in every cluster. Replaces global.istioNamespace. @default istio-system */
  readonly namespace?: string | undefined;
  /** Kubernetes version of the primary. @default not checked */
  readonly kubernetes?: string | undefined;
  /** Network of the primary’s pods. For a mesh with several networks. Replaces global.network. @default none: all clusters are on one flat network */
  readonly network?: string | undefined;
  /** Platform of the cluster. With `openshift` and Istio 1.28 or 1.29, gateway pods set no user and group, so that OpenShift chooses them. Since 1.30, gateway pods never set them. Replaces chart gateway with platform. @default none */
  readonly platform?: 'openshift' | undefined;
  /** Secrets in Istio’s namespace with registry credentials, for gateway pods and the account that the primary reads the cluster with. Replaces global.imagePullSecrets. @default [] */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Whether the Services istiod and istio-eastwestgateway have addresses of one IP family or of both. An ExternalName Service has no address. Replaces global.ipFamilyPolicy. @default PreferDualStack if istiod has addresses of both families, else the API server decides */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  /** IP families of these Services, the preferred one first. Replaces global.ipFamilies. @default the families of the cluster */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[] | undefined;
  /** Settings for the installation of this primary’s control plane. */
  readonly controlPlane?: {
    /** Helm values for this primary only. They win over the `controlPlane.values` of the mesh. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** Addresses where remotes reach the control plane. */
  readonly addresses: {
    /** Address of istiod: its east-west gateway or load balancer. With a DNS name, the webhooks use a URL, and the certificate of istiod must contain the name. See docs/addresses.md. Replaces global.remotePilotAddress. */
    readonly istiod: string | readonly string[];
  };
  /** How remotes reach istiod. synth writes the objects for the primary. See docs/exposing-the-control-plane.md. @default no objects: you expose it yourself */
  readonly exposure?: 'east-west-gateway' | 'load-balancer' | ExposureInputCurrent | undefined;
}

/** An item of `primaries:` of current Istio as people write it. */
export interface ListedPrimaryInputCurrent extends ClusterInput {
  /** Cluster id of the primary. It is the name of the cluster’s folder in dist/. */
  readonly name: string;
  /** Namespace that Istio runs in, the same in every cluster. Replaces global.istioNamespace. @default istio-system */
  readonly namespace?: string | undefined;
  /** Kubernetes version of the primary. @default not checked */
  readonly kubernetes?: string | undefined;
  /** Network of the primary’s pods. For a mesh with several networks. Replaces global.network. @default none: all clusters are on one flat network */
  readonly network?: string | undefined;
  /** Platform of the cluster. With `openshift` and Istio 1.28 or 1.29, gateway pods set no user and group, so that OpenShift chooses them. Since 1.30, gateway pods never set them. Replaces chart gateway with platform. @default none */
  readonly platform?: 'openshift' | undefined;
  /** Secrets in Istio’s namespace with registry credentials, for gateway pods and the account that the primary reads the cluster with. Replaces global.imagePullSecrets. @default [] */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Whether the Services istiod and istio-eastwestgateway have addresses of one IP family or of both. An ExternalName Service has no address. Replaces global.ipFamilyPolicy. @default PreferDualStack if istiod has addresses of both families, else the API server decides */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  /** IP families of these Services, the preferred one first. Replaces global.ipFamilies. @default the families of the cluster */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[] | undefined;
  /** Settings for the installation of this primary’s control plane. */
  readonly controlPlane?: {
    /** Helm values for this primary only. They win over the `controlPlane.values` of the mesh. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** URL where the other primaries reach the API server of this cluster. @default the server in the kubeconfig */
  readonly apiServer?: string | undefined;
  /** CA that signed the certificate of `apiServer`: PEM, a PEM file relative to mesh.yaml, or `public` for a public CA. @default the CA that this machine verifies the server with, else the CA of the cluster */
  readonly apiServerCa?: string | undefined;
  /** Addresses where the remotes of this primary reach its istiod. @default none. A primary without remotes needs no address */
  readonly addresses?: {
    /** Address of istiod: its east-west gateway or load balancer. With a DNS name, the webhooks use a URL, and the certificate of istiod must contain the name. See docs/addresses.md. Replaces global.remotePilotAddress. */
    readonly istiod: string | readonly string[];
  } | undefined;
  /** How remotes reach istiod. synth writes the objects for the primary. See docs/exposing-the-control-plane.md. @default no objects: you expose it yourself */
  readonly exposure?: 'east-west-gateway' | 'load-balancer' | ExposureInputCurrent | undefined;
  /** East-west gateway that other networks use to reach the pods of this cluster. Not needed if `exposure` creates one. Replaces chart gateway with networkGateway. @default false */
  readonly eastWestGateway?: boolean | GatewayInputCurrent | undefined;
  /** Namespaces of this primary that get the injection label. Replaces kubectl label namespace …. @default [] */
  readonly injectedNamespaces?: readonly string[] | undefined;
  /** Namespaces that get the label istio.io/dataplane-mode=ambient, so ztunnel carries their traffic. Only with `dataPlane: ambient`. Replaces kubectl label namespace … istio.io/dataplane-mode=ambient. @default [] */
  readonly ambientNamespaces?: readonly string[] | undefined;
}

/** A mesh of current Istio as people write it. */
export interface MeshInputCurrent {
  /** Istio release of the primary, with or without the patch version. A revision in `revisions` may set its own. */
  readonly istio: string;
  /** Revision of the primary’s istiod. For a primary with a single revision. Replaces revision. @default the default revision */
  readonly revision?: string | undefined;
  /** Revisions of istiod that run on the primary at the same time. See docs/upgrading-istiod.md. @default one revision: `revision`, of the release `istio` */
  readonly revisions?: readonly {
    /** Name of the revision. `default` means the revision without a name. Replaces revision. */
    readonly name: string;
    /** Istio release of the revision. @default `istio` of the mesh */
    readonly istio?: string | undefined;
    /** Address where remotes reach the istiod of this revision. Replaces global.remotePilotAddress. @default `primary.addresses.istiod` */
    readonly istiodAddress?: string | readonly string[] | undefined;
  }[] | undefined;
  /** Tags that namespaces use in place of a revision. Write a list of tags; with `revisions`, write a map from tag to revision. Replaces revisionTags. @default [] */
  readonly revisionTags?: readonly string[] | Readonly<Record<string, string>> | undefined;
  /** Id of the mesh in its telemetry, the same in every cluster. Replaces global.meshID. @default the trust domain, as in Istio */
  readonly meshId?: string | undefined;
  /** First part of the identity of every workload, the same in every cluster. Replaces meshConfig.trustDomain. @default cluster.local */
  readonly trustDomain?: string | undefined;
  /** The cluster that runs istiod. For a mesh with a single primary. @default none: write `primary` or `primaries` */
  readonly primary?: PrimaryInputCurrent | undefined;
  /** The clusters that run an istiod. Each reads all other clusters. Use it in place of `primary`. See docs/topologies.md. @default none: write `primary` or `primaries` */
  readonly primaries?: readonly ListedPrimaryInputCurrent[] | undefined;
  /** Options for every remote. A remote’s own options win: maps merge key by key, and lists and single values replace. */
  readonly defaults?: RemoteOptionsInputCurrent | undefined;
  /** `sidecar`: sidecars carry the traffic of applications. `ambient`: ztunnel does; it needs several primaries on several networks. See docs/topologies.md. @default sidecar */
  readonly dataPlane?: 'sidecar' | 'ambient' | undefined;
  /** How the control plane is installed on the primary. See docs/control-plane.md. */
  readonly controlPlane?: {
    /** Tool that installs the control plane. With sail or argocd, the output contains the installation. With helm or istioctl, `istio-remote control-plane` prints its input by default. @default the output has no installation, and `istio-remote control-plane` prints values for Helm */
    readonly install?: 'helm' | 'istioctl' | 'sail' | 'argocd' | undefined;
    /** URL of the Helm repository with Istio’s charts, such as your own mirror. @default https://istio-release.storage.googleapis.com/charts */
    readonly repository?: string | undefined;
    /** Your own Helm values for the control plane of every primary. Values that contradict mesh.yaml, and credentials, are errors. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** The clusters that join the mesh without an istiod of their own. @default none. A mesh with a single primary needs at least one remote */
  readonly remotes?: readonly RemoteInputCurrent[] | undefined;
  /** Settings of the output folder. */
  readonly output?: {
    /** Files in the output folder that synth did not write, but `check` allows. In a pattern, `*` matches any characters except `/`, and `**` matches any folders. @default [] */
    readonly allowExtra?: readonly string[] | undefined;
  } | undefined;
  /** Writes an AppProject and Applications for Argo CD to dist/argocd. See docs/argo-cd.md. @default no files for Argo CD */
  readonly argocd?: ArgoCdInput | undefined;
  /** Services of one cluster that pods of other clusters find by the same name. See docs/shared-services.md. Replaces copying Service objects by hand. @default [] */
  readonly sharedServices?: SharedServicesInput | undefined;
  /** Brings the credentials of remotes to the primary through Git, encrypted or by reference. See docs/credentials-in-git.md. @default `istio-remote join` stores them on the primary */
  readonly credentials?: CredentialsInput | undefined;
  /** Writes Kustomizations for Flux to dist/flux. See docs/flux.md. @default no files for Flux */
  readonly flux?: FluxInput | undefined;
  /** Waves of clusters: a wave changes when the wave before it is healthy. See docs/rollout.md. @default all clusters change at once */
  readonly rollout?: RolloutInput | undefined;
  /** Changes to rendered objects that no option makes. See docs/patches.md. @default [] */
  readonly patches?: readonly PatchInput[] | undefined;
}
