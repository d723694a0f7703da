import type { Resources } from '../../kubernetes/resources';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from './facts/components';
import type { ControlPlaneAddresses, Images } from './mesh';

/** How remotes reach the control plane. */
export const EXPOSURE_MODES = ['pod-ip', 'load-balancer', 'ingress-gateway', 'dedicated-gateway'] as const;

/** One way in which remotes reach the control plane. */
export type ExposureMode = (typeof EXPOSURE_MODES)[number];

/** Which ports are exposed: every one that a remote may know, or those that sidecars are told and call. */
export const EXPOSED_PORTS = ['all', 'needed'] as const;

/** Which ports are exposed. */
export type ExposedPorts = (typeof EXPOSED_PORTS)[number];

/** What a Service of type LoadBalancer asks its cloud for. */
export interface LoadBalancerOptions {
  /** Annotations of the Service, such as those that ask a cloud for an internal load balancer. */
  readonly annotations: Readonly<Record<string, string>>;
  /** CIDRs from which connections are taken; empty for everywhere. */
  readonly sourceRanges: readonly string[];
  /** Whether to ask for the very addresses in `primary.addresses`. */
  readonly fixedAddresses: boolean;
}

/** Pods that serve as a gateway, and the Service in front of them. */
export interface ExistingGateway {
  readonly service: string;
  /** Labels of the gateway's pods. */
  readonly selector: Readonly<Record<string, string>>;
}

/** A gateway that is made for the control plane. */
export interface DedicatedGatewayOptions {
  readonly replicas: number;
  readonly images: Images;
  readonly resources?: Resources;
}

/** How remotes reach the control plane, complete: no option is left to a default. */
export type Exposure =
  | { readonly mode: 'pod-ip' }
  | {
      readonly mode: 'load-balancer';
      readonly ports: ExposedPorts;
      readonly loadBalancer: LoadBalancerOptions;
    }
  | { readonly mode: 'ingress-gateway'; readonly ports: ExposedPorts; readonly gateway: ExistingGateway }
  | {
      readonly mode: 'dedicated-gateway';
      readonly ports: ExposedPorts;
      readonly loadBalancer: LoadBalancerOptions;
      readonly gateway: DedicatedGatewayOptions;
    };

/** The components that have an address in the mesh. */
export function declaredComponents(addresses: ControlPlaneAddresses): ControlPlaneComponent[] {
  return CONTROL_PLANE_COMPONENTS.filter((component) => addresses[component] !== undefined);
}
