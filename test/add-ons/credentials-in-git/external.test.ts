import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { outputOf } from '../../../src/lines/mesh-output';
import { checkMesh } from '../../../src/lines/read-mesh';
import { joinedSecret } from '../../../src/membership/joined-secret';
import { meshFiles } from '../../../src/output/mesh-files';
import { kubeconfigTemplate, kubeconfigText } from '../../../src/remote-secret/remote-secret';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { ROOT_PEM } from '../../certificates-in-pem';
import { LINES, type Line, problemsWith, remoteSecrets } from './mesh-with';

const STORE = { name: 'vault', kind: 'ClusterSecretStore' };

/** Evaluates a template as external-secrets does, with the functions of sprig that ours uses. */
function fill(template: string, values: { readonly token: string; readonly ca: string }): string {
  return template
    .replace('{{ .token | trim }}', () => values.token.trim())
    .replace('{{ .ca | trim | printf "%s\\n" | b64enc }}', () =>
      Buffer.from(`${values.ca.trim()}\n`).toString('base64'),
    );
}

/** Returns the Secret that the controller creates from the first ExternalSecret. */
function secretMade(line: Line, values: { readonly token: string; readonly ca: string }) {
  const [external] = remoteSecrets({ externalSecrets: { store: STORE } }, line);
  const { target } = Object(external?.spec);
  const { metadata, type, data } = target.template;
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: target.name, namespace: external?.metadata.namespace, ...metadata },
    type,
    data: Object.fromEntries(
      Object.entries(data).map(([key, text]) => [
        key,
        Buffer.from(fill(String(text), values)).toString('base64'),
      ]),
    ),
  };
}

describe('an ExternalSecret', () => {
  it.each(LINES)('makes the same Secret as `join`, in line %s', (line) => {
    const ca = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----';
    const kubeconfig = kubeconfigText({
      cluster: 'eu',
      server: 'https://10.20.0.2:6443',
      trust: { 'certificate-authority-data': Buffer.from(`${ca}\n`).toString('base64') },
      token: 'eyJ.a.b',
    });
    for (const [token, stored] of [
      ['eyJ.a.b', ca],
      ['eyJ.a.b\n', `\n${ca}\n\n`],
    ] as const)
      expect(secretMade(line, { token, ca: stored })).toEqual(
        joinedSecret(line, 'eu', 'istio-system', kubeconfig),
      );
  });

  it.each([
    ['1.0', ['eu', 'ap']],
    ['current', ['istio-remote-secret-eu', 'istio-remote-secret-ap']],
  ] as const)('in line %s is there for each remote, in their order', (line, names) => {
    const made = remoteSecrets({ externalSecrets: { store: STORE } }, line);
    expect(made.map(({ metadata }) => metadata.name)).toEqual(names);
  });

  it('does not have the label of the Secrets for Pilot itself', () => {
    const [made] = remoteSecrets({ externalSecrets: { store: STORE } });
    expect(made?.metadata.labels).not.toHaveProperty('istio/multiCluster');
  });

  it('asks for the property of a key, or for a key of its own', () => {
    const refs = (key: string) =>
      Object(remoteSecrets({ externalSecrets: { store: STORE, key } })[1]?.spec).data.map(
        ({ remoteRef }: { remoteRef: object }) => remoteRef,
      );
    expect(refs('teams/{cluster}/{cluster}')).toMatchObject([
      { key: 'teams/ap/ap', property: 'token' },
      { key: 'teams/ap/ap', property: 'ca' },
    ]);
    expect(refs('/istio/{cluster}/{property}')).toMatchObject([
      { key: '/istio/ap/token' },
      { key: '/istio/ap/ca' },
    ]);
    expect(refs('/istio/{cluster}/{property}')[0]).not.toHaveProperty('property');
  });

  it('takes a whole kubeconfig from the store as it is', () => {
    const [made] = remoteSecrets({ externalSecrets: { store: STORE, properties: { kubeconfig: 'config' } } });
    const { target, data } = Object(made?.spec);
    expect(target.template).not.toHaveProperty('data');
    expect(data).toMatchObject([{ secretKey: 'eu', remoteRef: { property: 'config' } }]);
  });

  it.each([
    [undefined, '1h0m0s'],
    ['90s', '1m30s'],
    ['0s', '0s'],
    ['24h', '24h0m0s'],
  ])('spells the interval %s as Go does: %s', (refreshInterval, spelt) => {
    const [made] = remoteSecrets({ externalSecrets: { store: STORE, refreshInterval } });
    expect(made?.spec).toMatchObject({ refreshInterval: spelt });
  });

  it.each([
    [undefined, 'external-secrets.io/v1'],
    ['v1', 'external-secrets.io/v1'],
    ['v1beta1', 'external-secrets.io/v1beta1'],
  ])('of version %s has the API version %s and all else the same', (apiVersion, wanted) => {
    const [made] = remoteSecrets({ externalSecrets: { store: STORE, apiVersion } });
    const [plain] = remoteSecrets({ externalSecrets: { store: STORE } });
    expect(made).toEqual({ ...plain, apiVersion: wanted });
  });

  it('contains nothing that looks like a credential, whatever the name of the cluster', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-z0-9]{1,40}$/), fc.domain(), (cluster, host) => {
        expect(findCredentials(kubeconfigTemplate(cluster, `https://${host}:6443`))).toEqual([]);
      }),
    );
  });
});

