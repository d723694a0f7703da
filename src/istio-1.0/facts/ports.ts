/**
 * Ports of the Istio 1.0 control plane. Source: 1.0.9, install/kubernetes/helm/istio-remote/templates
 * (service.yaml, configmap.yaml) and charts/security/templates/service.yaml.
 */
export const PORTS = {
  /** Pilot's discovery port of the mesh config when the control plane asks for mutual TLS. */
  pilotDiscoveryMutualTls: 15005,
  /** Pilot's discovery port of the mesh config in plain text. */
  pilotDiscovery: 15007,
  /** Mixer, policy and telemetry alike. */
  mixer: 15004,
  zipkin: 9411,
  /** Citadel's certificate signing API. */
  citadelGrpc: 8060,
  /** Prometheus metrics of every component. */
  monitoring: 9093,
  injectorWebhook: 443,
} as const;

/** What the Service `istio-pilot` of a remote offers, in the chart's order. */
export const PILOT_PORTS = [
  { name: 'http-old-discovery', port: 15003 },
  { name: 'https-discovery', port: PORTS.pilotDiscoveryMutualTls },
  { name: 'http-discovery', port: PORTS.pilotDiscovery },
  { name: 'grpc-xds', port: 15010 },
  { name: 'https-xds', port: 15011 },
  { name: 'http-legacy-discovery', port: 8080 },
  { name: 'http-monitoring', port: PORTS.monitoring },
] as const;
