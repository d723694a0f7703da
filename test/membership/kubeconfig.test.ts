import { mkdirSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type KubeconfigOptions, kubeconfig } from '../../src/membership/kubeconfig';
import { namespace, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import {
  ALLOW,
  base64,
  expectNoCredential,
  FakeMesh,
  failure,
  kubeconfigOf,
  MESH,
} from '../kubernetes/api/fake-mesh';
import { openNow } from '../open-now';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start();
});
afterEach(() => mesh[Symbol.asyncDispose]());

async function make(options: Partial<KubeconfigOptions> = {}) {
  const { connection, outdir } = mesh;
  const output = mesh.path('eu-west-1');
  const { text, ...result } = await kubeconfig(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection,
    outdir,
    output,
    allow: ALLOW,
    ...options,
  });
  expectNoCredential(result);
  return { ...result, text, made: parse(text) };
}

const ACCOUNT = 'kubernetes.io/service-account.name';

function tokenSecret(
  name: string,
  made: string,
  data: Record<string, string>,
  account = 'istio-multi',
): void {
  mesh.remote.put({
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: {
      name,
      namespace: 'istio-system',
      creationTimestamp: made,
      annotations: { [ACCOUNT]: account },
    },
    type: 'kubernetes.io/service-account-token',
    data,
  });
}

describe('kubeconfig', () => {
  it('names cluster, user and context after the cluster id, with the CA in it', async () => {
    mesh.write('mesh.yaml', MESH.replace('pilotService: true', 'apiServer: https://10.20.0.2:6443'));
    const { made, server } = await make({ allow: {} });
    expect(server).toBe('https://10.20.0.2:6443');
    expect(made).toMatchObject({
      clusters: [
        { name: 'eu-west-1', cluster: { server, 'certificate-authority-data': expect.any(String) } },
      ],
      users: [{ name: 'eu-west-1', user: { token: READER_TOKEN } }],
      contexts: [{ name: 'eu-west-1', context: { cluster: 'eu-west-1', user: 'eu-west-1' } }],
      'current-context': 'eu-west-1',
    });
  });

  it('writes a file that only its owner can read, and nothing beside it', async () => {
    await make();
    expect(statSync(mesh.path('eu-west-1')).mode & 0o777).toBe(0o600);
    expect(readdirSync(mesh.folder).sort()).toEqual(['eu-west-1', 'kubeconfig', 'mesh.yaml']);
    expect(await make()).toMatchObject({ file: mesh.path('eu-west-1') });
  });

  it('waits for the token controller', async () => {
    const filled = mesh.remote.find('Secret', 'istio-multi-token');
    if (filled === undefined) throw new Error('no token Secret');
    const { data, ...empty } = filled;
    mesh.remote.put(empty);
    setTimeout(() => mesh.remote.put({ ...empty, data }), 300);
    expect((await make()).text).toContain(READER_TOKEN);
  });

  it('falls back to the newest of the Secrets that an older cluster made', async () => {
    mesh.remote.objects.delete('Secret istio-system/istio-multi-token');
    const full = (token: string) => ({ token: base64(token), 'ca.crt': base64('ca') });
    tokenSecret('istio-multi-token-old', '2018-01-01T00:00:00Z', full('old'));
    tokenSecret('istio-multi-token-new', '2019-01-01T00:00:00Z', full(READER_TOKEN));
    tokenSecret('istio-multi-token-empty', '2020-01-01T00:00:00Z', {});
    tokenSecret('istio-multi-token-other', '2021-01-01T00:00:00Z', full('other'), 'default');
    const account = mesh.remote.find('ServiceAccount', 'istio-multi');
    if (account === undefined) throw new Error('no account');
    const names = ['dockercfg', 'token-old', 'token-new', 'token-empty', 'token-other'];
    mesh.remote.put({ ...account, secrets: names.map((name) => ({ name: `istio-multi-${name}` })) });
    expect(await make()).toMatchObject({ source: 'Secret istio-multi-token-new' });
  });

  it('asks for a token that ends', async () => {
    const ends = Math.floor(Date.now() / 1000) + 600;
    const token = READER_TOKEN.replace(
      /\.[^.]+\./,
      `.${Buffer.from(JSON.stringify({ exp: ends })).toString('base64url')}.`,
    );
    mesh.remote.fault = ({ path }) =>
      path.endsWith('/istio-multi/token') ? { status: 201, body: { status: { token } } } : undefined;
    const made = await make({ tokenSeconds: 600 });
    expect(made.expires?.getTime()).toBe(ends * 1000);
    expect(made.text).toContain(token);
  });
});

