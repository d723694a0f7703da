// Made from the schemas by `npm run build`; do not edit.
import type { ArgoCdInput } from '../../add-ons/argocd/input';
import type { FluxInput } from '../../add-ons/flux/input';
import type { RolloutInput } from '../../add-ons/rollout/input';
import type { SharedServicesInput } from '../../add-ons/shared-services/input';
import type { CredentialsInput } from '../../add-ons/credentials-in-git/input';
import type { ResourcesInput, PatchInput, ClusterInput } from '../../mesh/input';

/** `images:` as people write it. */
export interface ImagesInput10 {
  /** Registry and path of every image. Replaces global.hub. @default docker.io/istio */
  readonly hub?: string | undefined;
  /** Tag of every image. Replaces global.tag. @default the release in `istio` */
  readonly tag?: string | undefined;
  /** When nodes pull the images. Replaces global.imagePullPolicy. @default IfNotPresent */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  /** Secrets with registry credentials, for Citadel and the sidecar injector. Replaces global.imagePullSecrets. @default [] */
  readonly pullSecrets?: readonly string[] | undefined;
}

/** Options of a remote cluster of Istio 1.0 as people write them. */
export interface RemoteOptionsInput10 {
  /** Kubernetes version of the cluster. @default "1.21" */
  readonly kubernetes?: string | undefined;
  /** Accept Kubernetes 1.22 and newer, which needs `sidecarInjector.caBundle`. @default false */
  readonly allowUnsupportedKubernetes?: boolean | undefined;
  /** Namespaces to label istio-injection=enabled. Replaces kubectl label namespace … istio-injection=enabled. @default [] */
  readonly injectedNamespaces?: readonly string[] | undefined;
  /** Make a Service so that istio-pilot.<namespace> resolves to the primary; `true` is `{ mode: endpoints }`. Replaces global.remotePilotCreateSvcEndpoint. @default false */
  readonly pilotService?: boolean | {
    /** `endpoints`: a headless Service with Endpoints for an IP address, an alias for a DNS name. `external-name`: always an alias, without Endpoints, which Argo CD 3 leaves out by default. */
    readonly mode: 'endpoints' | 'external-name';
    /** DNS name of Pilot that the alias stands for; only with `external-name`. @default `primary.addresses.pilot` */
    readonly host?: string | undefined;
  } | undefined;
  /** The sidecar injector. Replaces sidecarInjectorWebhook. */
  readonly sidecarInjector?: {
    /** Whether the cluster injects sidecars by itself. Without it, inject by hand. Replaces sidecarInjectorWebhook.enabled. @default true */
    readonly enabled?: boolean | undefined;
    /** Pods of the sidecar injector. Replaces sidecarInjectorWebhook.replicaCount. @default 1 */
    readonly replicas?: number | undefined;
    /** Image of the injector, below `images.hub`. Replaces sidecarInjectorWebhook.image. @default sidecar_injector */
    readonly image?: string | undefined;
    /** Requests and limits of the injector. Replaces sidecarInjectorWebhook.resources. @default `scheduling.defaultResources` */
    readonly resources?: ResourcesInput | undefined;
    /** Inject into every namespace that is not labelled istio-injection=disabled. Replaces sidecarInjectorWebhook.enableNamespacesByDefault. @default false */
    readonly injectByDefault?: boolean | undefined;
    /** Whether to make the ConfigMap istio-sidecar-injector. With `false` you bring your own. Replaces not global.omitSidecarInjectorConfigMap. @default true */
    readonly template?: boolean | undefined;
    /** CA certificates, base64 of PEM: the API server trusts the injector with them. The injector fills them in by itself up to Kubernetes 1.21. @default left to the injector */
    readonly caBundle?: string | undefined;
  } | undefined;
  /** Citadel, the certificate authority. Replaces security. */
  readonly citadel?: {
    /** Pods of Citadel. Replaces security.replicaCount. @default 1 */
    readonly replicas?: number | undefined;
    /** Image of Citadel, below `images.hub`. Replaces security.image. @default citadel */
    readonly image?: string | undefined;
    /** Requests and limits of Citadel. Replaces security.resources. @default `scheduling.defaultResources` */
    readonly resources?: ResourcesInput | undefined;
    /** How long certificates of workloads are valid. Citadel replaces each after half of its lifetime, also those issued before. @default left to Citadel: 2160h (90 days) */
    readonly certificateLifetime?: string | undefined;
  } | undefined;
  /** Where images come from. Replaces global. */
  readonly images?: ImagesInput10 | undefined;
  /** The sidecar. Replaces global.proxy. */
  readonly proxy?: {
    /** Image of the sidecar, below `images.hub`. Replaces global.proxy.image. @default proxyv2 */
    readonly image?: string | undefined;
    /** Image of istio-init, below `images.hub`. Replaces global.proxy_init.image. @default proxy_init */
    readonly initImage?: string | undefined;
    /** DNS domain of the pods, from 1.0.6. Replaces global.proxy.proxyDomain. @default the pod's namespace below svc.cluster.local */
    readonly domain?: string | undefined;
    /** Worker threads of the sidecar; 0 takes one per core. From 1.0.2. Replaces global.proxy.concurrency. @default 0 */
    readonly concurrency?: number | undefined;
    /** Where sidecars log requests; empty for nowhere. Replaces global.proxy.accessLogFile. @default /dev/stdout */
    readonly accessLogFile?: string | undefined;
    /** Requests and limits of the sidecar. Replaces global.proxy.resources. @default requests of cpu 100m and memory 128Mi */
    readonly resources?: ResourcesInput | undefined;
    /** Write core dumps of Envoy. Replaces global.proxy.enableCoreDump. @default false */
    readonly coreDump?: boolean | undefined;
    /** Run istio-init privileged, as SELinux may ask for. Replaces global.proxy.privileged. @default false; true in 1.0.0 */
    readonly privileged?: boolean | undefined;
    /** Whether pods of a selected namespace get a sidecar unless they say otherwise, or only when they ask for it. Replaces global.proxy.autoInject. @default enabled */
    readonly injection?: 'enabled' | 'disabled' | undefined;
    /** Outbound traffic that goes through the sidecar. Replaces global.proxy.includeIPRanges. @default "*" */
    readonly includeIpRanges?: string | number | readonly (string | number)[] | undefined;
    /** Outbound traffic that goes around the sidecar. Replaces global.proxy.excludeIPRanges. @default none */
    readonly excludeIpRanges?: string | number | readonly (string | number)[] | undefined;
    /** Inbound ports that go through the sidecar. Replaces global.proxy.includeInboundPorts (which the chart never reads). @default the pod's container ports */
    readonly includeInboundPorts?: string | number | readonly (string | number)[] | undefined;
    /** Inbound ports that go around the sidecar. Replaces global.proxy.excludeInboundPorts. @default none */
    readonly excludeInboundPorts?: string | number | readonly (string | number)[] | undefined;
    /** Where sidecars send statsd metrics. Replaces global.proxy.envoyStatsd. @default nowhere */
    readonly statsd?: {
      /** Whether sidecars send to statsd. Replaces global.proxy.envoyStatsd.enabled. @default true as soon as host or port is set */
      readonly enabled?: boolean | undefined;
      /** Host of the statsd collector. Replaces global.proxy.envoyStatsd.host. */
      readonly host?: string | undefined;
      /** UDP port of the statsd collector. Replaces global.proxy.envoyStatsd.port. */
      readonly port?: number | undefined;
    } | undefined;
  } | undefined;
  /** Whether sidecars ask Mixer before each request. Rendered only when the mesh has a policy address. Replaces not global.disablePolicyChecks. @default true */
  readonly policyChecks?: boolean | undefined;
  /** Let requests through when Mixer cannot be asked. From 1.0.3; only with a policy address. Replaces global.policyCheckFailOpen. @default false */
  readonly policyCheckFailOpen?: boolean | undefined;
  /** Whether sidecars trace requests. Rendered only when the mesh has a zipkin address. Replaces global.enableTracing. @default true */
  readonly tracing?: boolean | undefined;
  /** Where Citadel and the injector run. Replaces global. */
  readonly scheduling?: {
    /** Weight of each processor architecture: 0 never, 1 least preferred, 2 no preference, 3 most preferred. Replaces global.arch. @default { amd64: 2, ppc64le: 2, s390x: 2 } */
    readonly architectures?: Readonly<Record<string, number | null>> | undefined;
    /** Priority class of Citadel and the sidecar injector. Replaces global.priorityClassName. @default none */
    readonly priorityClassName?: string | undefined;
    /** Requests and limits of components that set none of their own. Replaces global.defaultResources. @default requests of cpu 10m */
    readonly defaultResources?: ResourcesInput | undefined;
  } | undefined;
}

