import type { ControlPlaneComponent } from './components';
import { PILOT_PORTS, PORTS } from './ports';

/** How Istio's own installation runs a component on the primary. */
export interface ControlPlaneFacts {
  /** Service of the primary's own installation. */
  readonly service: string;
  /** Labels of its pods that Services select. */
  readonly pods: Readonly<Record<string, string>>;
  /** The label of its pods in the guide. */
  readonly guideLabel: string;
  /** Ports that remotes may use. */
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

const MIXER_PORTS = [
  { name: 'grpc-mixer', port: 9091 },
  { name: 'grpc-mixer-mtls', port: PORTS.mixer },
] as const;

/**
 * Services, pods and ports of the control plane, without Mixer's two metrics ports. The chart calls zipkin's port
 * `http`. Source: 1.0.9, install/kubernetes/helm/istio/charts/{pilot,mixer,tracing}/templates/service.yaml; labels:
 * the guide "Install Istio multicluster over a VPN".
 */
export const CONTROL_PLANE = {
  pilot: {
    service: 'istio-pilot',
    pods: { istio: 'pilot' },
    guideLabel: 'istio=pilot',
    ports: PILOT_PORTS,
  },
  policy: {
    service: 'istio-policy',
    pods: { istio: 'mixer', 'istio-mixer-type': 'policy' },
    guideLabel: 'istio-mixer-type=policy',
    ports: MIXER_PORTS,
  },
  telemetry: {
    service: 'istio-telemetry',
    pods: { istio: 'mixer', 'istio-mixer-type': 'telemetry' },
    guideLabel: 'istio-mixer-type=telemetry',
    ports: MIXER_PORTS,
  },
  zipkin: {
    service: 'zipkin',
    pods: { app: 'jaeger' },
    guideLabel: 'app=jaeger',
    ports: [{ name: 'zipkin', port: PORTS.zipkin }],
  },
} as const satisfies Record<ControlPlaneComponent, ControlPlaneFacts>;

/**
 * The ingress gateway of Istio's own installation.
 * Source: 1.0.9, install/kubernetes/helm/istio/values.yaml, gateways.istio-ingressgateway.
 */
export const INGRESS_GATEWAY = {
  service: 'istio-ingressgateway',
  selector: { istio: 'ingressgateway' },
} as const;

/**
 * Returns the ports in the mesh config of 1.0.9's sidecars, and the ports that they really call: they read the host
 * of the discovery address and replace its port by 15010 or 15011. Source: 1.0.9, pkg/bootstrap/bootstrap_config.go.
 */
export function neededPorts(controlPlaneMutualTls: boolean): number[] {
  const pilot = controlPlaneMutualTls
    ? [PORTS.pilotDiscoveryMutualTls, PORTS.pilotXdsMutualTls]
    : [PORTS.pilotDiscovery, PORTS.pilotXds];
  return [...pilot, PORTS.mixer, PORTS.zipkin];
}
