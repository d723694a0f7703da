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
        description: 'SecretStore in the namespace of Istio on the primary, or ClusterSecretStore.',
        default: 'SecretStore',
      }),
    }),
    {
      description: 'The store of external-secrets that has the credentials.',
      fix: 'Name the store, such as store: { name: vault, kind: ClusterSecretStore }',
    },
  ),
  key: optional(key, {
    description:
      'Key in the store: {cluster} stands for the cluster id, {property} for the property where a key holds a single value.',
    default: 'istio/{cluster}',
  }),
  properties: optional(
    group({
      token: optional(property, { description: 'Property with the token of istio-multi.', default: 'token' }),
      ca: optional(property, { description: 'Property with the CA of the cluster, in PEM.', default: 'ca' }),
      kubeconfig: optional(property, {
        description: 'Property with a whole kubeconfig, in place of token and CA.',
        default: 'one is made of token, CA and `apiServer`',
      }),
    }),
    { description: 'What the properties of a key are called.' },
  ),
  refreshInterval: optional(interval, {
    description: 'How often the store is asked again; 0s asks once.',
    default: '1h',
  }),
  apiVersion: optional(oneOf(EXTERNAL_SECRET_VERSIONS), {
    description: 'Version of ExternalSecret: v1 from external-secrets 0.16 on, v1beta1 before.',
    default: 'v1',
  }),
});

const sealedSecrets = group({
  folder: optional(filePath('a folder, relative to the mesh file'), {
    description: 'Folder with what `istio-remote join --seal` writes, relative to the mesh file.',
    default: SEALED_FOLDER,
  }),
});

/** `credentials:` of a mesh file. */
export const credentials = group({
  externalSecrets: optional(externalSecrets, {
    description: 'ExternalSecrets: external-secrets uses them to fetch the credentials from a store.',
  }),
  sealedSecrets: optional(sealedSecrets, {
    description: 'SealedSecrets, which only the sealed-secrets controller of the primary opens.',
  }),
});

function isPlain(value: string): boolean {
  return value.trim() !== '' && !/\p{Cc}/u.test(value);
}

function wrongPlaceholder(value: string): string | undefined {
  return value.match(/\{[^}]*\}?/g)?.find((found) => !PLACEHOLDERS.includes(found));
}
