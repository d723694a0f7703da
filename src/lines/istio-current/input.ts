// Made from the schemas by `npm run build`; do not edit.
import type { ArgoCdInput } from '../../add-ons/argocd/input';
import type { FluxInput } from '../../add-ons/flux/input';
import type { RolloutInput } from '../../add-ons/rollout/input';
import type { SharedServicesInput } from '../../add-ons/shared-services/input';
import type { CredentialsInput } from '../../add-ons/credentials-in-git/input';
import type { ResourcesInput, PatchInput, ClusterInput } from '../../mesh/input';

/** Options of an east-west gateway as people write them. */
export interface GatewayInputCurrent {
  /** Annotations of the load balancer’s Service, for example to ask a cloud for an internal one. @default none; on the primary with a warning, and {} says that none are needed */
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  /** From where the load balancer takes connections (loadBalancerSourceRanges). @default everywhere */
  readonly sourceRanges?: readonly string[] | undefined;
  /** Ask the cloud for the very IP address in `addresses` (loadBalancerIP). @default false */
  readonly fixedAddresses?: boolean | undefined;
  /** Fewest pods of the gateway. @default 1 */
  readonly minReplicas?: number | undefined;
  /** Most pods of the gateway. @default 5 */
  readonly maxReplicas?: number | undefined;
  /** Requests and limits of the gateway. @default requests of cpu 100m and memory 128Mi, limits of cpu 2 and memory 1Gi */
  readonly resources?: ResourcesInput | undefined;
  /** Revision or tag that injects the gateway’s pods, where the mesh has several. @default `revision` of the remote; on the primary the first of `revisions` */
  readonly revision?: string | undefined;
}

/** `primary.exposure` as a map as people write it. */
export interface ExposureInputCurrent extends GatewayInputCurrent {
  /** How remotes reach istiod. */
  readonly mode: 'east-west-gateway' | 'load-balancer';
}

/** Options of a remote cluster of current Istio as people write them. */
export interface RemoteOptionsInputCurrent {
  /** Kubernetes version of the cluster. @default the oldest that the release supports */
  readonly kubernetes?: string | undefined;
  /** Accept a Kubernetes older than the release supports. @default false */
  readonly allowUnsupportedKubernetes?: boolean | undefined;
  /** Network of the cluster’s pods: clusters of one network reach each other’s pods directly. Replaces global.network. @default the primary’s */
  readonly network?: string | undefined;
  /** Platform of the cluster. On OpenShift, gateways of Istio 1.28 and 1.29 leave user and group of their pods to the platform, as those of later releases do everywhere. Replaces chart gateway with platform. @default none that needs anything special */
  readonly platform?: 'openshift' | undefined;
  /** Secrets in the namespace of Istio: the pods of gateways and of the reader’s account pull images with them. Replaces global.imagePullSecrets. @default [] */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Whether the Services istiod and istio-eastwestgateway have addresses of one family or of both. A Service that stands for a DNS name has none. Replaces global.ipFamilyPolicy. @default PreferDualStack where istiod has addresses of both families, else as the API server decides */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  /** Families of these Services, the first one first. Replaces global.ipFamilies. @default those of the cluster */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[] | undefined;
  /** Namespaces to label for injection: istio-injection=enabled, or istio.io/rev with a revision. Replaces kubectl label namespace …. @default [] */
  readonly injectedNamespaces?: readonly string[] | undefined;
  /** Revision or tag that injects into `injectedNamespaces` and the east-west gateway. Replaces kubectl label namespace … istio.io/rev=…. @default the first of the cluster’s revisions */
  readonly revision?: string | undefined;
  /** Revision or tag of single namespaces, where it is not `revision`. Replaces kubectl label namespace … istio.io/rev=…. @default {} */
  readonly namespaceRevisions?: Readonly<Record<string, string>> | undefined;
  /** The injection webhook. Replaces sidecarInjectorWebhook. */
  readonly sidecarInjector?: {
    /** Whether the cluster has the webhook that asks the primary for sidecars. @default true */
    readonly enabled?: boolean | undefined;
    /** Inject into every namespace that is not labelled istio-injection=disabled. Replaces sidecarInjectorWebhook.enableNamespacesByDefault. @default false */
    readonly injectByDefault?: boolean | undefined;
    /** Whether the API server asks the injector again (IfNeeded) when a later webhook, such as one that adds containers, changed the pod. Replaces sidecarInjectorWebhook.reinvocationPolicy. @default Never */
    readonly reinvocationPolicy?: 'Never' | 'IfNeeded' | undefined;
    /** URL, with its path, where the API server asks for sidecars. The certificate of istiod has to cover its host: see docs/addresses.md. Replaces istiodRemote.injectionURL. @default https://<name>:15017/inject/cluster/<remote>/net/<network> where istiod has a DNS name, else that path by the Service istiod */
    readonly url?: string | undefined;
    /** CA certificates, base64 of PEM: the API server trusts istiod with them; `validation.caBundle` has them too unless it says otherwise. Replaces istiodRemote.injectionCABundle. @default filled in by the primary’s istiod */
    readonly caBundle?: string | undefined;
  } | undefined;
  /** The validating webhook. */
  readonly validation?: {
    /** Whether the cluster has the webhook that asks the primary about Istio’s own objects. It does nothing without a caBundle, which istiod does not fill in on a remote. Replaces defaultRevision. @default true */
    readonly enabled?: boolean | undefined;
    /** CA certificates, base64 of PEM: the API server trusts istiod with them in this webhook. With them the cluster refuses what istiod refuses, and every Istio object while istiod does not answer. Replaces base.validationCABundle. @default `sidecarInjector.caBundle`; without that the API server lets everything through */
    readonly caBundle?: string | undefined;
  } | undefined;
  /** A gateway that other networks use to reach the pods of this cluster. Replaces chart gateway with networkGateway. @default false */
  readonly eastWestGateway?: boolean | GatewayInputCurrent | undefined;
  /** File with the custom resource definitions of the release, such as manifests/charts/base/files/crd-all.gen.yaml; carried into the output. Replaces chart base. @default none: they are installed by other means, or not needed */
  readonly crds?: string | undefined;
}

