import type { MeshWithAddOns } from '../../add-ons';
import type { Resources } from '../../kubernetes/resources';
import type { Exposure } from './exposure';
import type { Release10 } from './facts/releases';
import type { PilotService } from './options/pilot-service-resolve';

/** Where remotes reach the control plane: IP addresses or DNS names. */
export interface ControlPlaneAddresses {
  readonly pilot: string;
  readonly policy?: string | undefined;
  readonly telemetry?: string | undefined;
  readonly zipkin?: string | undefined;
}

/** Mesh-wide security, the same in every cluster. */
export interface MeshSecurity {
  readonly controlPlaneMutualTls: boolean;
  readonly mutualTls: boolean;
  readonly selfSignedCa: boolean;
}

/** Where images come from. */
export interface Images {
  readonly hub: string;
  readonly tag: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly pullSecrets: readonly string[];
}

/** What the sidecar of a remote cluster is like. */
export interface ProxyOptions {
  readonly image: string;
  readonly initImage: string;
  /** Empty for the agent's own default. */
  readonly domain: string;
  readonly concurrency: number;
  readonly accessLogFile: string;
  /** Absent: none. */
  readonly resources?: Resources;
  readonly coreDump: boolean;
  readonly privileged: boolean;
  readonly injection: 'enabled' | 'disabled';
  /** `*` or comma-separated CIDRs. */
  readonly includeIpRanges: string;
  readonly excludeIpRanges: string;
  /** `*` or comma-separated ports; absent: the pod's container ports. */
  readonly includeInboundPorts?: string;
  readonly excludeInboundPorts: string;
  readonly statsd: { readonly enabled: boolean; readonly host?: string; readonly port?: number };
}

/** One component that runs in the remote cluster. */
export interface ComponentOptions {
  readonly replicas: number;
  readonly image: string;
  /** Absent: `scheduling.defaultResources`. */
  readonly resources?: Resources;
}

/** Options of the sidecar injector. */
export interface SidecarInjectorOptions extends ComponentOptions {
  readonly enabled: boolean;
  readonly injectByDefault: boolean;
  readonly template: boolean;
  readonly caBundle?: string;
}

/** Where Citadel and the injector run. */
export interface Scheduling {
  /** Weight by processor architecture; 0 excludes it. */
  readonly architectures: Readonly<Record<string, number>>;
  /** Empty: none. */
  readonly priorityClassName: string;
  readonly defaultResources?: Resources;
}

/** Every option of a remote cluster, defaults filled in. */
export interface RemoteOptions10 {
  readonly kubernetes: string;
  readonly allowUnsupportedKubernetes: boolean;
  readonly injectedNamespaces: readonly string[];
  readonly pilotService: PilotService;
  readonly sidecarInjector: SidecarInjectorOptions;
  readonly citadel: ComponentOptions;
  readonly images: Images;
  readonly proxy: ProxyOptions;
  readonly policyChecks: boolean;
  readonly policyCheckFailOpen: boolean;
  readonly tracing: boolean;
  readonly scheduling: Scheduling;
}

/** A remote cluster of a mesh of Istio 1.0. */
export interface Remote10 extends RemoteOptions10 {
  /** Cluster id, a DNS-1123 label. */
  readonly name: string;
  /** Files and folders with manifests that go into the output with sidecars, relative to the mesh file. */
  readonly injectedWorkloads?: readonly string[];
  /** The documents of {@link injectedWorkloads} with their sidecars; absent until the files are read. */
  readonly workloads?: readonly string[];
  readonly apiServer?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** The cluster that runs the control plane. */
export interface Primary10 {
  readonly name: string;
  /** Namespace of Istio, in every cluster. */
  readonly namespace: string;
  readonly kubernetes?: string | undefined;
  readonly podCidrs: readonly string[];
  readonly serviceCidrs: readonly string[];
  readonly addresses: ControlPlaneAddresses;
  /** Undefined when remotes reach the control plane by other means. */
  readonly exposure?: Exposure | undefined;
  /** Context of the kubeconfig. */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml. */
  readonly kubeconfig?: string | undefined;
}

/** A mesh of Istio 1.0, complete: no option is left to a default. */
export interface Mesh10 extends MeshWithAddOns {
  readonly line: '1.0';
  readonly istio: Release10;
  readonly primary: Primary10;
  readonly security: MeshSecurity;
  readonly remotes: readonly Remote10[];
}
