/**
 * The language that describes the sidecar once: plain values, values known only at injection, and choices between
 * them. `go-template.ts` prints it for the sidecar injector.
 */

/** Fields of Envoy's agent configuration. Source: istio.io/api mesh/v1alpha1 ProxyConfig, as named in Go. */
export type ProxyConfigField =
  | 'ConfigPath'
  | 'BinaryPath'
  | 'DiscoveryAddress'
  | 'ZipkinAddress'
  | 'StatsdUdpAddress'
  | 'ProxyAdminPort'
  | 'Concurrency'
  | 'ControlPlaneAuthPolicy'
  | 'InterceptionMode';

/** Durations of the same message. */
export type ProxyDurationField =
  | 'DrainDuration'
  | 'ParentShutdownDuration'
  | 'DiscoveryRefreshDelay'
  | 'ConnectTimeout';

type PodTextSource =
  | { readonly from: 'annotation'; readonly name: string }
  | { readonly from: 'annotationOr'; readonly name: string; readonly field: ProxyConfigField }
  | { readonly from: 'label'; readonly name: string }
  | { readonly from: 'proxyConfig'; readonly field: ProxyConfigField }
  | { readonly from: 'duration'; readonly field: ProxyDurationField }
  | { readonly from: 'proxyListenPort' }
  | { readonly from: 'containerPorts' }
  | { readonly from: 'serviceAccount'; readonly prefix: string };

/** A text that depends on the pod or on the mesh config, and is known only at injection. */
export class PodText {
  private constructor(readonly source: PodTextSource) {}

  /** An annotation of the pod; empty if it has none. */
  static annotation(name: string): PodText {
    return new PodText({ from: 'annotation', name });
  }
  /** An annotation of the pod, or a field of the proxy config if the annotation is missing or empty. */
  static annotationOr(name: string, field: ProxyConfigField): PodText {
    return new PodText({ from: 'annotationOr', name, field });
  }
  /** A label of the pod; empty if it has none. */
  static label(name: string): PodText {
    return new PodText({ from: 'label', name });
  }
  static proxyConfig(field: ProxyConfigField): PodText {
    return new PodText({ from: 'proxyConfig', field });
  }
  /** A duration as Go prints it: `45s`, `1m0s`. */
  static duration(field: ProxyDurationField): PodText {
    return new PodText({ from: 'duration', field });
  }
  /** The port where the sidecar receives redirected traffic. */
  static proxyListenPort(): PodText {
    return new PodText({ from: 'proxyListenPort' });
  }
  /** Every container port of the pod, each followed by a comma, separated by spaces: `80, 90,`. */
  static containerPorts(): PodText {
    return new PodText({ from: 'containerPorts' });
  }
  /** `prefix` and the pod's service account, by default `default`. */
  static serviceAccount(prefix: string): PodText {
    return new PodText({ from: 'serviceAccount', prefix });
  }
}

/** A question about a pod. */
export type PodCondition =
  | { readonly annotationSet: string }
  | { readonly labelNotEmpty: string }
  | { readonly concurrencySet: true }
  | { readonly interceptionMode: 'TPROXY' };

/** One of two values. In a list, the branches are lists, and their items become items of that list. */
export class Choice {
  constructor(
    readonly condition: PodCondition,
    readonly then: Template,
    readonly otherwise: Template,
  ) {}
}

/** A sidecar template. Undefined keys are left out. */
export type Template =
  | string
  | number
  | boolean
  | PodText
  | Choice
  | readonly Template[]
  | { readonly [key: string]: Template | undefined };
