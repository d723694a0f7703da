import { group, nullable, oneOf, optional, record, text, type ValueOf } from '../../mesh/schema/fields';
import { isSealedValue } from '../../sealed-secrets/format';

const anyText = text('text', () => true);
const texts = optional(nullable(record(anyText, anyText, 'a map from text to text')));
/** What older kubeseal and kubectl write for what is not there. */
const nothing = optional(nullable(anyText));

const metadata = { labels: texts, annotations: texts, creationTimestamp: nothing } as const;

const sealedValue = text('a sealed value, in base64 as `kubeseal` writes it', isSealedValue);

/**
 * A SealedSecret that holds one credential. With exactly these keys: `spec.template.data` and `spec.data` could carry
 * values in plain text.
 */
export const sealedSchema = group({
  apiVersion: oneOf(['bitnami.com/v1alpha1'], 'bitnami.com/v1alpha1'),
  kind: oneOf(['SealedSecret'], 'a SealedSecret'),
  metadata: group({ name: anyText, namespace: anyText, ...metadata }),
  spec: group({
    encryptedData: record(anyText, sealedValue, 'a map from key to sealed value'),
    template: group({
      metadata: group({ name: nothing, namespace: nothing, ...metadata }),
      type: nothing,
      data: optional(nullable(group({}))),
    }),
  }),
});

/** A SealedSecret as its file has it. */
export type SealedObject = ValueOf<typeof sealedSchema>;
