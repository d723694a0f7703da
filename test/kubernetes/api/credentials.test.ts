import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCluster } from '../../../src/kubernetes/api/open-cluster';
import { status } from './fake-api';
import { ADMIN_TOKEN, FakeApiServer, READER_TOKEN } from './fake-api-server';
import { fakeCertificate, LOCAL_CERTIFICATE } from './fake-certificate';
import { failure, kubeconfigOf, LOCAL_CA } from './fake-mesh';

let folder: string;
let server: FakeApiServer;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'istio-remote-credentials-'));
  server = await FakeApiServer.start({ ...LOCAL_CERTIFICATE, requestCert: true, rejectUnauthorized: false });
});
afterEach(async () => {
  await server[Symbol.asyncDispose]();
  rmSync(folder, { recursive: true, force: true });
});

function open(
  user: object,
  {
    timeout = 5,
    cluster = {},
    env = process.env,
  }: { timeout?: number; cluster?: object; env?: NodeJS.ProcessEnv } = {},
) {
  const config = JSON.parse(kubeconfigOf({ eu: server.url }, user));
  Object.assign(config.clusters[0].cluster, cluster);
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(config));
  return openCluster({ name: 'eu' }, { config: 'mesh.yaml', kubeconfig, timeout, env });
}

const apiVersion = 'client.authentication.k8s.io/v1beta1';

/** A plugin beside the kubeconfig. */
function plugin(script: string, exec: object = {}, path = './plugin') {
  writeFileSync(join(folder, path), `#!/bin/sh\n${script}\n`);
  chmodSync(join(folder, path), 0o755);
  return { exec: { apiVersion, command: path, ...exec } };
}

function printing(status: object, before = ''): string {
  return `${before}\necho '${JSON.stringify({ apiVersion, kind: 'ExecCredential', status })}'`;
}

const counting = `echo x >> "$(dirname "$0")/runs"`;
const runs = (): number => readFileSync(join(folder, 'runs'), 'utf8').trim().split('\n').length;

