import { ISTIO_NAMES } from '../../../kubernetes/istio-names';
import { INJECTION_LABEL } from '../../../kubernetes/labels';

/**
 * Names that other parts of Istio 1.0 look up, so they cannot change. Source: 1.0.9,
 * install/kubernetes/helm/istio-remote and the guide "Install Istio multicluster over a VPN".
 */
export const NAMES = {
  namespace: ISTIO_NAMES.namespace,
  meshConfigMap: ISTIO_NAMES.meshConfigMap,
  meshConfigKey: ISTIO_NAMES.meshConfigKey,
  sidecarInjector: ISTIO_NAMES.sidecarInjector,
  injectionConfigKey: ISTIO_NAMES.injectionConfigKey,
  sidecarInjectorAccount: 'istio-sidecar-injector-service-account',
  pilot: ISTIO_NAMES.pilot,
  /**
   * Account of Pilot. Its name is in Pilot's certificate. Source: 1.0.9, charts/pilot/templates/serviceaccount.yaml.
   */
  pilotAccount: 'istio-pilot-service-account',
  citadel: ISTIO_NAMES.citadel,
  citadelAccount: 'istio-citadel-service-account',
  /** Secret with the certificates that Citadel signs with, unless it signs with its own. */
  caCertificates: 'cacerts',
  /** Account that the primary uses to read a remote cluster. */
  readerAccount: 'istio-multi',
  readerRole: 'istio-reader',
  /** Secret with the token of {@link readerAccount}. We chose the name. */
  readerToken: 'istio-multi-token',
  /** Namespace label that asks for automatic injection. */
  injectionLabel: INJECTION_LABEL,
} as const;
