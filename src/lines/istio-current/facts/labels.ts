import { ISTIO_NAMES } from '../../../kubernetes/istio-names';
import { INJECTION_LABEL, REVISION_LABEL, TAG_LABEL } from '../../../kubernetes/labels';

/**
 * Labels and annotations that istiod and its webhooks read. Source: istio/api at release-1.30, label/labels.gen.go
 * and annotation/annotations.gen.go; manifests/charts/istio-control/istio-discovery/templates.
 */
export const LABELS = {
  /** On the namespace of Istio: the network of the cluster. On a gateway: the network that it leads to. */
  network: 'topology.istio.io/network',
  /** On webhooks: the istiod that fills in the certificates. On namespaces and pods: the istiod that injects. */
  revision: REVISION_LABEL,
  /** On the webhook of a revision tag. */
  tag: TAG_LABEL,
  /** On namespaces, for the default revision. */
  injection: INJECTION_LABEL,
  /** On pods: `true` asks for injection, `false` refuses it. */
  podInjection: 'sidecar.istio.io/inject',
  /** On a Service: `true` lets other clusters use it in ambient mode. */
  global: 'istio.io/global',
  /** On namespaces: `ambient` lets ztunnel carry their traffic. On gateways: `none` excludes them. */
  dataPlaneMode: 'istio.io/dataplane-mode',
} as const;

export const ANNOTATIONS = {
  /** On the namespace of Istio in a remote: the clusters whose istiod may fill in certificates there. */
  controlPlaneClusters: 'topology.istio.io/controlPlaneClusters',
  /** On pods: the templates that the injector applies. */
  templates: 'inject.istio.io/templates',
} as const;

/** Labels of the pods of every east-west gateway. Gateways in all clusters select them. */
export const EAST_WEST_SELECTOR = ISTIO_NAMES.eastWestSelector;
