import { nanoseconds } from '../../kubernetes/go-duration';
import { group, noted, oneOf, optional, text } from '../../mesh/schema/fields';
import { filePath, objectName } from '../../mesh/schema/shared';
import { EXTERNAL_SECRET_VERSIONS, SEALED_FOLDER, STORE_KINDS } from './credentials';

const PLACEHOLDERS = ['{cluster}', '{property}'];

const key = text(
  'the key of a value in the store, such as istio/{cluster}',
  (value) => isPlain(value) && wrongPlaceholder(value) === undefined,
  (value) => {
    const wrong = wrongPlaceholder(value);
    return wrong === undefined ? undefined : `Use ${PLACEHOLDERS.join(' and ')}, not ${wrong}`;
  },
);

const property = text('the name of a property in the store, such as token', isPlain);

const interval = text('a duration such as 1h, 30m or 0s', (value) => (nanoseconds(value) ?? -1n) >= 0n);

const externalSecrets = group({
  store: noted(
    group({
      name: noted(objectName, { description: 'Name of the store.', fix: 'Write the name of the store' }),
      kind: optional(oneOf(STORE_KINDS), {
        description: 'Kind of the store. A SecretStore is in Istio’s namespace on the primary.',
        default: 'SecretStore',
      }),
    }),
    {
      description: 'SecretStore or ClusterSecretStore with the credentials.',
      fix: 'Name the store, such as store: { name: vault, kind: ClusterSecretStore }',
    },
  ),
  key: optional(key, {
    description:
      'Key in the store. `{cluster}` becomes the cluster id. If each key of your store has one value only, `{property}` becomes the name of the property.',
    default: 'istio/{cluster}',
  }),
  properties: optional(
    group({
      token: optional(property, {
        description: 'Property with the token of the account that the primary uses to read the remote.',
        default: 'token',
      }),
      ca: optional(property, {
        description: 'Property with the CA certificate of the remote’s API server, as PEM.',
        default: 'ca',
      }),
      kubeconfig: optional(property, {
        description: 'Property with a complete kubeconfig. Use it in place of `token` and `ca`.',
        default: 'none: the kubeconfig is built from `token`, `ca` and the remote’s `apiServer`',
      }),
    }),
    { description: 'Names of the properties of a key.' },
  ),
  refreshInterval: optional(interval, {
    description: 'How often external-secrets reads the store again. `0s` reads it once.',
    default: '1h',
  }),
  apiVersion: optional(oneOf(EXTERNAL_SECRET_VERSIONS), {
    description: 'API version of ExternalSecret: v1 since external-secrets 0.16, v1beta1 before.',
    default: 'v1',
  }),
});

const sealedSecrets = group({
  folder: optional(filePath('a folder, relative to the mesh file'), {
    description: 'Folder where `istio-remote join --seal` writes SealedSecrets, relative to mesh.yaml.',
    default: SEALED_FOLDER,
  }),
});

/** `credentials:` of a mesh file. */
export const credentials = group({
  externalSecrets: optional(externalSecrets, {
    description:
      'Writes ExternalSecrets. The external-secrets operator on the primary fetches the credentials from your store.',
  }),
  sealedSecrets: optional(sealedSecrets, {
    description: 'Writes SealedSecrets. Only the sealed-secrets controller of the primary can decrypt them.',
  }),
});

function isPlain(value: string): boolean {
  return value.trim() !== '' && !/\p{Cc}/u.test(value);
}

function wrongPlaceholder(value: string): string | undefined {
  return value.match(/\{[^}]*\}?/g)?.find((found) => !PLACEHOLDERS.includes(found));
}
