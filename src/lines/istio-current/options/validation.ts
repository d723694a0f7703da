import { merged } from '../../../mesh/merge';
import { flag, type group, type ValueOf } from '../../../mesh/schema/fields';
import { caBundle } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import { isSet, text } from '../migrate/value-kinds';
import { withoutBlanks } from './injection';

/** The webhook of a remote's API server that asks the primary about Istio's own objects. */
export interface ValidationCurrent {
  readonly enabled: boolean;
  /**
   * Base64 of PEM. Undefined: the injection webhook's caBundle. Without that, the API server accepts every object.
   */
  readonly caBundle?: string;
}

/** Options of `validation:`. @internal */
export const validationFields = {
  enabled: chartOption(flag(), {
    description:
      'Whether the cluster has the webhook that asks the primary to validate Istio’s own objects. Without a caBundle it does nothing: istiod does not set one on a remote.',
    helm: 'defaultRevision',
    read: isSet,
    default: true,
  }),
  caBundle: chartOption(caBundle, {
    description:
      'CA certificates that the API server trusts istiod with in this webhook, as base64 of PEM. With them, the cluster refuses Istio objects that are invalid, and all Istio objects while istiod does not answer.',
    helm: 'base.validationCABundle',
    read: text,
    defaultText: '`sidecarInjector.caBundle`; without it, the API server accepts every object',
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
