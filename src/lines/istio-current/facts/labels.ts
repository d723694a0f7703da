import { ISTIO_NAMES } from '../../../kubernetes/istio-names';
import { INJECTION_LABEL, REVISION_LABEL, TAG_LABEL } from '../../../kubernetes/labels';

/**
 * Labels and annotations that istiod and its webhooks look at. Source: istio/api at release-1.30,
 * label/labels.gen.go and annotation/annotations.gen.go; manifests/charts/istio-control/istio-discovery/templates.
 */
export const LABELS = {
  /** Of the namespace of Istio: the network of the cluster. Of a gateway: the network to which it leads. */
  network: 'topology.istio.io/network',
  /** Of webhooks: whose istiod fills in the certificates. Of namespaces and pods: who injects. */
  revision: REVISION_LABEL,
  /** Of a webhook that stands for a revision tag. */
  tag: TAG_LABEL,
  /** Of namespaces, for the default revision. */
  injection: INJECTION_LABEL,
  /** Of pods: `true` asks for injection, `false` refuses it. */
  podInjection: 'sidecar.istio.io/inject',
  /** Of a Service: `true` lets other clusters use it in ambient mode. */
  global: 'istio.io/global',
  /** Of namespaces: `ambient` lets ztunnel carry their traffic. Of gateways: `none` keeps it away from them. */
  dataPlaneMode: 'istio.io/dataplane-mode',
} as const;

export const ANNOTATIONS = {
  /** Of the namespace of Istio in a remote: the clusters whose istiod may fill in certificates there. */
  controlPlaneClusters: 'topology.istio.io/controlPlaneClusters',
  /** Of pods: which templates the injector applies. */
  templates: 'inject.istio.io/templates',
} as const;

/** Labels of the pods of every east-west gateway, by which Gateways find them in all clusters. */
export const EAST_WEST_SELECTOR = ISTIO_NAMES.eastWestSelector;
