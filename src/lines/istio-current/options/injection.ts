import { merged } from '../../../mesh/merge';
import { flag, type group, type ValueOf } from '../../../mesh/schema/fields';
import { base64Bundle, url } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import * as kind from '../migrate/value-kinds';

/** The webhook by which the API server of a remote asks the primary to inject. */
export interface InjectionCurrent {
  readonly enabled: boolean;
  /** Inject into every namespace that does not say otherwise. */
  readonly injectByDefault: boolean;
  /** Absent: by the Service `istiod` of the remote. */
  readonly url?: string;
  /** Base64 of PEM; absent: the primary's istiod fills it in. */
  readonly caBundle?: string;
}

/** Options of `sidecarInjector:`. @internal */
export const sidecarInjectorFields = {
  enabled: chartOption(flag(), {
    description: 'Whether the cluster has the webhook by which the primary injects.',
    helm: 'global.operatorManageWebhooks',
    helmText: null,
    read: kind.oppositeFlag,
    opposite: true,
    default: true,
  }),
  injectByDefault: chartOption(flag(), {
    description: 'Inject into every namespace that is not labelled istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    read: kind.flag,
    default: false,
  }),
  url: chartOption(url, {
    description: 'Reach the injector by this URL, with its path, rather than by the Service istiod.',
    helm: 'istiodRemote.injectionURL',
    read: kind.text,
    defaultText: 'the Service, with the path /inject/cluster/<remote>/net/<network>',
  }),
  caBundle: chartOption(base64Bundle, {
    description: 'CA certificates by which the API server trusts istiod in both webhooks, base64 of PEM.',
    helm: 'istiodRemote.injectionCABundle',
    helmText: 'istiodRemote.injectionCABundle, base.validationCABundle',
    read: kind.text,
    defaultText: 'filled in by the primary’s istiod, for injection alone',
  }),
} as const;

type SidecarInjectorInput = ValueOf<ReturnType<typeof group<typeof sidecarInjectorFields>>>;

/** People fold base64 over several lines; the API server takes no blanks in it. @internal */
export function resolveInjection(
  base: InjectionCurrent,
  over: SidecarInjectorInput | undefined,
): InjectionCurrent {
  const { caBundle } = over ?? {};
  return merged(base, caBundle === undefined ? over : { ...over, caBundle: caBundle.replace(/\s/g, '') });
}
