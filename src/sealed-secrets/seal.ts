import { constants, createCipheriv, type KeyObject, publicEncrypt, randomBytes } from 'node:crypto';
import { encryptionLabel, SCOPE_ANNOTATIONS, type SealingScope, scopeAnnotations } from './format';
import { sealingKey } from './sealing-certificate';

/** A Secret before sealing, as it will be in the cluster. */
export interface PlainSecret {
  readonly name: string;
  readonly namespace: string;
  /** Type of the Secret. @default - none; the controller makes it Opaque */
  readonly type?: string;
  /** Labels of the Secret. @default {} */
  readonly labels?: Readonly<Record<string, string>>;
  /** Annotations of the Secret. @default {} */
  readonly annotations?: Readonly<Record<string, string>>;
  /** Values as bytes by key, not in base64. */
  readonly data: Readonly<Record<string, Uint8Array>>;
}

/** Who can open the sealed values, and where. */
export interface SealingOptions {
  /** Certificate of the sealed-secrets controller in PEM. */
  readonly certificate: string;
  readonly scope: SealingScope;
}

/** An object of sealed-secrets. Its controller creates the Secret from it. */
export interface SealedSecretManifest {
  readonly apiVersion: 'bitnami.com/v1alpha1';
  readonly kind: 'SealedSecret';
  readonly metadata: {
    readonly name: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly encryptedData: Readonly<Record<string, string>>;
    readonly template: {
      readonly metadata: {
        readonly name: string;
        readonly namespace: string;
        readonly labels?: Readonly<Record<string, string>>;
        readonly annotations?: Readonly<Record<string, string>>;
      };
      readonly type?: string;
    };
  };
}

/**
 * The scope is set again. kubectl and kubecfg keep a copy of the whole object, with its values, in these annotations.
 */
const NOT_COPIED: readonly string[] = [
  ...Object.values(SCOPE_ANNOTATIONS),
  'kubectl.kubernetes.io/last-applied-configuration',
  'kubecfg.ksonnet.io/last-applied-configuration',
];

/**
 * Seals a Secret for one sealed-secrets controller: only its private key can open the values, and under the strict
 * scope only in a Secret of this name and namespace. Sealing twice gives two different texts of the same Secret.
 * @throws UserError if the certificate must not be used for sealing
 */
export async function sealSecret(
  secret: PlainSecret,
  { certificate, scope }: SealingOptions,
): Promise<SealedSecretManifest> {
  const key = sealingKey(certificate);
  const { name, namespace, type, labels = {} } = secret;
  const label = encryptionLabel(scope, namespace, name);
  const own = Object.entries(secret.annotations ?? {}).filter(([name]) => !NOT_COPIED.includes(name));
  const annotations = { ...Object.fromEntries(own), ...scopeAnnotations(scope) };
  const encryptedData = Object.fromEntries(
    Object.entries(secret.data).map(([field, value]) => [
      field,
      hybridEncrypt(key, value, label).toString('base64'),
    ]),
  );
  return {
    apiVersion: 'bitnami.com/v1alpha1',
    kind: 'SealedSecret',
    // The controller reads the scope here. The template repeats it for the Secret.
    metadata: { name, namespace, ...present({ annotations: scopeAnnotations(scope) }) },
    spec: {
      encryptedData,
      template: {
        metadata: { name, namespace, ...present({ labels, annotations }) },
        ...(type === undefined ? {} : { type }),
      },
    },
  };
}

function present<Maps extends Readonly<Record<string, object>>>(maps: Maps): Partial<Maps> {
  return Object.fromEntries(
    Object.entries(maps).filter(([, map]) => Object.keys(map).length > 0),
  ) as Partial<Maps>;
}

const SESSION_KEY_BYTES = 32;
const NONCE_BYTES = 12;

/**
 * Encrypts a value of any length for the owner of a private RSA key. The result contains the length of the encrypted
 * session key in two bytes, that key (RSA-OAEP with SHA-256, bound to `label`), the value (AES-256-GCM) and its tag.
 * Source of the format: bitnami-labs/sealed-secrets, pkg/crypto/crypto.go.
 */
function hybridEncrypt(key: KeyObject, value: Uint8Array, label: Uint8Array): Buffer {
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
