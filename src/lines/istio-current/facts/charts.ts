/**
 * Istio's charts. Source: istio.io, "Install with Helm" of 1.30, and manifests/charts at 1.28.10, 1.29.6, 1.30.3 and
 * 1.31.0-rc.0.
 */
export const CHARTS = ['base', 'istiod'] as const;

/**
 * The additional charts of ambient mode, in the order of their installation. Source: istio.io, ambient/install/helm.
 */
export const AMBIENT_CHARTS = ['cni', 'ztunnel'] as const;

/** One of Istio's charts. */
export type ChartName = (typeof CHARTS)[number] | (typeof AMBIENT_CHARTS)[number];

/**
 * The namespace where OpenShift allows privileged pods. Source: 1.30.3,
 * manifests/helm-profiles/platform-openshift.yaml.
 */
export const OPENSHIFT_NAMESPACE = 'kube-system';

/** The Helm repository of Istio's releases. Source: istio.io, "Install with Helm". */
export const CHART_REPOSITORY = 'https://istio-release.storage.googleapis.com/charts';
