import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCluster } from '../../../src/kubernetes/api/open-cluster';
import { ADMIN_TOKEN, FakeApiServer, READER_TOKEN } from './fake-api-server';
import { fakeCertificate, LOCAL_CERTIFICATE } from './fake-certificate';
import { base64, failure, kubeconfigOf, LOCAL_CA } from './fake-mesh';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-access-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const jane = await fakeCertificate('jane', 'dns');
const joe = await fakeCertificate('joe', 'dns');
const CERTIFICATE = { 'client-certificate-data': base64(jane.cert), 'client-key-data': base64(jane.key) };

const PLUGIN = { apiVersion: 'client.authentication.k8s.io/v1beta1', command: 'no' };
const OF_V1 = { ...PLUGIN, apiVersion: 'client.authentication.k8s.io/v1' };

let server: FakeApiServer;
beforeEach(async () => {
  const clients = { requestCert: true, rejectUnauthorized: false };
  server = await FakeApiServer.start({ ...LOCAL_CERTIFICATE, ...clients });
  server.fault = () => ({ status: 200, body: { gitVersion: 'v1.20.2' } });
});
afterEach(() => server[Symbol.asyncDispose]());

function write(name: string, content: string): string {
  const path = join(folder, name);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
  return path;
}

function open(user: object, cluster: object = LOCAL_CA, address = server.url) {
  const config = JSON.parse(kubeconfigOf({ eu: '' }, user));
  config.clusters[0].cluster = { server: address, ...cluster };
  const kubeconfig = write('kubeconfig', JSON.stringify(config));
  return openCluster({ name: 'eu' }, { config: 'mesh.yaml', kubeconfig, timeout: 2, env: process.env });
}

/** What reaches the server. */
async function asked(...given: Parameters<typeof open>) {
  await open(...given).version();
  const { headers, subject } = server.asked.at(-1) ?? {};
  return { ...headers, subject };
}

