import { isMap } from '../../is-map';

/** A type of value: text, a flag, a list of one type, a map with known keys and others, or a map with any keys. */
type Shape =
  | 'text'
  | 'flag'
  | { readonly listOf: Shape }
  | { readonly mapOf: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const TEXTS: Shape = { listOf: 'text' };

/** Source: client-go v0.34, tools/clientcmd/api/v1/types.go. */
const KUBECONFIG: Shape = {
  fields: {
    kind: 'text',
    apiVersion: 'text',
    'current-context': 'text',
    clusters: named('cluster', {
      server: 'text',
      'tls-server-name': 'text',
      'insecure-skip-tls-verify': 'flag',
      'certificate-authority': 'text',
      'certificate-authority-data': 'text',
      'proxy-url': 'text',
      'disable-compression': 'flag',
      extensions: { listOf: { fields: { name: 'text' } } },
    }),
    users: named('user', {
      'client-certificate': 'text',
      'client-certificate-data': 'text',
      'client-key': 'text',
      'client-key-data': 'text',
      token: 'text',
      tokenFile: 'text',
      as: 'text',
      'as-uid': 'text',
      'as-groups': TEXTS,
      'as-user-extra': { mapOf: TEXTS },
      username: 'text',
      password: 'text',
      'auth-provider': { fields: { name: 'text', config: { mapOf: 'text' } } },
      exec: {
        fields: {
          command: 'text',
          args: TEXTS,
          env: { listOf: { fields: { name: 'text', value: 'text' } } },
          apiVersion: 'text',
          installHint: 'text',
          provideClusterInfo: 'flag',
          interactiveMode: 'text',
        },
      },
    }),
    contexts: named('context', { cluster: 'text', user: 'text', namespace: 'text' }),
  },
};

/** The output of a credential plugin. Source: client-go v0.34, pkg/apis/clientauthentication/v1/types.go. */
export const EXEC_CREDENTIAL: Shape = {
  fields: {
    kind: 'text',
    apiVersion: 'text',
    status: {
      fields: {
        expirationTimestamp: 'text',
        token: 'text',
        clientCertificateData: 'text',
        clientKeyData: 'text',
      },
    },
  },
};

function named(field: string, fields: Readonly<Record<string, Shape>>): Shape {
  return { listOf: { fields: { name: 'text', [field]: { fields } } } };
}

/**
 * Finds a mistake that makes client-go refuse the whole kubeconfig. The text contains no value of it. Returns
 * undefined if there is none.
 */
export function shapeFault(kubeconfig: Readonly<Record<string, unknown>>): string | undefined {
  const { kind, apiVersion } = kubeconfig;
  const wrong = wrongType(kubeconfig, KUBECONFIG);
  if (wrong !== undefined) return wrong;
  return (kind || 'Config') === 'Config' && (apiVersion || 'v1') === 'v1'
    ? undefined
    : 'it is not of kind Config and apiVersion v1';
}

/**
 * Finds a value whose type Go would not decode, and says the expected type. null fits any type. Maps may have other
 * keys.
 */
export function wrongType(value: unknown, shape: Shape, path = ''): string | undefined {
  if (value === null || value === undefined) return undefined;
  const not = (what: string) => `${path === '' ? 'it' : path} is not ${what}`;
  if (shape === 'text') return typeof value === 'string' ? undefined : not('text');
  if (shape === 'flag') return typeof value === 'boolean' ? undefined : not('true or false');
  if ('listOf' in shape) {
    if (!Array.isArray(value)) return not('a list');
    return firstOf(value.map((item, index) => wrongType(item, shape.listOf, `${path}[${index}]`)));
  }
  if (!isMap(value)) return not('a map');
  if ('mapOf' in shape)
    return firstOf(Object.values(value).map((item) => wrongType(item, shape.mapOf, `a value of ${path}`)));
  const below = path === '' ? '' : `${path}.`;
  return firstOf(
    Object.entries(shape.fields).map(([key, inner]) => wrongType(value[key], inner, below + key)),
  );
}

function firstOf(faults: readonly (string | undefined)[]): string | undefined {
  return faults.find((fault) => fault !== undefined);
}