/** A remote cluster of Istio 1.0 as people write it. */
export interface RemoteInput10 extends ClusterInput, RemoteOptionsInput10 {
  /** Cluster id: folder below dist/, name and key of the Secret on the primary. */
  readonly name: string;
  /** URL of the API server, as the primary reaches it. @default the kubeconfig's */
  readonly apiServer?: string | undefined;
  /** CA that has signed the certificate of `apiServer`: PEM, a file with it relative to the mesh file, or `public` for a public authority. @default the CA that this machine verifies it with, else the CA of the cluster */
  readonly apiServerCa?: string | undefined;
  /** Files with manifests, and folders of such files, relative to the mesh file. They go into the output with sidecars. Replaces istioctl kube-inject. @default [] */
  readonly injectedWorkloads?: readonly string[] | undefined;
  /** Where custom resources of `injectedWorkloads` have their pods, such as `argoproj.io/Rollout=spec.template`. In the path `*` stands for every key or item. A path to objects leads to the pods of their own kinds. @default [] */
  readonly podTemplates?: readonly string[] | undefined;
}

/** `primary:` of a mesh of Istio 1.0 as people write it. */
export interface PrimaryInput10 extends ClusterInput {
  /** Cluster id of the primary: its folder below dist/. */
  readonly name: string;
  /** Namespace of Istio in every cluster. Replaces --namespace. @default istio-system */
  readonly namespace?: string | undefined;
  /** Kubernetes version of the primary. @default not checked */
  readonly kubernetes?: string | undefined;
  /** Where remotes reach the control plane: IP address or DNS name. */
  readonly addresses: {
    /** Pilot. Replaces global.remotePilotAddress. */
    readonly pilot: string;
    /** Mixer for policy. Replaces global.remotePolicyAddress. @default no policy checks */
    readonly policy?: string | undefined;
    /** Mixer for telemetry. Replaces global.remoteTelemetryAddress. @default no reports */
    readonly telemetry?: string | undefined;
    /** Zipkin or Jaeger. Replaces global.remoteZipkinAddress. @default no tracing */
    readonly zipkin?: string | undefined;
  };
  /** How the control plane of this primary is installed. */
  readonly controlPlane?: {
    /** Helm values for this primary alone. They win over `controlPlane.values` of the mesh. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** What is rendered for the primary so that remotes reach the control plane; see docs/exposing-the-control-plane.md. @default nothing is rendered */
  readonly exposure?: 'pod-ip' | 'load-balancer' | 'ingress-gateway' | 'dedicated-gateway' | {
    /** How remotes reach the control plane. */
    readonly mode: 'pod-ip' | 'load-balancer' | 'ingress-gateway' | 'dedicated-gateway';
    /** Every port of the control plane, or only the ports that sidecars need: with `security.controlPlaneMutualTls` no plain text but zipkin. For all modes but pod-ip. @default all */
    readonly ports?: 'all' | 'needed' | undefined;
    /** Annotations of the load balancers, for example to ask a cloud for an internal one. For load-balancer and dedicated-gateway. @default none, with a warning; {} says that none are needed */
    readonly annotations?: Readonly<Record<string, string>> | undefined;
    /** From where the load balancers take connections (loadBalancerSourceRanges). For load-balancer and dedicated-gateway. @default everywhere */
    readonly sourceRanges?: readonly string[] | undefined;
    /** Ask the cloud for the very IP addresses in `addresses` (loadBalancerIP). For load-balancer and dedicated-gateway. @default false */
    readonly fixedAddresses?: boolean | undefined;
    /** Service of the existing gateway, in the namespace of Istio. For ingress-gateway. @default istio-ingressgateway */
    readonly service?: string | undefined;
    /** Labels of the existing gateway’s pods. For ingress-gateway. @default { istio: ingressgateway } */
    readonly selector?: Readonly<Record<string, string>> | undefined;
    /** Pods of the gateway. For dedicated-gateway. @default 2 */
    readonly replicas?: number | undefined;
    /** Requests and limits of the gateway. For dedicated-gateway. @default requests of cpu 10m */
    readonly resources?: ResourcesInput | undefined;
    /** Where the image of the gateway comes from. For dedicated-gateway. @default docker.io/istio, the release in `istio` */
    readonly images?: ImagesInput10 | undefined;
  } | undefined;
}

/** A mesh of Istio 1.0 as people write it. */
export interface MeshInput10 {
  /** Istio release of the primary. */
  readonly istio: '1.0.0' | '1.0.1' | '1.0.2' | '1.0.3' | '1.0.4' | '1.0.5' | '1.0.6' | '1.0.7' | '1.0.8' | '1.0.9';
  /** The cluster that runs the control plane. */
  readonly primary: PrimaryInput10;
  /** Mesh-wide security; every cluster gets the same. */
  readonly security?: {
    /** Mutual TLS between sidecars and the control plane. Replaces global.controlPlaneSecurityEnabled. @default false */
    readonly controlPlaneMutualTls?: boolean | undefined;
    /** Mutual TLS between applications, mesh-wide. Replaces global.mtls.enabled. @default false */
    readonly mutualTls?: boolean | undefined;
    /** Citadel of each cluster signs with a certificate of its own, so clusters do not trust each other. Replaces security.selfSigned. @default true */
    readonly selfSignedCa?: boolean | undefined;
  } | undefined;
  /** Options of every remote. A remote’s own win; maps merge key by key, lists and values replace. */
  readonly defaults?: RemoteOptionsInput10 | undefined;
  /** How the control plane is installed; see docs/control-plane.md. */
  readonly controlPlane?: {
    /** Helm values of your own for the control plane of every primary. They may not contradict the mesh, nor contain a credential. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** The clusters that join the mesh. */
  readonly remotes: readonly RemoteInput10[];
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