describe('a user of a kubeconfig', () => {
  it.each<[string, object, string | undefined]>([
    ['a token', { token: ADMIN_TOKEN }, `Bearer ${ADMIN_TOKEN}`],
    ['a token file', { tokenFile: 'token' }, `Bearer ${READER_TOKEN}`],
    [
      'a token file rather than a token',
      { token: ADMIN_TOKEN, tokenFile: 'token' },
      `Bearer ${READER_TOKEN}`,
    ],
    [
      'a token where there is no token file',
      { token: ADMIN_TOKEN, tokenFile: 'no' },
      `Bearer ${ADMIN_TOKEN}`,
    ],
    ['a name and a password', { username: 'joe', password: 'p:w' }, `Basic ${base64('joe:p:w')}`],
    ['a token rather than a plugin', { token: ADMIN_TOKEN, exec: PLUGIN }, `Bearer ${ADMIN_TOKEN}`],
    ['a password rather than a plugin', { username: 'a', password: 'b', exec: PLUGIN }, 'Basic YTpi'],
    ['a certificate rather than a plugin', { ...CERTIFICATE, exec: PLUGIN }, undefined],
    ['nothing', {}, undefined],
    ['a token, whatever its key is', { token: ADMIN_TOKEN, 'client-key': 'no.key' }, `Bearer ${ADMIN_TOKEN}`],
    [
      'a token beside an empty token file',
      { token: ADMIN_TOKEN, tokenFile: 'empty' },
      `Bearer ${ADMIN_TOKEN}`,
    ],
  ])('is known by %s', async (_what, user, expected) => {
    write('token', `${READER_TOKEN}\n`);
    write('empty', '\n');
    expect((await asked(user)).authorization).toBe(expected);
  });

  it('is known by a login in the URL of the server', async () => {
    const address = server.url.replace('//', '//joe:pa%25s%zz@');
    expect((await asked({}, LOCAL_CA, address)).authorization).toBe(`Basic ${base64('joe:pa%25s%zz')}`);
  });

  it('reads a token file again when it may have changed', async () => {
    write('token', READER_TOKEN);
    const cluster = open({ tokenFile: 'token' });
    await cluster.version();
    write('token', ADMIN_TOKEN);
    server.fault = ({ headers }) =>
      headers.authorization === `Bearer ${ADMIN_TOKEN}`
        ? { status: 200, body: { gitVersion: 'v1.20.2' } }
        : { status: 401, body: { kind: 'Status' } };
    expect(await cluster.version()).toBe('1.20.2');
  });

  it('has a certificate inline, or in files relative to the kubeconfig', async () => {
    write('joe.crt', joe.cert);
    write('joe.key', joe.key);
    const files = { 'client-certificate': 'joe.crt', 'client-key': 'joe.key' };
    expect((await asked(CERTIFICATE)).subject).toBe('jane');
    expect((await asked(files)).subject).toBe('joe');
  });

  it('acts as another user with uid, groups and extra fields', async () => {
    const extra = { reason: ['a', 'b'], 'example.com/Käse': ['x'] };
    const user = { as: 'jane', 'as-uid': '42', 'as-groups': ['dev', 'ops'], 'as-user-extra': extra };
    expect(await asked({ token: ADMIN_TOKEN, ...user })).toMatchObject({
      'impersonate-user': 'jane',
      'impersonate-uid': '42',
      'impersonate-group': 'dev, ops',
      'impersonate-extra-reason': 'a, b',
      'impersonate-extra-example.com%2fk%c3%a4se': 'x',
    });
  });

  it.each<[string, object, string]>([
    ['groups without a user', { 'as-groups': ['dev'] }, 'as-groups or as-user-extra without as'],
    ['a uid without a user', { 'as-uid': '1' }, 'without as'],
    ['a certificate without a key', { 'client-certificate-data': base64(jane.cert) }, 'without a key'],
    [
      'a key of another certificate',
      { ...CERTIFICATE, 'client-key-data': base64(joe.key) },
      'do not belong together',
    ],
    [
      'a certificate in base64 with blanks, which kubectl refuses',
      { ...CERTIFICATE, 'client-certificate-data': base64(jane.cert).replace(/.{64}/g, '$& ') },
      'expected base64 in client-certificate-data of the kubeconfig',
    ],
    [
      'a certificate that OpenSSL reads and Go does not',
      { ...CERTIFICATE, 'client-certificate-data': base64(jane.cert.replaceAll(' CERT', ' X509 CERT')) },
      'are not PEM',
    ],
    ['a token with a line break', { token: `${ADMIN_TOKEN}\n${ADMIN_TOKEN}` }, 'HTTP headers do not allow'],
    [
      'a key file that is not there',
      { 'client-certificate-data': base64(jane.cert), 'client-key': 'no.key' },
      `cannot read ${folder}/no.key, the client-key`,
    ],
    ['a token file that is not there', { tokenFile: 'no' }, `cannot read ${folder}/no, the tokenFile`],
    ['an empty token file', { tokenFile: 'empty' }, 'the tokenFile of the kubeconfig is empty'],
    ['a token and a name', { token: ADMIN_TOKEN, username: 'joe' }, 'has both token and username'],
    ['a token and a password', { token: ADMIN_TOKEN, password: 'pw' }, 'has both token and password'],
    ['a token file and a name', { tokenFile: 'token', username: 'joe' }, 'has both tokenFile and username'],
    [
      'a certificate inline and in a file',
      { ...CERTIFICATE, 'client-certificate': 'joe.crt' },
      'has both client-certificate and client-certificate-data. Keep one of the two',
    ],
    ['a key inline and in a file', { ...CERTIFICATE, 'client-key': 'joe.key' }, 'has both client-key and'],
    [
      'a plugin and an auth provider',
      { exec: PLUGIN, 'auth-provider': {} },
      'has both exec and auth-provider',
    ],
    ['a plugin without a command', { exec: { ...PLUGIN, command: '' } }, 'has an exec that has no command'],
    ['a plugin without a version', { exec: { command: 'no' } }, 'has an exec whose apiVersion is missing'],
    [
      'a plugin of an old version, though it has a token',
      { token: ADMIN_TOKEN, exec: { ...PLUGIN, apiVersion: 'client.authentication.k8s.io/v1alpha1' } },
      'has an exec whose apiVersion is another. Write client.authentication.k8s.io/v1 or client.authentication.k8s.io/v1beta1',
    ],
    [
      'a variable without a name',
      { exec: { ...PLUGIN, env: [{ value: 'x' }] } },
      'an env entry without a name',
    ],
    ['a plugin that says nothing of a terminal', { exec: OF_V1 }, 'whose interactiveMode is missing'],
    [
      'a plugin of another mode',
      { exec: { ...PLUGIN, interactiveMode: 'Sometimes' } },
      'whose interactiveMode is another. Write Never, IfAvailable or Always',
    ],
  ])('is refused with %s', async (_what, user, expected) => {
    write('token', READER_TOKEN);
    write('empty', '\n');
    expect(await failure(() => open(user).version())).toContain(expected);
    expect(server.asked).toEqual([]);
  });
});