describe('kubeconfig refuses', () => {
  const server = (url: string, extra: object = {}) =>
    JSON.stringify({
      ...JSON.parse(kubeconfigOf({ 'eu-west-1': url })),
      clusters: [{ name: 'eu-west-1', cluster: { server: url, ...extra } }],
    });

  it.each([
    'https://kubernetes.default.svc',
    'https://api.team.svc.cluster.local:443',
    'https://169.254.10.1:6443',
    'https://[fe80::1]:6443',
    'https://[::ffff:10.20.0.2]:6443',
  ])('%s, which is another server in each cluster, whatever is allowed', async (url) => {
    mesh.write('kubeconfig', server(url));
    const allow = { http: true, localhost: true, skipVerify: true };
    expect(await failure(() => make({ allow }))).toContain('which is another server in each cluster');
    expect(mesh.remote.asked).toEqual([]);
  });

  it.each([
    ['plain http', 'http://api.example.com', {}, 'has no TLS, so the primary would send no token'],
    ['localhost', 'https://localhost:6443', {}, 'does not reach: there it means the pod itself'],
    ['a loopback address', 'https://127.0.0.2:6443', {}, 'does not reach'],
    ['an unspecified address', 'https://[::]:6443', {}, 'does not reach'],
    ['a mapped loopback address', 'https://[::ffff:127.0.0.1]:6443', {}, 'does not reach'],
    [
      'a context that skips verification',
      'https://api.example.com',
      { 'insecure-skip-tls-verify': true },
      'proves nothing',
    ],
  ])('%s unless told', async (_name, url, extra, expected) => {
    mesh.write('kubeconfig', server(url, extra));
    expect(await failure(() => make({ allow: {} }))).toContain(expected);
    expect(mesh.remote.asked).toEqual([]);
  });

  it('a token Secret that never fills', async () => {
    tokenSecret('istio-multi-token', '', {});
    expect(await failure(() => make({ connection: { ...mesh.connection, timeout: 1 } }))).toContain(
      'got no token within 1 s. Check the token controller',
    );
  });

  it('a cluster without the account', async () => {
    mesh.remote.objects.clear();
    mesh.remote.put(namespace('kube-system'));
    expect(await failure(() => make())).toContain(
      'there is no account istio-system/istio-multi. Apply dist/eu-west-1 first',
    );
  });

  it('a Secret of that name that is no token of the account', async () => {
    tokenSecret('istio-multi-token', '', {}, 'default');
    expect(await failure(() => make())).toContain('is no token of the account istio-multi');
  });

  it('a cluster that the mesh does not have', async () => {
    expect(await failure(() => make({ remote: 'asia' }))).toContain(
      'no remote "asia" in the mesh. Name one of its remotes: eu-west-1',
    );
    expect(await failure(() => make({ remote: 'hq' }))).toContain('"hq" is the primary');
  });

  it('places that are not fit for a credential', async () => {
    mkdirSync(mesh.path('dist/eu-west-1'), { recursive: true });
    mkdirSync(mesh.path('folder'));
    symlinkSync(mesh.path('dist'), mesh.path('way-to-dist'));
    symlinkSync(mesh.path('elsewhere'), mesh.path('link'));
    mesh.write('notes', 'kind of mine\n');
    for (const [place, why] of [
      ['dist/eu-west-1/kubeconfig', 'is in the output folder'],
      ['way-to-dist/kubeconfig', 'is in the output folder'],
      ['link', 'is a symbolic link'],
      ['folder', 'is a folder'],
      ['notes', 'exists already and contains something else'],
      ['missing/eu-west-1', 'there is no folder'],
    ] as const)
      expect(await failure(() => make({ output: mesh.path(place) }))).toContain(why);
    expect(mesh.remote.asked).toEqual([]);
    expect(mesh.read('notes')).toBe('kind of mine\n');
  });
});
