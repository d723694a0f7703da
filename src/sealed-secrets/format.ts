/**
 * Where a sealed value can be opened: under its own name and namespace, under any name of its namespace, or anywhere
 * in the cluster.
 */
export const SEALING_SCOPES = ['strict', 'namespace-wide', 'cluster-wide'] as const;

/** One of {@link SEALING_SCOPES}. */
export type SealingScope = (typeof SEALING_SCOPES)[number];

/**
 * Annotations with the scope, for the controller. strict has none. Source: bitnami-labs/sealed-secrets,
 * pkg/apis/sealedsecrets/v1alpha1/sealedsecret_expansion.go.
 */
export const SCOPE_ANNOTATIONS = {
  'namespace-wide': 'sealedsecrets.bitnami.com/namespace-wide',
  'cluster-wide': 'sealedsecrets.bitnami.com/cluster-wide',
} as const;

/** Returns the annotations of a scope. */
export function scopeAnnotations(scope: SealingScope): Readonly<Record<string, string>> {
  return scope === 'strict' ? {} : { [SCOPE_ANNOTATIONS[scope]]: 'true' };
}

/**
 * Returns the label that sealed values are bound to. Opening them under another label fails. Source: EncryptionLabel,
 * the same file.
 */
export function encryptionLabel(scope: SealingScope, namespace: string, name: string): Uint8Array {
  const bound = { strict: `${namespace}/${name}`, 'namespace-wide': namespace, 'cluster-wide': '' };
  return Buffer.from(bound[scope]);
}

const TAG_BYTES = 16;
/** RSA keys of 2048 to 16384 bits. */
const KEY_BYTES = { least: 256, most: 2048 } as const;

/** Whether a text has the form of a sealed value. Only the controller's private key can check more. */
export function isSealedValue(text: string): boolean {
  if (!/^(?:[A-Za-z0-9+/]{4})+(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(text)) return false;
  const bytes = Buffer.from(text, 'base64');
  if (bytes.length < 2) return false;
  const key = bytes.readUInt16BE(0);
  return key >= KEY_BYTES.least && key <= KEY_BYTES.most && bytes.length >= 2 + key + TAG_BYTES;
}
