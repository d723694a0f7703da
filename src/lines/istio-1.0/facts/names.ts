import { INJECTION_LABEL } from '../../../kubernetes/labels';

/**
 * Names that other parts of Istio 1.0 look up, so they are not ours to choose.
 * Source: 1.0.9, install/kubernetes/helm/istio-remote and the guide "Install Istio multicluster over a VPN".
 */
export const NAMES = {
  /** Where Istio is installed unless the mesh says otherwise. */
  namespace: 'istio-system',
  /** ConfigMap with the mesh config, read by the injector and by `istioctl kube-inject`. */
  meshConfigMap: 'istio',
  meshConfigKey: 'mesh',
  /** ConfigMap with the injection template; also the name of the injector's Deployment, Service and webhook. */
  sidecarInjector: 'istio-sidecar-injector',
  injectionConfigKey: 'config',
  sidecarInjectorAccount: 'istio-sidecar-injector-service-account',
  /** Selectorless Service that stands for Pilot in a remote cluster. */
  pilot: 'istio-pilot',
  citadel: 'istio-citadel',
  citadelAccount: 'istio-citadel-service-account',
  /** Secret with the certificates that Citadel signs with, when it does not sign with its own. */
  caCertificates: 'cacerts',
  /** Account whose token the primary uses to read a remote cluster. */
  readerAccount: 'istio-multi',
  readerRole: 'istio-reader',
  /** Token of {@link readerAccount}; the name is ours, fixed so that nobody has to search for it. */
  readerToken: 'istio-multi-token',
  /** Namespace label that asks for automatic injection. */
  injectionLabel: INJECTION_LABEL,
} as const;
