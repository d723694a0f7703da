import { merged } from '../../../mesh/merge';
import { flag, type group, type ValueOf } from '../../../mesh/schema/fields';
import { caBundle } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import { isSet, text } from '../migrate/value-kinds';
import { withoutBlanks } from './injection';

/** The webhook by which the API server of a remote asks the primary about Istio's own objects. */
export interface ValidationCurrent {
  readonly enabled: boolean;
  /** Base64 of PEM; absent: that of the injection webhook, and without that the API server lets everything through. */
  readonly caBundle?: string;
}

/** Options of `validation:`. @internal */
export const validationFields = {
  enabled: chartOption(flag(), {
    description:
      'Whether the cluster has the webhook that asks the primary about Istio’s own objects. It does nothing without a caBundle, which istiod does not fill in on a remote.',
    helm: 'defaultRevision',
    read: isSet,
    default: true,
  }),
  caBundle: chartOption(caBundle, {
    description:
      'CA certificates, base64 of PEM: the API server trusts istiod with them in this webhook. With them the cluster refuses what istiod refuses, and every Istio object while istiod does not answer.',
    helm: 'base.validationCABundle',
    read: text,
    defaultText: '`sidecarInjector.caBundle`; without that the API server lets everything through',
  }),
} as const;

type ValidationInput = ValueOf<ReturnType<typeof group<typeof validationFields>>>;

/** @internal */
export function resolveValidation(
  base: ValidationCurrent,
  over: ValidationInput | undefined,
): ValidationCurrent {
  return merged(base, withoutBlanks(over));
}