describe('a cluster of a kubeconfig', () => {
  it('has its CA inline, or in a file relative to the kubeconfig, also through a link', async () => {
    write('real/ca.crt', LOCAL_CERTIFICATE.cert);
    write('wrong.crt', joe.cert);
    rmSync(join(folder, 'link'), { force: true });
    symlinkSync(join(folder, 'real'), join(folder, 'link'));
    await asked({}, { 'certificate-authority': 'link/ca.crt' });
    await asked({}, LOCAL_CA);
    expect(await failure(() => asked({}, { 'certificate-authority': 'wrong.crt', ...LOCAL_CA }))).toContain(
      'has both certificate-authority and certificate-authority-data. Keep one of the two',
    );
    expect(await failure(() => asked({}, { 'certificate-authority': 'wrong.crt' }))).toContain(
      'not signed by the CA',
    );
    expect(await failure(() => asked({}, { 'certificate-authority-data': base64('CA') }))).toContain(
      'is not a certificate in PEM',
    );
  });

  it('is trusted by what Go reads of its CA alone', async () => {
    const twice = LOCAL_CERTIFICATE.cert.trimEnd() + LOCAL_CERTIFICATE.cert;
    const broken = { 'certificate-authority-data': base64(twice) };
    expect(await failure(() => asked({}, broken))).toMatch(
      /the CA in the kubeconfig has END and BEGIN together in line \d+, which is neither for Go/,
    );
    const windows = { 'certificate-authority-data': base64(LOCAL_CERTIFICATE.cert.replaceAll('\n', '\r\n')) };
    await asked({}, windows);
    const folded = { 'certificate-authority-data': base64(LOCAL_CERTIFICATE.cert).replace(/.{64}/g, '$& ') };
    expect(await failure(() => asked({}, folded))).toContain(
      'expected base64 in certificate-authority-data of the kubeconfig',
    );
  });

  it('without a CA is trusted by the authorities of the system', async () => {
    expect(await failure(() => asked({}, {}))).toContain('not signed by the CA');
    const SSL_CERT_FILE = write('system.crt', LOCAL_CERTIFICATE.cert);
    const kubeconfig = write(
      'config',
      JSON.stringify(
        JSON.parse(kubeconfigOf({ eu: server.url }).replace(/"certificate-authority-data":"[^"]*"/, '"x":1')),
      ),
    );
    const env = { SSL_CERT_FILE };
    expect(await openCluster({ name: 'eu' }, { config: '', kubeconfig, env }).version()).toBe('1.20.2');
    write('authorities/one.pem', 'no certificate');
    write('authorities/two.pem', LOCAL_CERTIFICATE.cert);
    const SSL_CERT_DIR = `${folder}/none:${folder}/authorities`;
    const folders = { SSL_CERT_FILE: write('joe.crt', joe.cert), SSL_CERT_DIR };
    for (const some of [folders, { SSL_CERT_DIR }])
      expect(await openCluster({ name: 'eu' }, { config: '', kubeconfig, env: some }).version()).toBe(
        '1.20.2',
      );
  });

  it('may have a server with a path', async () => {
    await asked({}, LOCAL_CA, `${server.url}/k8s/clusters/c-1/`);
    expect(server.asked.at(-1)?.path).toBe('/k8s/clusters/c-1/version');
  });

  it('without TLS gets no credentials', async () => {
    const plain = await FakeApiServer.start('http');
    plain.fault = () => ({ status: 200, body: { gitVersion: 'v1.20.2' } });
    await open({ token: ADMIN_TOKEN }, {}, plain.url).version();
    await open({ username: 'joe', password: 'pw' }, {}, plain.url).version();
    await open({}, {}, plain.url.replace('//', '//joe:pw@')).version();
    await open({ token: ADMIN_TOKEN }, LOCAL_CA, `127.0.0.1:${plain.port}`).version();
    expect(plain.asked.map(({ headers }) => headers.authorization)).toEqual(Array(4).fill(undefined));
    await plain[Symbol.asyncDispose]();
  });

  it.each(['ftp://api.example.com', 'https://', '', 'https://[::1', 'https://127.1', 'api.example.com/k8s'])(
    'is refused with the server %j',
    async (address) => {
      expect(await failure(() => open({}, LOCAL_CA, address))).toContain('expected the URL of an API server');
    },
  );
});

describe('a redirect', () => {
  it.each([301, 302, 303, 307, 308])('is not followed, whatever leads there (%i)', async (status) => {
    const thief = await FakeApiServer.start();
    server.fault = () => ({ status, body: '', headers: { Location: `${thief.url}/` } });
    const cluster = open({ token: ADMIN_TOKEN });
    const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'b' } };
    for (const work of [
      () => cluster.version(),
      () => cluster.create(pod),
      () => cluster.delete({ ...pod, name: 'a' }),
    ])
      expect(await failure(work)).toContain(`does not answer like a Kubernetes API server (${status})`);
    expect(thief.asked).toEqual([]);
    await thief[Symbol.asyncDispose]();
  });
});

