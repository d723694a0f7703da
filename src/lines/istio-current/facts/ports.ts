/**
 * Ports of current Istio. Source: release-1.30, manifests/charts/istio-control/istio-discovery/templates/
 * {remote-istiod-service,remote-istiod-endpointslices}.yaml and manifests/charts/gateway/values.yaml.
 */
export const PORTS = {
  /** Configuration and certificates of sidecars, over TLS. */
  istiod: 15012,
  /** Port of istiod's Service for calls of the API server. */
  webhook: 443,
  /** The same port on istiod itself. */
  webhookTarget: 15017,
  /** istiod's debug port, for localhost without a token. Source: pilot/cmd/pilot-discovery/app/cmd.go. */
  debug: 8080,
  /** Health of a gateway. */
  gatewayStatus: 15021,
  /** Traffic between the pods of two networks. */
  crossNetwork: 15443,
  /** Traffic between the ztunnels of two networks, in ambient mode. */
  hbone: 15008,
  /** Statistics of the sidecar and of Envoy, merged. */
  mergedStatistics: 15020,
  /** Envoy's own statistics. */
  proxyStatistics: 15090,
} as const;

/** Ports of a remote's Service, and their target ports. */
export const ISTIOD_PORTS = [
  { name: 'tcp-istiod', port: PORTS.istiod, target: PORTS.istiod },
  { name: 'tcp-webhook', port: PORTS.webhook, target: PORTS.webhookTarget },
] as const;

/** Ports of an east-west gateway, in the chart's order. */
export const EAST_WEST_PORTS = [
  { name: 'status-port', port: PORTS.gatewayStatus },
  { name: 'tls', port: PORTS.crossNetwork },
  { name: 'tls-istiod', port: PORTS.istiod },
  { name: 'tls-webhook', port: PORTS.webhookTarget },
] as const;
