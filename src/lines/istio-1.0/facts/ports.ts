/**
 * Ports of the Istio 1.0 control plane. Source: 1.0.9, install/kubernetes/helm/istio-remote/templates
 * (service.yaml, configmap.yaml) and charts/security/templates/service.yaml; of gateways: istio/charts/gateways.
 */
export const PORTS = {
  /** Pilot's discovery port in the mesh config, if the control plane uses mutual TLS. */
  pilotDiscoveryMutualTls: 15005,
  /** Pilot's discovery port in the mesh config, in plain text. */
  pilotDiscovery: 15007,
  /** Port that sidecars of 1.0 really use for their configuration in plain text. */
  pilotXds: 15010,
  /** Port that sidecars of 1.0 really use for their configuration with mutual TLS. */
  pilotXdsMutualTls: 15011,
  /** Pilot's own port of the old discovery API, in the configuration of gateways. */
  pilotLegacyDiscovery: 8080,
  /** Mixer's port, for policy and telemetry. */
  mixer: 15004,
  zipkin: 9411,
  /** Citadel's certificate signing API. */
  citadelGrpc: 8060,
  /** Prometheus metrics of every component. */
  monitoring: 9093,
  injectorWebhook: 443,
  /** Envoy's administration, only on the loopback address. */
  proxyAdmin: 15000,
  /** Envoy's statistics for Prometheus. */
  proxyStatistics: 15090,
} as const;

/** The ports of the Service `istio-pilot` of a remote, in the chart's order. */
export const PILOT_PORTS = [
  { name: 'http-old-discovery', port: 15003 },
  { name: 'https-discovery', port: PORTS.pilotDiscoveryMutualTls },
  { name: 'http-discovery', port: PORTS.pilotDiscovery },
  { name: 'grpc-xds', port: PORTS.pilotXds },
  { name: 'https-xds', port: PORTS.pilotXdsMutualTls },
  { name: 'http-legacy-discovery', port: PORTS.pilotLegacyDiscovery },
  { name: 'http-monitoring', port: PORTS.monitoring },
] as const;