it('splits what would be a large file, so that each stays below 64 KB', () => {
  const remotes = Array.from({ length: 300 }, (_, index) => ({
    name: `${'c'.repeat(58)}-${index}`,
    apiServer: `https://${'a'.repeat(63)}.${'b'.repeat(63)}.${'c'.repeat(63)}.example:6443`,
  }));
  const externalSecrets = { store: { name: `${'s'.repeat(63)}.store` }, key: `${'k'.repeat(200)}{cluster}` };
  const { mesh } = checkMesh({
    istio: '1.0.9',
    primary: { name: 'hq', addresses: { pilot: '10.8.0.11' } },
    credentials: { externalSecrets },
    remotes,
  });
  const files = mesh === undefined ? [] : [...meshFiles(outputOf(mesh), ['hq'])];
  expect(files[1]?.path).toBe('hq/remote-secrets-2.k8s.yaml');
  expect(Math.max(...files.map(({ text }) => text.length))).toBeLessThan(64_000);
  expect(files.map(({ text }) => text.split('\n---\n').length).reduce((sum, count) => sum + count)).toBe(300);
});

describe('credentials are refused', () => {
  const external = (more: object) => ({ externalSecrets: { store: STORE, ...more } });
  it.each([
    [
      'from two sources',
      { ...external({}), sealedSecrets: {} },
      'credentials.sealedSecrets: expected externalSecrets or sealedSecrets, got both. Keep one of the two',
    ],
    [
      'from none',
      {},
      'credentials: expected externalSecrets or sealedSecrets, got neither. Write sealedSecrets: {}, or remove the key',
    ],
    [
      'with a key that clusters share',
      external({ key: 'istio/token' }),
      'credentials.externalSecrets.key: expected a key with {cluster}, got "istio/token": all 2 remotes would share it. Write such as istio/{cluster}',
    ],
    [
      'with an unknown placeholder',
      external({ key: 'istio/{name}' }),
      'credentials.externalSecrets.key: expected the key of a value in the store, such as istio/{cluster}, got "istio/{name}". Use {cluster} and {property}, not {name}',
    ],
    [
      'with a kubeconfig and its parts',
      external({ properties: { kubeconfig: 'a', token: 'b' } }),
      'credentials.externalSecrets.properties.token: expected no token beside kubeconfig, which contains it. Remove one of the two',
    ],
    [
      'with a wrong interval',
      external({ refreshInterval: '1 hour' }),
      'credentials.externalSecrets.refreshInterval: expected a duration such as 1h, 30m or 0s, got "1 hour"',
    ],
    [
      'without a store',
      { externalSecrets: {} },
      'credentials.externalSecrets.store: expected a map with the keys name, kind, got nothing. Name the store, such as store: { name: vault, kind: ClusterSecretStore }',
    ],
    [
      'with an unknown kind of store',
      external({ store: { name: 'a', kind: 'Vault' } }),
      'credentials.externalSecrets.store.kind: expected one of SecretStore, ClusterSecretStore, got "Vault"',
    ],
  ])('%s', (_what, credentials, problem) => {
    for (const line of LINES) expect(problemsWith(credentials, line)).toEqual([problem]);
  });

  it('when a kubeconfig is to be made and the server is unknown', () => {
    expect(problemsWith(external({}), '1.0', false)).toEqual(
      ['0', '1'].map(
        (index) =>
          `remotes[${index}].apiServer: expected the URL of the API server, for the kubeconfig that the ExternalSecret makes, got nothing. Add it, such as apiServer: https://10.20.0.2:6443, or set credentials.externalSecrets.properties.kubeconfig`,
      ),
    );
    expect(problemsWith(external({ properties: { kubeconfig: 'a' } }), '1.0', false)).toEqual([]);
  });
});

describe('with apiServerCa an ExternalSecret', () => {
  const stored = (line: Line, more: object) => {
    const [external] = remoteSecrets({ externalSecrets: { store: STORE } }, line, more);
    const { target, data } = Object(external?.spec);
    const keys = data.map(({ secretKey }: { secretKey: string }) => secretKey);
    return { text: String(target.template.data.eu), keys };
  };
  const pem = ROOT_PEM.trim();

  it.each(LINES)('has the CA, and asks the store for the token alone, in line %s', (line) => {
    const { text, keys } = stored(line, { apiServerCa: pem });
    const data = Buffer.from(`${pem}\n`).toString('base64');
    expect(text).toContain(`    certificate-authority-data: ${data}\n`);
    expect(keys).toEqual(['token']);
    expect(findCredentials(text)).toEqual([]);
  });

  it.each(LINES)('has no CA where a public authority has signed, in line %s', (line) => {
    const { text, keys } = stored(line, { apiServerCa: 'public' });
    expect(text).not.toContain('certificate-authority');
    expect(keys).toEqual(['token']);
  });
});