describe('a credential plugin', () => {
  it('gives a token', async () => {
    expect(await open(plugin(printing({ token: ADMIN_TOKEN }))).version()).toBe('1.20.2');
  });

  it('gives a token in YAML', async () => {
    const script = `printf 'apiVersion: ${apiVersion}\\nkind: ExecCredential\\nstatus: { token: ${ADMIN_TOKEN} }\\n'`;
    expect(await open(plugin(script)).version()).toBe('1.20.2');
  });

  it('is found on the PATH of this process, not on its own', async () => {
    mkdirSync(join(folder, 'other'));
    plugin(printing({ token: READER_TOKEN }), {}, 'other/login-of-tests');
    const user = plugin(
      printing({ token: ADMIN_TOKEN }),
      { command: 'login-of-tests', env: [{ name: 'PATH', value: `${folder}/other:${process.env.PATH}` }] },
      'login-of-tests',
    );
    expect(await failure(() => open(user).version())).toContain('is not installed');
    const env = { ...process.env, PATH: `${folder}:${process.env.PATH}` };
    await open(user, { env }).version();
    expect(server.asked[0]?.headers.authorization).toBe(`Bearer ${ADMIN_TOKEN}`);
  });

  it('gives a certificate', async () => {
    const { cert, key } = await fakeCertificate('jane', 'dns');
    server.fault = () => ({ status: 200, body: { gitVersion: 'v1.20.2' } });
    const status = { clientCertificateData: cert, clientKeyData: key };
    writeFileSync(join(folder, 'credential'), JSON.stringify({ apiVersion, kind: 'ExecCredential', status }));
    await open(plugin('cat "$(dirname "$0")/credential"')).version();
    expect(server.asked[0]).toMatchObject({ subject: 'jane' });
    expect(server.asked[0]?.headers.authorization).toBeUndefined();
  });

  it('gets its arguments, its environment and what is asked for', async () => {
    const script = `echo "$1 $WHERE $KUBERNETES_EXEC_INFO" > ${folder}/seen`;
    const exec = { args: ['--login'], env: [{ name: 'WHERE', value: 'here' }] };
    await open(plugin(printing({ token: ADMIN_TOKEN }, script), exec)).version();
    const [, words, info = ''] = /^(.*?)( *{.*)$/m.exec(readFileSync(join(folder, 'seen'), 'utf8')) ?? [];
    expect(words).toBe('--login here');
    expect(JSON.parse(info)).toEqual({
      apiVersion: 'client.authentication.k8s.io/v1beta1',
      kind: 'ExecCredential',
      spec: { interactive: false },
    });
  });

  it('gets the cluster with provideClusterInfo', async () => {
    const script = `echo "$KUBERNETES_EXEC_INFO" > ${folder}/seen`;
    const cluster = {
      'tls-server-name': '127.0.0.1',
      extensions: [
        { name: 'other', extension: 1 },
        { name: 'client.authentication.k8s.io/exec', extension: { audience: 'eu' } },
      ],
    };
    const user = plugin(printing({ token: ADMIN_TOKEN }, script), { provideClusterInfo: true });
    await open(user, { cluster }).version();
    expect(JSON.parse(readFileSync(join(folder, 'seen'), 'utf8')).spec).toEqual({
      interactive: false,
      cluster: {
        server: server.url,
        'tls-server-name': '127.0.0.1',
        ...LOCAL_CA,
        config: { audience: 'eu' },
      },
    });
  });

  it('runs under the name of its link, as tools with one binary for many names need it', async () => {
    mkdirSync(join(folder, 'bin'));
    plugin(printing({ token: ADMIN_TOKEN }, `echo "$0" > ${folder}/seen`), {}, 'tool');
    symlinkSync('../tool', join(folder, 'bin/kubelogin'));
    await open({ exec: { apiVersion, command: './bin/kubelogin' } }).version();
    expect(readFileSync(join(folder, 'seen'), 'utf8').trim()).toBe(join(folder, 'bin/kubelogin'));
  });

  it.each<[string, object, number]>([
    ['runs once for a credential that stays valid', { expirationTimestamp: later(3600) }, 1],
    ['runs once for a credential without an end', {}, 1],
    ['runs again shortly before the credential ends', { expirationTimestamp: later(5) }, 3],
    ['runs again after the credential has ended', { expirationTimestamp: later(-5) }, 3],
  ])('%s', async (_what, more, times) => {
    const cluster = open(plugin(printing({ token: ADMIN_TOKEN, ...more }, counting)));
    for (let call = 0; call < 3; call += 1) await cluster.version();
    expect(runs()).toBe(times);
  });

  it('runs again, once, when the server refuses the credential', async () => {
    const cluster = open(plugin(printing({ token: ADMIN_TOKEN }, counting)));
    server.fault = ({ index }) => (index === 0 ? status(401, 'Unauthorized') : undefined);
    expect(await cluster.version()).toBe('1.20.2');
    expect(runs()).toBe(2);
    server.fault = () => status(401, 'Unauthorized');
    expect(await failure(() => cluster.version())).toContain('does not accept the credentials');
    expect(runs()).toBe(3);
  });

  it('runs once for all requests at the same time, and once more when all are refused', async () => {
    const cluster = open(plugin(printing({ token: ADMIN_TOKEN }, counting)));
    const three = () => Promise.all([cluster.version(), cluster.version(), cluster.version()]);
    expect(await three()).toEqual(['1.20.2', '1.20.2', '1.20.2']);
    expect(runs()).toBe(1);
    const before = server.asked.length;
    server.fault = ({ index }) => (index < before + 3 ? status(401, 'Unauthorized') : undefined);
    expect(await three()).toEqual(['1.20.2', '1.20.2', '1.20.2']);
    expect(runs()).toBe(2);
  });

  it.each<[string, string, string]>([
    ['that fails', `echo '${ADMIN_TOKEN}' >&2; echo '${ADMIN_TOKEN}'; exit 3`, 'failed (exit code 3)'],
    ['that is killed', 'kill -9 $$', 'failed (exit code SIGKILL)'],
    ['that prints no JSON', `echo '{"token": "${ADMIN_TOKEN}'`, 'printed no ExecCredential'],
    ['that prints no status', `echo '{"token": "${ADMIN_TOKEN}"}'`, 'printed no ExecCredential'],
    ['that gives no credential', printing({}), 'printed no ExecCredential'],
    ['that gives no key', printing({ clientCertificateData: 'x' }), 'printed no ExecCredential'],
    [
      'that gives a token and half a pair',
      printing({ token: ADMIN_TOKEN, clientKeyData: 'x' }),
      'printed no ExecCredential',
    ],
    [
      'that answers in another version',
      printing({ token: ADMIN_TOKEN }).replace('v1beta1', 'v1'),
      'printed no ExecCredential of client.authentication.k8s.io/v1beta1',
    ],
    [
      'that answers with another kind',
      printing({ token: ADMIN_TOKEN }).replace('ExecC', 'C'),
      'printed no ExecCredential',
    ],
    [
      'that answers with a number',
      printing({ token: ADMIN_TOKEN, clientKeyData: 1 }),
      'printed no ExecCredential',
    ],
    [
      'that answers with no time',
      printing({ token: ADMIN_TOKEN, expirationTimestamp: '2099-01-01' }),
      'printed no ExecCredential',
    ],
    ['that prints without end', 'yes', 'printed too much'],
  ])('%s keeps its output to itself', async (_what, script, expected) => {
    expect(await failure(() => open(plugin(script)).version())).toContain(expected);
    expect(server.asked).toEqual([]);
  });

  it('that hangs is stopped, with what it started', async () => {
    const script = `(sleep 1; touch ${folder}/late) & sleep 60`;
    expect(await failure(() => open(plugin(script), { timeout: 0.5 }).version())).toContain(
      'did not answer within 0.5 s',
    );
    await new Promise((resolve) => setTimeout(resolve, 1200));
    expect(existsSync(join(folder, 'late'))).toBe(false);
  });

  it.each<[string, object, string]>([
    [
      'is not installed',
      { command: 'no-such-plugin' },
      '"no-such-plugin" of the kubeconfig is not installed',
    ],
    [
      'is not installed, and whose path and hint may be anything',
      { command: `/${ADMIN_TOKEN}/no-such-plugin`, installHint: `brew install it --token ${ADMIN_TOKEN}` },
      'plugin "no-such-plugin" of the kubeconfig is not installed. Install it (installHint in the kubeconfig may say how)',
    ],
    [
      'looks like a credential',
      { command: ADMIN_TOKEN.slice(0, 60) },
      'the credential plugin a value that looks like a credential of the kubeconfig is not installed',
    ],
    [
      'has a long name',
      { command: 'kubelogin-of-the-platform-team' },
      'the credential plugin "kubelogin-of-the-platf… of the kubeconfig is not installed',
    ],
    ['may not be executed', { command: './kubeconfig' }, 'does not start (EACCES)'],
    ['lies below a file', { command: './kubeconfig/plugin' }, 'does not start (ENOTDIR)'],
    ['has no command', {}, 'has no command'],
    ['needs a terminal', { command: './x', interactiveMode: 'Always' }, 'needs a terminal'],
  ])('that %s', async (_what, exec, expected) => {
    expect(await failure(() => open({ exec: { apiVersion, ...exec } }).version())).toContain(expected);
  });
});

describe('a legacy auth provider', () => {
  const provider = (config: object) => ({ 'auth-provider': { name: 'oidc', config } });
  const expired = ADMIN_TOKEN.replace(/\.[^.]+\./, `.${Buffer.from('{"exp":1}').toString('base64url')}.`);

  it.each<[string, object]>([
    ['an id-token', { 'id-token': ADMIN_TOKEN }],
    ['an access-token', { 'access-token': ADMIN_TOKEN, expiry: later(3600) }],
    ['an id-token rather than an access-token', { 'id-token': ADMIN_TOKEN, 'access-token': READER_TOKEN }],
  ])('gives %s', async (_what, config) => {
    expect(await open(provider(config)).version()).toBe('1.20.2');
  });

  it.each<[string, object]>([
    ['an id-token that has ended', { 'id-token': expired, 'refresh-token': 'refresh' }],
    ['an access-token that has ended', { 'access-token': ADMIN_TOKEN, expiry: later(-1) }],
    ['an access-token that has ended, in seconds', { 'access-token': ADMIN_TOKEN, 'expires-on': '1' }],
    ['no token', {}],
  ])('with %s says how to renew the login', async (_what, config) => {
    expect(await failure(() => open(provider(config)).version())).toContain(
      'has ended. Renew it with `kubectl get --raw /version` in context "eu"',
    );
  });
});

/** The time in this many seconds, as plugins print it. */
function later(seconds: number): string {
  return new Date(Date.now() + seconds * 1000).toISOString();
}
