import { merged } from '../../../mesh/merge';
import { flag, type group, oneOf, type ValueOf } from '../../../mesh/schema/fields';
import { caBundle, url } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import * as kind from '../migrate/value-kinds';

/** The values that API servers accept. */
const REINVOCATION_POLICIES = ['Never', 'IfNeeded'] as const;
/** Whether the API server calls a webhook again for an object that a later webhook changed. */
export type ReinvocationPolicy = (typeof REINVOCATION_POLICIES)[number];

/** The webhook of a remote's API server that asks the primary to inject. */
export interface InjectionCurrent {
  readonly enabled: boolean;
  /** Inject into every namespace whose labels do not refuse it. */
  readonly injectByDefault: boolean;
  /** Whether the injector sees a pod again after a later webhook changed it. */
  readonly reinvocationPolicy: ReinvocationPolicy;
  /** Undefined: the webhook calls the Service `istiod` of the remote. */
  readonly url?: string;
  /** Base64 of PEM. Undefined: the primary's istiod fills it in. */
  readonly caBundle?: string;
}

/** Options of `sidecarInjector:`. @internal */
export const sidecarInjectorFields = {
  enabled: chartOption(flag(), {
    description: 'Whether the cluster has the injection webhook, which asks the primary for sidecars.',
    helm: 'global.operatorManageWebhooks',
    helmText: null,
    read: kind.oppositeFlag,
    opposite: true,
    default: true,
  }),
  injectByDefault: chartOption(flag(), {
    description: 'Whether to inject into every namespace without the label istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    read: kind.flag,
    default: false,
  }),
  reinvocationPolicy: chartOption(oneOf(REINVOCATION_POLICIES), {
    description:
      'Whether the API server calls the injector again (IfNeeded) if a later webhook changes the pod, for example adds a container.',
    helm: 'sidecarInjectorWebhook.reinvocationPolicy',
    read: kind.text,
    default: 'Never',
  }),
  url: chartOption(url, {
    description:
      'URL, including the path, that the API server calls for sidecars. The certificate of istiod must contain its host. See docs/addresses.md.',
    helm: 'istiodRemote.injectionURL',
    read: kind.text,
    defaultText:
      'https://<name>:15017/inject/cluster/<remote>/net/<network> if istiod has a DNS name, else the Service istiod with the same path',
  }),
  caBundle: chartOption(caBundle, {
    description:
      'CA certificates that the API server trusts istiod with, as base64 of PEM. They are also the default of `validation.caBundle`.',
    helm: 'istiodRemote.injectionCABundle',
    read: kind.text,
    defaultText: 'set by the primary’s istiod',
  }),
} as const;

type SidecarInjectorInput = ValueOf<ReturnType<typeof group<typeof sidecarInjectorFields>>>;

/** @internal */
export function resolveInjection(
  base: InjectionCurrent,
  over: SidecarInjectorInput | undefined,
): InjectionCurrent {
  return merged(base, withoutBlanks(over));
}

/** Removes blanks: users split base64 over several lines, but the API server accepts none. @internal */
export function withoutBlanks<Options extends { readonly caBundle?: string | undefined }>(
  options: Options | undefined,
): Options | undefined {
  const { caBundle } = options ?? {};
  return options === undefined || caBundle === undefined
    ? options
    : { ...options, caBundle: caBundle.replace(/\s/g, '') };
}
