/**
 * Names that Istio 1.0 and current Istio share, and names that identify manifests of either. Sources: 1.0.9,
 * install/kubernetes/helm/istio-remote; release-1.30, manifests/charts.
 */
export const ISTIO_NAMES = {
  /** Default namespace of Istio. */
  namespace: 'istio-system',
  /** ConfigMap with the mesh config. */
  meshConfigMap: 'istio',
  meshConfigKey: 'mesh',
  /** ConfigMap with the injection template. In Istio 1.0 also the injector's Deployment, Service and webhook. */
  sidecarInjector: 'istio-sidecar-injector',
  injectionConfigKey: 'config',
  /** Discovery of Istio 1.0. Remotes have a Service without selector of this name. */
  pilot: 'istio-pilot',
  /** Certificate authority of Istio 1.0. */
  citadel: 'istio-citadel',
  /** The label of the pods of every east-west gateway. Gateways in all clusters select it. */
  eastWestSelector: { istio: 'eastwestgateway' },
} as const;
