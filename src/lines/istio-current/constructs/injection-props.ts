import type { InjectionTarget } from '../injection-path';

/** Which pods a webhook takes, and where it sends them. */
export interface InjectionProps extends InjectionTarget {
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. @default - the default one */
  readonly revision?: string;
  /**
   * Ask the injector by this URL, with its path.
   * Replaces `istiodRemote.injectionURL`. @default - the Service of {@link RemoteIstiod}
   */
  readonly url?: string;
  /**
   * CA certificates by which the API server trusts istiod, base64 of PEM. Replaces `istiodRemote.injectionCABundle`.
   * @default - left out: the primary's istiod fills it in, and a manifest without the key leaves it alone
   */
  readonly caBundle?: string;
  /**
   * Inject into every namespace without a label that says otherwise.
   * Replaces `sidecarInjectorWebhook.enableNamespacesByDefault`. @default false
   */
  readonly injectByDefault?: boolean;
}