/** A remote cluster of current Istio as people write it. */
export interface RemoteInputCurrent extends ClusterInput, RemoteOptionsInputCurrent {
  /** Cluster id: folder below dist/, and in the injection path and the Secret on the primary. Replaces global.multiCluster.clusterName. */
  readonly name: string;
  /** Cluster id of the primary whose istiod serves this remote. @default the only one; needed with several `primaries` */
  readonly primary?: string | undefined;
  /** URL of the API server, as the primary reaches it. @default the kubeconfig's */
  readonly apiServer?: string | undefined;
  /** CA that has signed the certificate of `apiServer`: PEM, a file with it relative to the mesh file, or `public` for a public authority. @default the CA that this machine verifies it with, else the CA of the cluster */
  readonly apiServerCa?: string | undefined;
  /** Where this remote reaches istiod. Replaces global.remotePilotAddress. @default `primary.addresses.istiod` */
  readonly istiodAddress?: string | readonly string[] | undefined;
  /** Revisions that this cluster has, by name. @default all */
  readonly revisions?: readonly string[] | undefined;
  /** Tags that point to another revision in this cluster than in the mesh. @default {} */
  readonly revisionTags?: Readonly<Record<string, string>> | undefined;
}

/** `primary:` of a mesh of current Istio as people write it. */
export interface PrimaryInputCurrent extends ClusterInput {
  /** Cluster id of the primary: its folder below dist/. */
  readonly name: string;
  /** Namespace of Istio in every cluster. Replaces global.istioNamespace. @default istio-system */
  readonly namespace?: string | undefined;
  /** Kubernetes version of the primary. @default not checked */
  readonly kubernetes?: string | undefined;
  /** Network of the primary’s pods, where the mesh has several. Replaces global.network. @default one flat network */
  readonly network?: string | undefined;
  /** Platform of the cluster. On OpenShift, gateways of Istio 1.28 and 1.29 leave user and group of their pods to the platform, as those of later releases do everywhere. Replaces chart gateway with platform. @default none that needs anything special */
  readonly platform?: 'openshift' | undefined;
  /** Secrets in the namespace of Istio: the pods of gateways and of the reader’s account pull images with them. Replaces global.imagePullSecrets. @default [] */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Whether the Services istiod and istio-eastwestgateway have addresses of one family or of both. A Service that stands for a DNS name has none. Replaces global.ipFamilyPolicy. @default PreferDualStack where istiod has addresses of both families, else as the API server decides */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  /** Families of these Services, the first one first. Replaces global.ipFamilies. @default those of the cluster */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[] | undefined;
  /** How the control plane of this primary is installed. */
  readonly controlPlane?: {
    /** Helm values for this primary alone. They win over `controlPlane.values` of the mesh. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** Where remotes reach the control plane. */
  readonly addresses: {
    /** istiod, through its east-west gateway or load balancer. With a DNS name the webhooks have a URL, and istiod needs to know the name: see docs/addresses.md. Replaces global.remotePilotAddress. */
    readonly istiod: string | readonly string[];
  };
  /** What is rendered for the primary so that remotes reach istiod; see docs/exposing-the-control-plane.md. @default nothing is rendered */
  readonly exposure?: 'east-west-gateway' | 'load-balancer' | ExposureInputCurrent | undefined;
}

/** An item of `primaries:` of current Istio as people write it. */
export interface ListedPrimaryInputCurrent extends ClusterInput {
  /** Cluster id of the primary: its folder below dist/. */
  readonly name: string;
  /** Namespace of Istio in every cluster. Replaces global.istioNamespace. @default istio-system */
  readonly namespace?: string | undefined;
  /** Kubernetes version of the primary. @default not checked */
  readonly kubernetes?: string | undefined;
  /** Network of the primary’s pods, where the mesh has several. Replaces global.network. @default one flat network */
  readonly network?: string | undefined;
  /** Platform of the cluster. On OpenShift, gateways of Istio 1.28 and 1.29 leave user and group of their pods to the platform, as those of later releases do everywhere. Replaces chart gateway with platform. @default none that needs anything special */
  readonly platform?: 'openshift' | undefined;
  /** Secrets in the namespace of Istio: the pods of gateways and of the reader’s account pull images with them. Replaces global.imagePullSecrets. @default [] */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** Whether the Services istiod and istio-eastwestgateway have addresses of one family or of both. A Service that stands for a DNS name has none. Replaces global.ipFamilyPolicy. @default PreferDualStack where istiod has addresses of both families, else as the API server decides */
  readonly ipFamilyPolicy?: 'SingleStack' | 'PreferDualStack' | 'RequireDualStack' | undefined;
  /** Families of these Services, the first one first. Replaces global.ipFamilies. @default those of the cluster */
  readonly ipFamilies?: readonly ('IPv4' | 'IPv6')[] | undefined;
  /** How the control plane of this primary is installed. */
  readonly controlPlane?: {
    /** Helm values for this primary alone. They win over `controlPlane.values` of the mesh. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** URL of the API server, as the other primaries reach it. @default the kubeconfig's */
  readonly apiServer?: string | undefined;
  /** CA that has signed the certificate of `apiServer`: PEM, a file with it relative to the mesh file, or `public` for a public authority. @default the CA that this machine verifies it with, else the CA of the cluster */
  readonly apiServerCa?: string | undefined;
  /** Where the remotes of this primary reach its istiod. @default none, for a primary without remotes */
  readonly addresses?: {
    /** istiod, through its east-west gateway or load balancer. With a DNS name the webhooks have a URL, and istiod needs to know the name: see docs/addresses.md. Replaces global.remotePilotAddress. */
    readonly istiod: string | readonly string[];
  } | undefined;
  /** What is rendered for the primary so that remotes reach istiod; see docs/exposing-the-control-plane.md. @default nothing is rendered */
  readonly exposure?: 'east-west-gateway' | 'load-balancer' | ExposureInputCurrent | undefined;
  /** A gateway that other networks use to reach the pods of this cluster, if no `exposure` makes one. Replaces chart gateway with networkGateway. @default false */
  readonly eastWestGateway?: boolean | GatewayInputCurrent | undefined;
  /** Namespaces to label for injection by this primary. Replaces kubectl label namespace …. @default [] */
  readonly injectedNamespaces?: readonly string[] | undefined;
  /** Namespaces to label istio.io/dataplane-mode=ambient, beside `dataPlane: ambient`: ztunnel carries their traffic. Replaces kubectl label namespace … istio.io/dataplane-mode=ambient. @default [] */
  readonly ambientNamespaces?: readonly string[] | undefined;
}

/** A mesh of current Istio as people write it. */
export interface MeshInputCurrent {
  /** Istio release of the primary, with or without the patch version. With `revisions`: the release of every revision that sets no other. */
  readonly istio: string;
  /** Revision of the primary’s istiod, where it has one only. Replaces revision. @default the default revision */
  readonly revision?: string | undefined;
  /** Revisions of istiod that run on the primary at the same time; see docs/upgrading-istiod.md. @default one: `revision`, of the release `istio` */
  readonly revisions?: readonly {
    /** Name of the revision; default for the revision without a name. Replaces revision. */
    readonly name: string;
    /** Istio release of this revision. @default `istio` of the mesh */
    readonly istio?: string | undefined;
    /** Where remotes reach istiod of this revision. Replaces global.remotePilotAddress. @default `primary.addresses.istiod` */
    readonly istiodAddress?: string | readonly string[] | undefined;
  }[] | undefined;
  /** Tags that namespaces use in place of a revision: a list, or with `revisions` a map from tag to revision. Replaces revisionTags. @default [] */
  readonly revisionTags?: readonly string[] | Readonly<Record<string, string>> | undefined;
  /** Id of the mesh, which its telemetry carries; the same in every cluster. Replaces global.meshID. @default that of Istio, the trust domain */
  readonly meshId?: string | undefined;
  /** Trust domain: the first part of the identity of every workload, the same in every cluster. Replaces meshConfig.trustDomain. @default cluster.local */
  readonly trustDomain?: string | undefined;
  /** The cluster that runs istiod, where there is one. @default `primaries` */
  readonly primary?: PrimaryInputCurrent | undefined;
  /** The clusters that run an istiod, in place of `primary`: each reads all other clusters; see docs/topologies.md. @default `primary` */
  readonly primaries?: readonly ListedPrimaryInputCurrent[] | undefined;
  /** Options of every remote. A remote’s own win; maps merge key by key, lists and values replace. */
  readonly defaults?: RemoteOptionsInputCurrent | undefined;
  /** What carries the traffic of applications: sidecars, or ztunnel of ambient mode, which needs several primaries on several networks; see docs/topologies.md. @default sidecar */
  readonly dataPlane?: 'sidecar' | 'ambient' | undefined;
  /** How the control plane is installed; see docs/control-plane.md. */
  readonly controlPlane?: {
    /** How the control plane is installed. With sail or argocd its installation is part of the output; with helm or istioctl it is what `istio-remote control-plane` prints by default. @default nothing is rendered, and `istio-remote control-plane` prints values for Helm */
    readonly install?: 'helm' | 'istioctl' | 'sail' | 'argocd' | undefined;
    /** Helm repository with Istio’s charts, such as a mirror of your own. @default https://istio-release.storage.googleapis.com/charts */
    readonly repository?: string | undefined;
    /** Helm values of your own for the control plane of every primary. They may not contradict the mesh, nor contain a credential. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** The clusters that join the mesh without an istiod of their own. @default none; with one primary at least one is needed */
  readonly remotes?: readonly RemoteInputCurrent[] | undefined;
  /** What the output folder may contain. */
  readonly output?: {
    /** Files below the output folder that `check` allows, though synth did not make them: `*` stands for any characters but `/`, `**` for any folders. @default [] */
    readonly allowExtra?: readonly string[] | undefined;
  } | undefined;
  /** How Argo CD applies the output: what is rendered into dist/argocd; see docs/argo-cd.md. @default nothing is rendered for Argo CD */
  readonly argocd?: ArgoCdInput | undefined;
  /** Services of one cluster whose names resolve in the others. Replaces copying Service objects by hand. @default [] */
  readonly sharedServices?: SharedServicesInput | undefined;
  /** How the credentials of the remotes reach the primary through Git; see docs/credentials-in-git.md. @default by `istio-remote join` */
  readonly credentials?: CredentialsInput | undefined;
  /** How Flux applies the output: what is rendered into dist/flux; see docs/flux.md. @default nothing is rendered for Flux */
  readonly flux?: FluxInput | undefined;
  /** Waves of clusters that change one after another; see docs/rollout.md. @default every cluster at once */
  readonly rollout?: RolloutInput | undefined;
  /** Changes of finished objects, where no option makes them; see docs/patches.md. @default [] */
  readonly patches?: readonly PatchInput[] | undefined;
}
