import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openCluster } from '../../src/kubernetes/api/open-cluster';
import { ADMIN_TOKEN, FakeApiServer, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { fakeCertificate, LOCAL_CERTIFICATE } from '../kubernetes/api/fake-certificate';
import { base64, LOCAL_CA } from '../kubernetes/api/fake-mesh';
import { FakeProxy } from '../kubernetes/api/fake-proxy';
import { cleanEnvironment, run } from './run';

const hasKubectl = run('sh', ['-c', 'command -v kubectl']).code === 0;
if (!hasKubectl) console.warn('The tests that compare with kubectl are skipped: there is no kubectl.');

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-kubectl-'));
const jane = await fakeCertificate('jane', 'dns');
const joe = await fakeCertificate('joe', 'dns');

let server: FakeApiServer;
beforeAll(async () => {
  server = await FakeApiServer.start({ ...LOCAL_CERTIFICATE, requestCert: true, rejectUnauthorized: false });
  server.fault = () => ({ status: 200, body: { gitVersion: 'v1.20.2' } });
});
afterAll(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

const inline = ({ cert, key }: typeof jane) => ({
  'client-certificate-data': base64(cert),
  'client-key-data': base64(key),
});

const apiVersion = 'client.authentication.k8s.io/v1';
const execCredential = (status: object, more: object = {}): string =>
  JSON.stringify({ apiVersion, kind: 'ExecCredential', status, ...more });

/** A plugin that records its input, and returns a token or the content of a file. */
function plugin(exec: object = {}, credential: object | string = { token: READER_TOKEN }) {
  file('credential', typeof credential === 'string' ? credential : execCredential(credential));
  file(
    'plugin',
    `#!/bin/sh\ncd ${folder}\necho "$0 $* $A" > called\necho "$KUBERNETES_EXEC_INFO" > info\ncat credential\n`,
  );
  chmodSync(join(folder, 'plugin'), 0o755);
  rmSync(join(folder, 'link'), { force: true });
  symlinkSync('plugin', join(folder, 'link'));
  return { exec: { apiVersion, interactiveMode: 'Never', command: './plugin', ...exec } };
}

interface Kubeconfig {
  readonly user?: object;
  readonly cluster?: object;
  readonly address?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Fields of the whole file. */
  readonly fields?: object;
}

function kubeconfig(
  { user = { token: ADMIN_TOKEN }, cluster = {}, address = server.url, fields = {} }: Kubeconfig,
  name = 'config',
): string {
  return file(
    name,
    JSON.stringify({
      apiVersion: 'v1',
      kind: 'Config',
      'current-context': 'eu',
      clusters: [{ name: 'eu', cluster: { server: address, ...LOCAL_CA, ...cluster } }],
      users: [{ name: 'eu', user }],
      contexts: [{ name: 'eu', context: { cluster: 'eu', user: 'eu' } }],
      ...fields,
    }),
  );
}

/** Returns the credentials that a client sends and the input of its plugin. Undefined if it sends nothing. */
async function sent(work: () => Promise<unknown>) {
  for (const name of ['called', 'info']) rmSync(join(folder, name), { force: true });
  server.asked.length = 0;
  await work().catch(() => undefined);
  // Some distributions of kubectl ask for the version first, to choose one of several kubectls.
  const asked = server.asked.findLast(({ path }) => !path.includes('?'));
  if (asked === undefined) return undefined;
  const headers = Object.entries(asked.headers).filter(([name]) =>
    /^(?:authorization|impersonate-.*)$/.test(name),
  );
  return {
    path: asked.path,
    headers: Object.fromEntries(headers),
    subject: asked.subject,
    plugin: toldPlugin(),
  };
}

function toldPlugin(): unknown {
  try {
    const { spec } = JSON.parse(readFileSync(join(folder, 'info'), 'utf8'));
    const { config, ...cluster } = spec.cluster ?? {};
    // kubectl writes null for a missing value.
    return {
      called: readFileSync(join(folder, 'called'), 'utf8'),
      spec: { ...spec, cluster, config: config ?? null },
    };
  } catch {
    return undefined;
  }
}

const kubectl = (KUBECONFIG: string, env: Kubeconfig['env']) => async () => {
  const environment = { ...cleanEnvironment(), HOME: folder, KUBECONFIG, ...env };
  const program = spawn('kubectl', ['get', '--raw', '/version'], {
    env: environment,
    stdio: 'ignore',
    timeout: 20_000,
  });
  await once(program, 'exit');
};
const own = (KUBECONFIG: string, env: Kubeconfig['env']) => async () =>
  openCluster(
    { name: 'eu' },
    { config: '', timeout: 5, env: { ...cleanEnvironment(), KUBECONFIG, ...env } },
  ).version();

const token = ADMIN_TOKEN;
const noCa = { 'certificate-authority-data': '' };
const onPath = { PATH: `${folder}:${process.env.PATH}` };
const twice = (entry: object) => [entry, entry];

/** Inputs that client-go refuses, or reads in an unexpected way. */
const ROWS: readonly [string, () => Kubeconfig][] = [
  ['with a plugin of v1alpha1', () => ({ user: plugin({ apiVersion: `${apiVersion}alpha1` }) })],
  ['with a plugin without a version', () => ({ user: plugin({ apiVersion: undefined }) })],
  ['with a plugin that says nothing of a terminal', () => ({ user: plugin({ interactiveMode: undefined }) })],
  [
    'with a plugin of v1beta1 that says nothing of a terminal',
    () => ({
      user: plugin(
        { apiVersion: `${apiVersion}beta1`, interactiveMode: undefined },
        execCredential({ token }, { apiVersion: `${apiVersion}beta1` }),
      ),
    }),
  ],
  ['with a plugin of another mode', () => ({ user: plugin({ interactiveMode: 'Sometimes' }) })],
  ['with a plugin and a variable without a name', () => ({ user: plugin({ env: [{ value: 'x' }] }) })],
  [
    'with a plugin and an auth provider',
    () => ({ user: { ...plugin(), 'auth-provider': { name: 'oidc', config: { 'id-token': token } } } }),
  ],
  ['with a wrong plugin and a token', () => ({ user: { ...plugin({ apiVersion: undefined }), token } })],
  [
    'with a plugin that answers in another version',
    () => ({ user: plugin({}, execCredential({ token }, { apiVersion: `${apiVersion}beta1` })) }),
  ],
  [
    'with a plugin that answers without a version',
    () => ({ user: plugin({}, execCredential({ token }, { apiVersion: undefined })) }),
  ],
  [
    'with a plugin that answers with another kind',
    () => ({ user: plugin({}, execCredential({ token }, { kind: 'Token' })) }),
  ],
  [
    'with a plugin that answers in YAML',
    () => ({
      user: plugin({}, `apiVersion: ${apiVersion}\nkind: ExecCredential\nstatus:\n  token: ${token}\n`),
    }),
  ],
  [
    'with a plugin that answers twice',
    () => ({ user: plugin({}, execCredential({ token }) + execCredential({ token })) }),
  ],
  ['with a plugin that answers with a number', () => ({ user: plugin({}, execCredential({ token: 1 })) })],
  [
    'with a plugin that answers with no time',
    () => ({ user: plugin({}, execCredential({ token, expirationTimestamp: 'soon' })) }),
  ],
  [
    'with a plugin that answers with a day',
    () => ({ user: plugin({}, execCredential({ token, expirationTimestamp: '2099-01-01' })) }),
  ],
  [
    'with a plugin that gives a token and half a pair',
    () => ({ user: plugin({}, { token, clientKeyData: jane.key }) }),
  ],
  [
    'with a plugin that gives a token and a pair',
    () => ({ user: plugin({}, { token, clientCertificateData: jane.cert, clientKeyData: jane.key }) }),
  ],
  [
    'with a plugin that gives a pair of two',
    () => ({ user: plugin({}, { token, clientCertificateData: jane.cert, clientKeyData: joe.key }) }),
  ],
  [
    "with a plugin on the plugin's PATH",
    () => ({ user: plugin({ command: 'plugin', env: [{ name: 'PATH', value: onPath.PATH }] }) }),
  ],
  [
    "with a plugin on the PATH and another on the plugin's",
    () => ({
      user: plugin({
        command: 'plugin',
        env: [{ name: 'PATH', value: `${folder}/elsewhere:${process.env.PATH}` }],
      }),
      env: onPath,
    }),
  ],
  [
    'with a plugin below a relative PATH',
    () => ({ user: plugin({ command: 'e2e' }), env: { PATH: `test:${process.env.PATH}` } }),
  ],
  ['with a key and a token', () => ({ user: { token, 'client-key-data': base64(jane.key) } })],
  ['with a key file that is not there, and a token', () => ({ user: { token, 'client-key': 'none' } })],
  [
    'with a certificate alone, and a token',
    () => ({ user: { token, 'client-certificate-data': base64(jane.cert) } }),
  ],
  ['with an empty token file', () => ({ user: { tokenFile: 'empty' } })],
  ['with an empty token file and a token', () => ({ user: { token, tokenFile: 'empty' } })],
  ['with a token and a name', () => ({ user: { token, username: 'joe', password: 'pw' } })],
  ['with a token and a password', () => ({ user: { token, password: 'pw' } })],
  ['with a token file and a name', () => ({ user: { tokenFile: 'token', username: 'joe', password: 'pw' } })],
  ['with a name alone', () => ({ user: { username: 'joe' } })],
  [
    'with a certificate inline and in a file',
    () => ({ user: { ...inline(jane), 'client-certificate': 'joe.crt' } }),
  ],
  ['with a key inline and in a file', () => ({ user: { ...inline(jane), 'client-key': 'joe.key' } })],
  ['with a CA inline and in a file', () => ({ cluster: { 'certificate-authority': 'ca.crt' } })],
  [
    'with a CA inline and in a file that is not there',
    () => ({ cluster: { 'certificate-authority': 'none' } }),
  ],
  ['with a CA that is not looked at', () => ({ cluster: { 'insecure-skip-tls-verify': true } })],
  ['with a token that is a number', () => ({ user: { token: 1 } })],
  ['with a password that is a number', () => ({ user: { username: 'joe', password: 1 } })],
  ['with a flag that is text', () => ({ cluster: { ...noCa, 'insecure-skip-tls-verify': 'true' } })],
  ['with an argument that is a number', () => ({ user: plugin({ args: [1] }) })],
  ['with groups that are text', () => ({ user: { token, as: 'jane', 'as-groups': 'dev' } })],
  [
    'with another user of a wrong type',
    () => ({
      fields: {
        users: [
          { name: 'a', user: { token: 1 } },
          { name: 'eu', user: { token } },
        ],
      },
    }),
  ],
  ['with null', () => ({ user: { token, username: null, exec: null, 'as-groups': null } })],
  [
    'with unknown fields',
    () => ({ user: { token, other: 1 }, cluster: { other: {} }, fields: { other: 1 } }),
  ],
  [
    'with an unnamed user besides',
    () => ({ fields: { users: [{ user: { token: 'x' } }, { name: 'eu', user: { token } }] } }),
  ],
  ['with a user twice', () => ({ fields: { users: twice({ name: 'eu', user: { token } }) } })],
  [
    'with a context twice',
    () => ({ fields: { contexts: twice({ name: 'eu', context: { cluster: 'eu', user: 'eu' } }) } }),
  ],
  ['with another kind', () => ({ fields: { kind: 'Secret' } })],
  ['with another version', () => ({ fields: { apiVersion: 'v2' } })],
  ['without kind and version', () => ({ fields: { kind: undefined, apiVersion: undefined } })],
  ['without kind', () => ({ fields: { kind: undefined } })],
  ['without version', () => ({ fields: { apiVersion: undefined } })],
  [
    'to a server that a folder of authorities trusts',
    () => ({ cluster: noCa, env: { SSL_CERT_DIR: `${folder}/none:${folder}/authorities` } }),
  ],
  [
    'to a server that a folder trusts beside a file',
    () => ({
      cluster: noCa,
      env: { SSL_CERT_FILE: `${folder}/joe.crt`, SSL_CERT_DIR: `${folder}/authorities` },
    }),
  ],
  [
    'to a server that a missing file of authorities trusts',
    () => ({ cluster: noCa, env: { SSL_CERT_FILE: `${folder}/none` } }),
  ],
  ['through a proxy of another scheme', () => ({ cluster: { 'proxy-url': 'ftp://127.0.0.1:1' } })],
  [
    'to a server whose host is no address for Go',
    () => ({ address: server.url.replace('127.0.0.1', '127.1') }),
  ],
];

describe.skipIf(!hasKubectl)('what kubectl sends for a kubeconfig is sent', () => {
  it.each<[string, () => Kubeconfig]>([
    ['with a token', () => ({ user: { token: ADMIN_TOKEN } })],
    ['with a token file', () => ({ user: { tokenFile: 'token' } })],
    ['with a token and a token file', () => ({ user: { token: ADMIN_TOKEN, tokenFile: 'token' } })],
    ['with a token and no token file', () => ({ user: { token: ADMIN_TOKEN, tokenFile: 'none' } })],
    ['with name and password', () => ({ user: { username: 'joe', password: 'p:w' } })],
    ['with a certificate', () => ({ user: inline(jane) })],
    [
      'with a certificate in files',
      () => ({ user: { 'client-certificate': 'joe.crt', 'client-key': 'joe.key' } }),
    ],
    ['with a certificate and a token', () => ({ user: { ...inline(jane), token: ADMIN_TOKEN } })],
    [
      'with a CA in a file',
      () => ({ cluster: { 'certificate-authority-data': '', 'certificate-authority': 'ca.crt' } }),
    ],
    ['with a plugin', () => ({ user: plugin() })],
    [
      'with a plugin on the PATH',
      () => ({ user: plugin({ command: 'plugin' }), env: { PATH: `${folder}:${process.env.PATH}` } }),
    ],
    ['with a plugin behind a link', () => ({ user: plugin({ command: './link' }) })],
    [
      'with a plugin, arguments and variables',
      () => ({ user: plugin({ args: ['a', 'b c'], env: [{ name: 'A', value: 'x' }] }) }),
    ],
    ['with a plugin that gets the cluster', () => ({ user: plugin({ provideClusterInfo: true }) })],
    [
      'with a plugin that gets all of the cluster',
      () => ({
        user: plugin({ provideClusterInfo: true }),
        cluster: {
          'tls-server-name': '127.0.0.1',
          'disable-compression': true,
          extensions: [{ name: 'client.authentication.k8s.io/exec', extension: { audience: 'eu' } }],
        },
      }),
    ],
    [
      'with a plugin that gives a certificate',
      () => ({ user: plugin({}, { clientCertificateData: jane.cert, clientKeyData: jane.key }) }),
    ],
    ['with a plugin that gives nothing', () => ({ user: plugin({}, {}) })],
    [
      'with a plugin that gives half a pair',
      () => ({ user: plugin({}, { clientCertificateData: jane.cert }) }),
    ],
    ['with a plugin that needs a terminal', () => ({ user: plugin({ interactiveMode: 'Always' }) })],
    ['with a plugin and a token', () => ({ user: { ...plugin(), token: ADMIN_TOKEN } })],
    ['with a plugin and a password', () => ({ user: { ...plugin(), username: 'joe', password: 'pw' } })],
    ['with a plugin and a certificate', () => ({ user: { ...plugin(), ...inline(joe) } })],
    ['as another user', () => ({ user: { token: ADMIN_TOKEN, as: 'jane' } })],
    [
      'as another user with uid, groups and extra fields',
      () => ({
        user: {
          token: ADMIN_TOKEN,
          as: 'jane',
          'as-uid': '7',
          'as-groups': ['dev', 'ops'],
          'as-user-extra': { 'example.com/Why%': ['a', 'b'], scopes: ['c'] },
        },
      }),
    ],
    ['in a group without a user', () => ({ user: { token: ADMIN_TOKEN, 'as-groups': ['dev'] } })],
    [
      'to a server for another name',
      () => ({ cluster: { 'tls-server-name': 'other' }, user: { token: ADMIN_TOKEN } }),
    ],
    [
      'to a server that another CA signed',
      () => ({ cluster: { 'certificate-authority-data': base64(joe.cert) } }),
    ],
    [
      'to a server that is not verified',
      () => ({
        cluster: { 'certificate-authority-data': '', 'insecure-skip-tls-verify': true },
        user: { token: ADMIN_TOKEN },
      }),
    ],
    [
      'to a server that the system trusts',
      () => ({
        cluster: { 'certificate-authority-data': '' },
        env: { SSL_CERT_FILE: join(folder, 'ca.crt') },
      }),
    ],
    ['to a server that the system does not trust', () => ({ cluster: { 'certificate-authority-data': '' } })],
    ...ROWS,
  ])('%s', async (_what, given) => {
    file('token', `${READER_TOKEN}\n`);
    file('empty', '');
    mkdirSync(join(folder, 'authorities'), { recursive: true });
    file('authorities/ca.pem', LOCAL_CERTIFICATE.cert);
    mkdirSync(join(folder, 'elsewhere'), { recursive: true });
    file('elsewhere/plugin', `#!/bin/sh\necho '${execCredential({ token: ADMIN_TOKEN })}'\n`);
    chmodSync(join(folder, 'elsewhere/plugin'), 0o755);
    file('ca.crt', LOCAL_CERTIFICATE.cert);
    file('joe.crt', joe.cert);
    file('joe.key', joe.key);
    const { env, ...rest } = given();
    const path = kubeconfig(rest);
    const expected = await sent(kubectl(path, env));
    expect(await sent(own(path, env))).toEqual(expected);
  });

  it('without TLS', async () => {
    const secure = server;
    server = await FakeApiServer.start('http');
    server.fault = secure.fault;
    const user = { token: ADMIN_TOKEN, as: 'jane' };
    for (const given of [
      { user, cluster: { 'certificate-authority-data': '' } },
      { user, address: `127.0.0.1:${server.port}` },
    ]) {
      const path = kubeconfig(given);
      const expected = await sent(kubectl(path, {}));
      expect(expected?.headers).toEqual({ 'impersonate-user': 'jane' });
      expect(await sent(own(path, {}))).toEqual(expected);
    }
    await server[Symbol.asyncDispose]();
    server = secure;
  });

  it('that is made of several files', async () => {
    const one = kubeconfig({ user: { token: ADMIN_TOKEN } }, 'one');
    const two = kubeconfig({ user: { token: READER_TOKEN }, address: 'https://api.invalid' }, 'two');
    const only = file(
      'three',
      JSON.stringify({ ...JSON.parse(readFileSync(two, 'utf8')), 'current-context': 'none' }),
    );
    for (const files of [
      [one, two],
      [join(folder, 'none'), one, two],
      ['', one],
      [one, only],
    ]) {
      const path = files.join(delimiter);
      const expected = await sent(kubectl(path, {}));
      expect(expected).toMatchObject({ headers: { authorization: `Bearer ${ADMIN_TOKEN}` } });
      expect(await sent(own(path, {}))).toEqual(expected);
    }
  });

  it.each<[string, (proxy: FakeProxy) => Kubeconfig]>([
    ['HTTPS_PROXY', (proxy) => ({ env: { HTTPS_PROXY: proxy.url('joe:p%40@') } })],
    [
      'https_proxy without a scheme',
      (proxy) => ({ env: { https_proxy: proxy.url().slice('http://'.length) } }),
    ],
    [
      'proxy-url',
      (proxy) => ({ cluster: { 'proxy-url': proxy.url() }, env: { HTTPS_PROXY: 'http://127.0.0.1:1' } }),
    ],
    ['NO_PROXY', (proxy) => ({ env: { HTTPS_PROXY: proxy.url(), NO_PROXY: 'a, .invalid' } })],
    [
      'NO_PROXY for another port',
      (proxy) => ({ env: { HTTPS_PROXY: proxy.url(), NO_PROXY: 'api.invalid:1' } }),
    ],
  ])('through the proxies of %s', async (_what, given) => {
    await using proxy = await FakeProxy.http(server.port);
    const { env, cluster } = given(proxy);
    const path = kubeconfig({
      address: 'https://api.invalid:6443',
      cluster: { 'tls-server-name': '127.0.0.1', ...cluster },
    });
    const wanted = async (work: () => Promise<unknown>) => {
      proxy.wanted.length = 0;
      const request = await sent(work);
      return { request, wanted: proxy.wanted.map(({ target, login }) => ({ target, login })) };
    };
    const expected = await wanted(kubectl(path, env));
    expect(await wanted(own(path, env))).toEqual(expected);
  });
});