describe('the certificate of a server', () => {
  it('is for the host in its URL, or for tls-server-name', async () => {
    const certificate = await fakeCertificate('api.example.com', 'dns');
    const foreign = await FakeApiServer.start(certificate);
    const ca = { 'certificate-authority-data': base64(certificate.cert) };
    const at = (cluster: object) => open({ token: ADMIN_TOKEN }, cluster, foreign.url);
    expect(await failure(() => at(ca).version())).toContain('its certificate is for another name');
    expect(await at({ ...ca, 'tls-server-name': 'api.example.com' }).version()).toBe('1.20.2');
    expect(await failure(() => at({ ...ca, 'tls-server-name': 'b.example.com' }).version())).toContain(
      'its certificate is for another name',
    );
    await foreign[Symbol.asyncDispose]();
  });

  it('is for an address in tls-server-name, without a warning of Node.js', async () => {
    const warnings: Error[] = [];
    const note = (warning: Error) => warnings.push(warning);
    process.on('warning', note);
    const at = (name: string) =>
      open({}, { ...LOCAL_CA, 'tls-server-name': name }, server.url.replace('127.0.0.1', 'localhost'));
    expect(await at('127.0.0.1').version()).toBe('1.20.2');
    expect(await failure(() => at('127.0.0.2').version())).toContain('its certificate is for another name');
    await new Promise((resolve) => setImmediate(resolve));
    process.off('warning', note);
    expect(warnings).toEqual([]);
  });

  it('is not verified with insecure-skip-tls-verify', async () => {
    expect(await open({}, { 'insecure-skip-tls-verify': true }).version()).toBe('1.20.2');
    expect(await failure(() => asked({}, { 'insecure-skip-tls-verify': true, ...LOCAL_CA }))).toContain(
      'has both certificate-authority-data and insecure-skip-tls-verify',
    );
  });

  it('is missing where the server speaks plain http', async () => {
    const plain = await FakeApiServer.start('http');
    const work = () => open({}, LOCAL_CA, plain.url.replace('http', 'https')).version();
    expect(await failure(work)).toContain('it does not speak TLS');
    await plain[Symbol.asyncDispose]();
  });
});
