// Made from the schemas by `npm run build`; do not edit.
import type { ArgoCdInput } from '../../add-ons/argocd/input';
import type { FluxInput } from '../../add-ons/flux/input';
import type { RolloutInput } from '../../add-ons/rollout/input';
import type { SharedServicesInput } from '../../add-ons/shared-services/input';
import type { CredentialsInput } from '../../add-ons/credentials-in-git/input';
import type { ResourcesInput, PatchInput, ClusterInput } from '../../mesh/input';

/** `images:` as people write it. */
export interface ImagesInput10 {
  /** Registry and path of all images. Replaces global.hub. @default docker.io/istio */
  readonly hub?: string | undefined;
  /** Tag of all images. Replaces global.tag. @default the release in `istio` */
  readonly tag?: string | undefined;
  /** Image pull policy. Replaces global.imagePullPolicy. @default IfNotPresent */
  readonly pullPolicy?: 'Always' | 'IfNotPresent' | 'Never' | undefined;
  /** Secrets with registry credentials. Citadel and the sidecar injector pull their images with them. Replaces global.imagePullSecrets. @default [] */
  readonly pullSecrets?: readonly string[] | undefined;
}

/** Options of a remote cluster of Istio 1.0 as people write them. */
export interface RemoteOptionsInput10 {
  /** Kubernetes version of the cluster. @default "1.21" */
  readonly kubernetes?: string | undefined;
  /** Whether to accept Kubernetes 1.22 and newer. They need `sidecarInjector.caBundle`. @default false */
  readonly allowUnsupportedKubernetes?: boolean | undefined;
  /** Namespaces that get the label istio-injection=enabled. Replaces kubectl label namespace … istio-injection=enabled. @default [] */
  readonly injectedNamespaces?: readonly string[] | undefined;
  /** Whether to create a Service, so that istio-pilot.<namespace> resolves to the primary. `true` means `{ mode: endpoints }`. Replaces global.remotePilotCreateSvcEndpoint. @default false */
  readonly pilotService?: boolean | {
    /** `endpoints`: a headless Service with Endpoints if the address is an IP address, an ExternalName Service if it is a DNS name. `external-name`: always an ExternalName Service. Argo CD 3 does not apply Endpoints by default. */
    readonly mode: 'endpoints' | 'external-name';
    /** DNS name of Pilot for the ExternalName Service. Only with `external-name`. @default `primary.addresses.pilot` */
    readonly host?: string | undefined;
  } | undefined;
  /** The sidecar injector. Replaces sidecarInjectorWebhook. */
  readonly sidecarInjector?: {
    /** Whether the cluster injects sidecars automatically. With `false`, inject them with `injectedWorkloads` or `istio-remote inject`. Replaces sidecarInjectorWebhook.enabled. @default true */
    readonly enabled?: boolean | undefined;
    /** Number of pods of the sidecar injector. Replaces sidecarInjectorWebhook.replicaCount. @default 1 */
    readonly replicas?: number | undefined;
    /** Image name of the injector in `images.hub`. Replaces sidecarInjectorWebhook.image. @default sidecar_injector */
    readonly image?: string | undefined;
    /** Resource requests and limits of the injector. Replaces sidecarInjectorWebhook.resources. @default `scheduling.defaultResources` */
    readonly resources?: ResourcesInput | undefined;
    /** Whether to inject into every namespace without the label istio-injection=disabled. Replaces sidecarInjectorWebhook.enableNamespacesByDefault. @default false */
    readonly injectByDefault?: boolean | undefined;
    /** Whether to create the ConfigMap istio-sidecar-injector. With `false`, create it yourself. Replaces the opposite of global.omitSidecarInjectorConfigMap. @default true */
    readonly template?: boolean | undefined;
    /** CA certificates that the API server trusts the injector with, as base64 of PEM. Up to Kubernetes 1.21, the injector sets them itself. @default set by the injector */
    readonly caBundle?: string | undefined;
  } | undefined;
  /** Citadel, the certificate authority. Replaces security. */
  readonly citadel?: {
    /** Number of pods of Citadel. Replaces security.replicaCount. @default 1 */
    readonly replicas?: number | undefined;
    /** Image name of Citadel in `images.hub`. Replaces security.image. @default citadel */
    readonly image?: string | undefined;
    /** Resource requests and limits of Citadel. Replaces security.resources. @default `scheduling.defaultResources` */
    readonly resources?: ResourcesInput | undefined;
    /** Lifetime of workload certificates. Citadel replaces each certificate after half of its lifetime, including certificates that it issued before the change. @default set by Citadel: 2160h (90 days) */
    readonly certificateLifetime?: string | undefined;
  } | undefined;
  /** Registry, tags and pull settings of the images. Replaces global. */
  readonly images?: ImagesInput10 | undefined;
  /** The sidecar. Replaces global.proxy. */
  readonly proxy?: {
    /** Image name of the sidecar in `images.hub`. Replaces global.proxy.image. @default proxyv2 */
    readonly image?: string | undefined;
    /** Image name of istio-init in `images.hub`. Replaces global.proxy_init.image. @default proxy_init */
    readonly initImage?: string | undefined;
    /** DNS domain of the pods. Since Istio 1.0.6. Replaces global.proxy.proxyDomain. @default <pod namespace>.svc.cluster.local */
    readonly domain?: string | undefined;
    /** Number of worker threads of the sidecar. 0 means one per core. Since Istio 1.0.2. Replaces global.proxy.concurrency. @default 0 */
    readonly concurrency?: number | undefined;
    /** File that sidecars log requests to. With an empty text, they log nothing. Replaces global.proxy.accessLogFile. @default /dev/stdout */
    readonly accessLogFile?: string | undefined;
    /** Resource requests and limits of the sidecar. Replaces global.proxy.resources. @default requests of cpu 100m and memory 128Mi */
    readonly resources?: ResourcesInput | undefined;
    /** Whether Envoy writes core dumps. Replaces global.proxy.enableCoreDump. @default false */
    readonly coreDump?: boolean | undefined;
    /** Whether istio-init runs privileged. SELinux may need it. Replaces global.proxy.privileged. @default false; true in 1.0.0 */
    readonly privileged?: boolean | undefined;
    /** `enabled`: pods in an injected namespace get a sidecar unless they opt out. `disabled`: only pods that opt in get one. Replaces global.proxy.autoInject. @default enabled */
    readonly injection?: 'enabled' | 'disabled' | undefined;
    /** Outbound IP ranges that go through the sidecar. Replaces global.proxy.includeIPRanges. @default "*" */
    readonly includeIpRanges?: string | number | readonly (string | number)[] | undefined;
    /** Outbound IP ranges that bypass the sidecar. Replaces global.proxy.excludeIPRanges. @default none */
    readonly excludeIpRanges?: string | number | readonly (string | number)[] | undefined;
    /** Inbound ports that go through the sidecar. Replaces global.proxy.includeInboundPorts (which the chart never reads). @default the pod's container ports */
    readonly includeInboundPorts?: string | number | readonly (string | number)[] | undefined;
    /** Inbound ports that bypass the sidecar. Replaces global.proxy.excludeInboundPorts. @default none */
    readonly excludeInboundPorts?: string | number | readonly (string | number)[] | undefined;
    /** Collector that sidecars send statsd metrics to. Replaces global.proxy.envoyStatsd. @default none */
    readonly statsd?: {
      /** Whether sidecars send statsd metrics. Replaces global.proxy.envoyStatsd.enabled. @default true if `host` or `port` is set, else false */
      readonly enabled?: boolean | undefined;
      /** Host of the statsd collector. Replaces global.proxy.envoyStatsd.host. */
      readonly host?: string | undefined;
      /** UDP port of the statsd collector. Replaces global.proxy.envoyStatsd.port. */
      readonly port?: number | undefined;
    } | undefined;
  } | undefined;
  /** Whether sidecars ask Mixer before each request. Only if `primary.addresses.policy` is set. Replaces the opposite of global.disablePolicyChecks. @default true */
  readonly policyChecks?: boolean | undefined;
  /** Whether requests pass if Mixer does not answer. Since Istio 1.0.3. Only if `primary.addresses.policy` is set. Replaces global.policyCheckFailOpen. @default false */
  readonly policyCheckFailOpen?: boolean | undefined;
  /** Whether sidecars trace requests. Only if `primary.addresses.zipkin` is set. Replaces global.enableTracing. @default true */
  readonly tracing?: boolean | undefined;
  /** Node selection, priority and default resources of Citadel and the injector. Replaces global. */
  readonly scheduling?: {
    /** Weight of each processor architecture. 0: never. 1: least preferred. 2: no preference. 3: most preferred. Replaces global.arch. @default { amd64: 2, ppc64le: 2, s390x: 2 } */
    readonly architectures?: Readonly<Record<string, number | null>> | undefined;
    /** Priority class of Citadel and the sidecar injector. Replaces global.priorityClassName. @default none */
    readonly priorityClassName?: string | undefined;
    /** Resource requests and limits of Citadel and the injector, if they set none of their own. Replaces global.defaultResources. @default requests of cpu 10m */
    readonly defaultResources?: ResourcesInput | undefined;
  } | undefined;
}

