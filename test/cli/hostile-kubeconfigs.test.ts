import { describe, expect, it } from 'vitest';
import { Sandbox } from '../e2e/sandbox';
import { istioRemote } from './recorded-terminal';

const TOKEN = 'sUpErSeCrEtToKeN0123456789abcdef';
const SERVER = 'https://127.0.0.1:1';
const MESH = `istio: 1.0.9
primary: { name: hq, addresses: { pilot: 127.0.0.1 } }
remotes: [{ name: eu, apiServer: "https://10.1.1.1:6443" }]
`;

/** A kubeconfig that leads nowhere, with some parts in another form. */
function kubeconfig(more: object): string {
  return JSON.stringify({
    'current-context': 'a',
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    clusters: [{ name: 'a', cluster: { server: SERVER } }],
    users: [{ name: 'a', user: { token: TOKEN } }],
    ...more,
  });
}
const ofCluster = (cluster: unknown) => kubeconfig({ clusters: [{ name: 'a', cluster }] });
const ofUser = (user: unknown) => kubeconfig({ users: [{ name: 'a', user }] });
const pem = (type: string) => `-----BEGIN ${type}-----\n${TOKEN}\n-----END ${type}-----\n`;

const aliases = Array.from({ length: 12 }, (_, at) => `a${at + 1}: &a${at + 1} [${`*a${at},`.repeat(9)}]\n`);
const CONTENTS: Readonly<Record<string, string | Buffer>> = {
  nothing: '',
  'bytes that are no text': Buffer.from(Array.from({ length: 9_999 }, (_, index) => (index * 167) % 256)),
  'lists that never close': '['.repeat(100_000),
  'maps in maps': `${'{"a":'.repeat(5000)}1${'}'.repeat(5000)}`,
  'aliases of aliases': `a0: &a0 [x]\n${aliases.join('')}contexts: *a12\n`,
  'contexts that are a text': kubeconfig({ contexts: TOKEN }),
  'names of prototypes': kubeconfig({
    contexts: [{ name: '__proto__', context: { cluster: 'constructor', user: 'toString' } }],
    'current-context': '__proto__',
  }),
  'a token as the current context': kubeconfig({ 'current-context': TOKEN }),
  'a token as the server': ofCluster({ server: TOKEN }),
  'a list as the server': ofCluster({ server: [TOKEN] }),
  'a login in the server': ofCluster({ server: `https://u:${TOKEN}@127.0.0.1:1` }),
  'a token as the CA': ofCluster({ server: SERVER, 'certificate-authority-data': TOKEN }),
  'a token in the proxy': ofCluster({ server: SERVER, 'proxy-url': `x://${TOKEN}` }),
  'a map as the token': ofUser({ token: { a: TOKEN } }),
  'control characters in the token': ofUser({ token: `${TOKEN}\n\r\u0000` }),
  'a map as the certificate': ofUser({ 'client-certificate-data': { a: 1 }, 'client-key-data': [TOKEN] }),
  'a text as the plugin': ofUser({ exec: TOKEN }),
  'a plugin of wrong types': ofUser({ exec: { apiVersion: 5, command: ['x'], args: { a: 1 }, env: TOKEN } }),
  'a provider of wrong types': ofUser({ 'auth-provider': { name: '__proto__', config: TOKEN } }),
  'impersonation of wrong types': ofUser({ token: TOKEN, as: { a: 1 }, 'as-groups': TOKEN }),
  'a certificate that is none': pem('CERTIFICATE'),
  'a private key': pem('PRIVATE KEY'),
};

describe('a file with hostile content', () => {
  it.each(Object.entries(CONTENTS))(
    'is wrong input, and no message shows its credential: %s',
    async (_, content) => {
      using sandbox = new Sandbox({ 'mesh.yaml': MESH });
      sandbox.write('X', content);
      sandbox.write('ca.yaml', MESH.replace('remotes: [{ ', 'remotes: [{ apiServerCa: X, '));
      const [file, mesh, ca] = [sandbox.path('X'), sandbox.path('mesh.yaml'), sandbox.path('ca.yaml')];
      for (const argv of [
        ['addresses', '--config', mesh, '--kubeconfig', file],
        ['kubeconfig', 'eu', '--output', '-', '--config', mesh, '--kubeconfig', file],
        ['doctor', '--skip-addresses', '--config', mesh, '--kubeconfig', file],
        ['join', 'eu', '--seal', file, '--config', mesh],
        ['synth', '--stdout', '--config', ca],
      ]) {
        const { code, out, err } = await istioRemote(argv, { HOME: sandbox.folder });
        expect({ argv, code, err }).toMatchObject({ argv, code: 1 });
        expect(out + err).not.toContain(TOKEN);
      }
    },
  );
});
