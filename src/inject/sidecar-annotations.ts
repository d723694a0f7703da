/**
 * Annotations by which a pod changes its sidecar.
 * Source: 1.0.9, pilot/pkg/kube/inject/inject.go and istio-remote/templates/sidecar-injector-configmap.yaml.
 */
export const SIDECAR_ANNOTATIONS = {
  inject: 'sidecar.istio.io/inject',
  status: 'sidecar.istio.io/status',
  proxyImage: 'sidecar.istio.io/proxyImage',
  interceptionMode: 'sidecar.istio.io/interceptionMode',
  discoveryAddress: 'sidecar.istio.io/discoveryAddress',
  controlPlaneAuthPolicy: 'sidecar.istio.io/controlPlaneAuthPolicy',
  proxyCpu: 'sidecar.istio.io/proxyCPU',
  proxyMemory: 'sidecar.istio.io/proxyMemory',
  includeOutboundIpRanges: 'traffic.sidecar.istio.io/includeOutboundIPRanges',
  excludeOutboundIpRanges: 'traffic.sidecar.istio.io/excludeOutboundIPRanges',
  includeInboundPorts: 'traffic.sidecar.istio.io/includeInboundPorts',
  excludeInboundPorts: 'traffic.sidecar.istio.io/excludeInboundPorts',
} as const;
