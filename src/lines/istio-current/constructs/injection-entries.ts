import type { LabelSelector, MutatingWebhook } from '../../../kubernetes/manifest';
import { IGNORED_NAMESPACES } from '../facts/ignored-namespaces';
import { type InjectionTarget, injectionPath } from '../facts/injection-path';
import { LABELS } from '../facts/labels';
import { istiodName, NAMES } from '../facts/names';
import { PORTS } from '../facts/ports';
import type { ReinvocationPolicy } from '../options/injection';

/** Which pods a webhook selects, and the injector that it calls. */
export interface InjectionProps extends InjectionTarget {
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Revision of the primary's istiod. @default - the default revision */
  readonly revision?: string;
  /**
   * URL of the injector, with its path. Required if {@link RemoteIstiod} has a DNS name, which an API server does not
   * follow. Replaces `istiodRemote.injectionURL`.
   * @default - the Service of {@link RemoteIstiod}
   */
  readonly url?: string;
  /**
   * CA certificates that make the API server trust istiod, as base64 of PEM. Replaces
   * `istiodRemote.injectionCABundle`.
   * @default - left out: the primary's istiod fills in the field, and applying a manifest without it does not change
   *   it
   */
  readonly caBundle?: string;
  /**
   * Whether to inject into every namespace whose labels do not refuse it. Replaces
   * `sidecarInjectorWebhook.enableNamespacesByDefault`.
   * @default false
   */
  readonly injectByDefault?: boolean;
  /**
   * With `IfNeeded`, the API server calls the webhook again for a pod that a later webhook changed. Replaces
   * `sidecarInjectorWebhook.reinvocationPolicy`.
   * @default 'Never'
   */
  readonly reinvocationPolicy?: ReinvocationPolicy;
}

type Expression = NonNullable<LabelSelector['matchExpressions']>[number];

const isAbsent = (key: string): Expression => ({ key, operator: 'DoesNotExist' });
const isOneOf = (key: string, ...values: string[]): Expression => ({ key, operator: 'In', values });
const isNoneOf = (key: string, ...values: string[]): Expression => ({ key, operator: 'NotIn', values });

/** Returns the webhooks for namespaces and pods that ask for a revision or a tag by name. @internal */
export function revisionEntries(props: InjectionProps, revision: string): MutatingWebhook[] {
  return [
    entry('rev.namespace', props, {
      namespace: [isOneOf(LABELS.revision, revision), isAbsent(LABELS.injection)],
      pod: [isNoneOf(LABELS.podInjection, 'false')],
    }),
    entry('rev.object', props, {
      namespace: [isAbsent(LABELS.revision), isAbsent(LABELS.injection)],
      pod: [isNoneOf(LABELS.podInjection, 'false'), isOneOf(LABELS.revision, revision)],
    }),
  ];
}

/**
 * Returns the webhooks for namespaces and pods that ask for injection without a revision. The label of the namespace
 * wins. Source: release-1.30, manifests/charts/istio-control/istio-discovery/templates/mutatingwebhook.yaml.
 * @internal
 */
export function defaultEntries(props: InjectionProps): MutatingWebhook[] {
  const silent = [isAbsent(LABELS.injection), isAbsent(LABELS.revision)];
  const named = entry('namespace', props, {
    namespace: [isOneOf(LABELS.injection, 'enabled')],
    pod: [isNoneOf(LABELS.podInjection, 'false')],
  });
  const asked = entry('object', props, {
    namespace: silent,
    pod: [isOneOf(LABELS.podInjection, 'true'), isAbsent(LABELS.revision)],
  });
  if (props.injectByDefault !== true) return [named, asked];
  const byDefault = entry('auto', props, {
    namespace: [...silent, isNoneOf('kubernetes.io/metadata.name', ...IGNORED_NAMESPACES)],
    pod: [isAbsent(LABELS.podInjection), isAbsent(LABELS.revision)],
  });
  return [named, asked, byDefault];
}

/** Includes the fields that the server fills in, so that a second apply changes nothing. */
function entry(
  prefix: string,
  props: InjectionProps,
  selectors: { readonly namespace: Expression[]; readonly pod: Expression[] },
): MutatingWebhook {
  return {
    name: `${prefix}.sidecar-injector.istio.io`,
    clientConfig: {
      ...whereToAsk(props),
      ...(props.caBundle === undefined ? {} : { caBundle: props.caBundle }),
    },
    sideEffects: 'None',
    rules: [
      { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' },
    ],
    failurePolicy: 'Fail',
    matchPolicy: 'Equivalent',
    timeoutSeconds: 10,
    reinvocationPolicy: props.reinvocationPolicy ?? 'Never',
    admissionReviewVersions: ['v1'],
    namespaceSelector: { matchExpressions: selectors.namespace },
    objectSelector: { matchExpressions: selectors.pod },
  };
}

function whereToAsk(props: InjectionProps): MutatingWebhook['clientConfig'] {
  if (props.url !== undefined) return { url: props.url };
  const namespace = props.namespace ?? NAMES.namespace;
  return {
    service: {
      name: istiodName(props.revision),
      namespace,
      path: injectionPath(props),
      port: PORTS.webhook,
    },
  };
}
