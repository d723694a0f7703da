/**
 * Names that Istio 1.0 and current Istio share, and names that identify manifests of either. Sources: 1.0.9,
 * install/kubernetes/helm/istio-remote; release-1.30, manifests/charts.
 */
export const ISTIO_NAMES = {
  /** Where Istio is installed unless the mesh says otherwise. */
  namespace: 'istio-system',
  /** ConfigMap with the mesh config. */
  meshConfigMap: 'istio',
  meshConfigKey: 'mesh',
  /** ConfigMap with the injection template; with Istio 1.0 also the injector's Deployment, Service and webhook. */
  sidecarInjector: 'istio-sidecar-injector',
  injectionConfigKey: 'config',
  /** Discovery of Istio 1.0: the selectorless Service that remotes have in place of it. */
  pilot: 'istio-pilot',
  /** Authority of Istio 1.0. */
  citadel: 'istio-citadel',
  /** The label of the pods of every east-west gateway, which Gateways select in all clusters. */
  eastWestSelector: { istio: 'eastwestgateway' },
} as const;