/** A remote cluster of Istio 1.0 as people write it. */
export interface RemoteInput10 extends ClusterInput, RemoteOptionsInput10 {
  /** Cluster id. It names the folder in dist/, and the Secret on the primary and its key. */
  readonly name: string;
  /** URL where the primary reaches the API server of this cluster. @default the server in the kubeconfig */
  readonly apiServer?: string | undefined;
  /** CA that signed the certificate of `apiServer`: PEM, a PEM file relative to mesh.yaml, or `public` for a public CA. @default the CA that this machine verifies the server with, else the CA of the cluster */
  readonly apiServerCa?: string | undefined;
  /** Files with workload manifests, or folders of such files, relative to mesh.yaml. synth adds sidecars and writes them to the output. Replaces istioctl kube-inject. @default [] */
  readonly injectedWorkloads?: readonly string[] | undefined;
  /** Where custom resources in `injectedWorkloads` have their pod template, such as `argoproj.io/Rollout=spec.template`. In a path, `*` matches every key or item. If the path leads to objects with a kind, their own pods are injected. @default [] */
  readonly podTemplates?: readonly string[] | undefined;
}

/** `primary:` of a mesh of Istio 1.0 as people write it. */
export interface PrimaryInput10 extends ClusterInput {
  /** Cluster id of the primary. It is the name of the cluster’s folder in dist/. */
  readonly name: string;
  /** Namespace that Istio runs in, the same in every cluster. Replaces --namespace. @default istio-system */
  readonly namespace?: string | undefined;
  /** Kubernetes version of the primary. @default not checked */
  readonly kubernetes?: string | undefined;
  /** Addresses where remotes reach the control plane: IP addresses or DNS names. */
  readonly addresses: {
    /** Address of Pilot. Replaces global.remotePilotAddress. */
    readonly pilot: string;
    /** Address of Mixer for policy checks. Replaces global.remotePolicyAddress. @default no policy checks */
    readonly policy?: string | undefined;
    /** Address of Mixer for telemetry. Replaces global.remoteTelemetryAddress. @default no telemetry */
    readonly telemetry?: string | undefined;
    /** Address of Zipkin or Jaeger. Replaces global.remoteZipkinAddress. @default no tracing */
    readonly zipkin?: string | undefined;
  };
  /** Settings for the installation of this primary’s control plane. */
  readonly controlPlane?: {
    /** Helm values for this primary only. They win over the `controlPlane.values` of the mesh. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** How remotes reach the control plane. synth writes the objects for the primary. See docs/exposing-the-control-plane.md. @default no objects: you expose it yourself */
  readonly exposure?: 'pod-ip' | 'load-balancer' | 'ingress-gateway' | 'dedicated-gateway' | {
    /** How remotes reach the control plane. */
    readonly mode: 'pod-ip' | 'load-balancer' | 'ingress-gateway' | 'dedicated-gateway';
    /** Ports of the control plane to expose. `all`: every port. `needed`: only the ports that sidecars need; with `security.controlPlaneMutualTls`, Zipkin’s is the only plain-text port. For every mode except pod-ip. @default all */
    readonly ports?: 'all' | 'needed' | undefined;
    /** Annotations of the load balancers’ Services. For example, they ask a cloud for internal load balancers. For load-balancer and dedicated-gateway. @default none, with a warning. `{}` means that none are needed */
    readonly annotations?: Readonly<Record<string, string>> | undefined;
    /** Client addresses that the load balancers accept (loadBalancerSourceRanges). For load-balancer and dedicated-gateway. @default every address */
    readonly sourceRanges?: readonly string[] | undefined;
    /** Whether to ask the cloud for exactly the IP addresses in `addresses` (loadBalancerIP). For load-balancer and dedicated-gateway. @default false */
    readonly fixedAddresses?: boolean | undefined;
    /** Name of the existing gateway’s Service in Istio’s namespace. For ingress-gateway. @default istio-ingressgateway */
    readonly service?: string | undefined;
    /** Labels of the existing gateway’s pods. For ingress-gateway. @default { istio: ingressgateway } */
    readonly selector?: Readonly<Record<string, string>> | undefined;
    /** Number of gateway pods. For dedicated-gateway. @default 2 */
    readonly replicas?: number | undefined;
    /** Resource requests and limits of the gateway. For dedicated-gateway. @default requests of cpu 10m */
    readonly resources?: ResourcesInput | undefined;
    /** Registry, tag and pull settings of the gateway’s image. For dedicated-gateway. @default docker.io/istio, the release in `istio` */
    readonly images?: ImagesInput10 | undefined;
  } | undefined;
}

/** A mesh of Istio 1.0 as people write it. */
export interface MeshInput10 {
  /** Istio release of the primary. */
  readonly istio: '1.0.0' | '1.0.1' | '1.0.2' | '1.0.3' | '1.0.4' | '1.0.5' | '1.0.6' | '1.0.7' | '1.0.8' | '1.0.9';
  /** The cluster that runs the control plane. */
  readonly primary: PrimaryInput10;
  /** Security settings of the whole mesh. They are the same in every cluster. */
  readonly security?: {
    /** Whether sidecars and the control plane use mutual TLS. Replaces global.controlPlaneSecurityEnabled. @default false */
    readonly controlPlaneMutualTls?: boolean | undefined;
    /** Whether applications use mutual TLS, in the whole mesh. Replaces global.mtls.enabled. @default false */
    readonly mutualTls?: boolean | undefined;
    /** Whether the Citadel of each cluster signs with its own root certificate. If it does, clusters do not trust each other. Replaces security.selfSigned. @default true */
    readonly selfSignedCa?: boolean | undefined;
  } | undefined;
  /** Options for every remote. A remote’s own options win: maps merge key by key, and lists and single values replace. */
  readonly defaults?: RemoteOptionsInput10 | undefined;
  /** How the control plane is installed on the primary. See docs/control-plane.md. */
  readonly controlPlane?: {
    /** Your own Helm values for the control plane of every primary. Values that contradict mesh.yaml, and credentials, are errors. @default {} */
    readonly values?: Readonly<Record<string, unknown>> | undefined;
  } | undefined;
  /** The clusters that join the mesh. */
  readonly remotes: readonly RemoteInput10[];
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
