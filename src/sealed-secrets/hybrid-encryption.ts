import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';

const SESSION_KEY_BYTES = 32;
const NONCE_BYTES = 12;

/**
 * Encrypts a value of any length for the owner of a private RSA key: the length of the encrypted session key in two
 * bytes, that key (RSA-OAEP with SHA-256, bound to `label`), the value (AES-256-GCM) and its tag.
 * Source of the format: bitnami-labs/sealed-secrets, pkg/crypto/crypto.go.
 */
export function hybridEncrypt(key: KeyObject, value: Uint8Array, label: Uint8Array): Buffer {
  const session = randomBytes(SESSION_KEY_BYTES);
  const wrapped = publicEncrypt(
    { key, padding: constants.RSA_PKCS1_OAEP_PADDING, oaepHash: 'sha256', oaepLabel: label },
    session,
  );
  const length = Buffer.alloc(2);
  length.writeUInt16BE(wrapped.length);
  // Each session key encrypts one value, so the nonce need not differ.
  const cipher = createCipheriv('aes-256-gcm', session, Buffer.alloc(NONCE_BYTES));
  return Buffer.concat([length, wrapped, cipher.update(value), cipher.final(), cipher.getAuthTag()]);
}
