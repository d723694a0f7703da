import { constants, createDecipheriv, type KeyObject, privateDecrypt } from 'node:crypto';
import { encryptionLabel } from '../../src/sealed-secrets/format';
import type { SealedSecretManifest } from '../../src/sealed-secrets/seal';

const TAG_BYTES = 16;

/** Opens a sealed value as the controller does (pkg/crypto/crypto.go). @throws if somebody changed it */
export function openValue(key: KeyObject, sealed: Uint8Array, label: Uint8Array): Buffer {
  const bytes = Buffer.from(sealed);
  const length = bytes.readUInt16BE(0);
  if (bytes.length < 2 + length + TAG_BYTES) throw new Error('too short');
  const session = privateDecrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: label },
    bytes.subarray(2, 2 + length),
  );
  const decipher = createDecipheriv('aes-256-gcm', session, Buffer.alloc(12));
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(bytes.subarray(2 + length, -TAG_BYTES)), decipher.final()]);
}

/** Returns the values of a SealedSecret. As for the controller, its own annotations give the scope. */
export function openSealedSecret(key: KeyObject, { metadata, spec }: SealedSecretManifest) {
  const { annotations = {} } = metadata;
  const scope =
    annotations['sealedsecrets.bitnami.com/cluster-wide'] === 'true'
      ? 'cluster-wide'
      : annotations['sealedsecrets.bitnami.com/namespace-wide'] === 'true'
        ? 'namespace-wide'
        : 'strict';
  const label = encryptionLabel(scope, metadata.namespace, metadata.name);
  return Object.fromEntries(
    Object.entries(spec.encryptedData).map(([field, value]) => [
      field,
      openValue(key, Buffer.from(value, 'base64'), label),
    ]),
  );
}
