import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCluster } from '../../../src/kubernetes/api/open-cluster';
import { proxyOf } from '../../../src/kubernetes/api/proxy';
import { ADMIN_TOKEN, FakeApiServer } from './fake-api-server';
import { LOCAL_CERTIFICATE } from './fake-certificate';
import { failure, kubeconfigOf } from './fake-mesh';
import { FakeProxy } from './fake-proxy';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-proxy-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Does not resolve: only a proxy leads there. */
const FAR = 'https://api.invalid:6443';

let server: FakeApiServer;
let proxy: FakeProxy | undefined;
beforeEach(async () => {
  server = await FakeApiServer.start();
});
afterEach(async () => {
  await proxy?.[Symbol.asyncDispose]();
  await server[Symbol.asyncDispose]();
});

function open(cluster: object, env: Record<string, string> = {}, address = FAR, timeout = 2) {
  const config = JSON.parse(kubeconfigOf({ eu: address }, { token: ADMIN_TOKEN }));
  Object.assign(config.clusters[0].cluster, { 'tls-server-name': '127.0.0.1' }, cluster);
  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(kubeconfig, JSON.stringify(config));
  return openCluster({ name: 'eu' }, { config: 'mesh.yaml', kubeconfig, timeout, env });
}

describe('a request through a proxy', () => {
  it.each([
    ['HTTP', () => FakeProxy.http(server.port), 'Basic am9lOnBA'],
    ['HTTP over TLS', () => FakeProxy.http(server.port, { tls: LOCAL_CERTIFICATE }), 'Basic am9lOnBA'],
    ['SOCKS', () => FakeProxy.socks(server.port, true), 'joe:p@'],
  ])('of %s arrives, and the proxy sees its login alone', async (_what, start, login) => {
    proxy = await start();
    const cluster = open({ 'proxy-url': proxy.url('joe:p%40@') });
    expect(await cluster.version()).toBe('1.20.2');
    expect(await cluster.list({ apiVersion: 'v1', kind: 'Pod' })).toEqual([]);
    expect(proxy.wanted).toEqual([{ target: 'api.invalid:6443', login, seen: expect.any(String) }]);
    expect(proxy.wanted[0]?.seen).not.toContain(ADMIN_TOKEN);
  });

  it.each([
    ['HTTP', () => FakeProxy.http(server.port)],
    ['SOCKS', () => FakeProxy.socks(server.port, false)],
  ])('of %s needs no login', async (_what, start) => {
    proxy = await start();
    expect(await open({ 'proxy-url': proxy.url() }).version()).toBe('1.20.2');
    expect(proxy.wanted[0]?.login).toBeUndefined();
  });

  it('of the environment arrives', async () => {
    proxy = await FakeProxy.http(server.port);
    expect(await open({}, { https_proxy: proxy.url() }).version()).toBe('1.20.2');
    expect(
      await failure(() => open({}, { https_proxy: proxy?.url() ?? '', NO_PROXY: '.invalid' }).version()),
    ).toContain('its host name does not resolve');
  });

  it('arrives at a server without TLS', async () => {
    const plain = await FakeApiServer.start('http');
    plain.fault = () => ({ status: 200, body: { gitVersion: 'v1.20.2' } });
    proxy = await FakeProxy.http(plain.port);
    const cluster = open({ 'proxy-url': proxy.url() }, {}, 'http://api.invalid');
    expect(await cluster.version()).toBe('1.20.2');
    expect(proxy.wanted[0]?.target).toBe('api.invalid:80');
    await plain[Symbol.asyncDispose]();
  });

  it('to a server with another certificate fails', async () => {
    proxy = await FakeProxy.http(server.port);
    const cluster = open({ 'proxy-url': proxy.url(), 'tls-server-name': 'api.invalid' });
    expect(await failure(() => cluster.version())).toContain('its certificate is for another name');
  });
});

describe('a proxy that fails is named, and the API server is not blamed', () => {
  it.each([407, 403, 502])('with the status %i', async (answer) => {
    proxy = await FakeProxy.http(server.port, { answer });
    const url = proxy.url('joe:secret-of-the-proxy@');
    expect(await failure(() => open({ 'proxy-url': url }).version())).toBe(
      `eu (${FAR}): the proxy ${proxy.url()} does not connect to it (${answer}). Check the proxy: proxy-url of the kubeconfig, HTTPS_PROXY and NO_PROXY`,
    );
  });

  it.each(['http', 'https', 'socks5'])('when it is down (%s)', async (scheme) => {
    proxy = await FakeProxy.http(server.port);
    const url = proxy.url().replace('http', scheme);
    await proxy[Symbol.asyncDispose]();
    proxy = undefined;
    expect(await failure(() => open({ 'proxy-url': url }).version())).toContain(
      `the proxy ${url} does not connect`,
    );
  });

  it.each(['http', 'https', 'socks5'])(
    'when it is silent, and the connection is closed (%s)',
    async (scheme) => {
      proxy = await FakeProxy.silent();
      const url = proxy.url().replace('http', scheme);
      expect(await failure(() => open({ 'proxy-url': url }, {}, FAR, 0.3).version())).toMatch(
        /no answer within 0\.3 s|does not connect to it/,
      );
      await expect.poll(() => proxy?.open, { timeout: 5000 }).toBe(0);
    },
  );

  it.each(['ftp://proxy', 'proxy:3128', 'http://'])('when its URL is %j', async (url) => {
    expect(await failure(() => open({ 'proxy-url': url }))).toContain('expected the URL of a proxy');
  });
});

describe('the proxy of the environment', () => {
  const of = (server: string, env: Record<string, string>) => proxyOf(new URL(server), undefined, env);

  it.each<[string, Record<string, string>, string | undefined]>([
    ['https://api.example.com', { HTTPS_PROXY: 'http://p:1' }, 'http://p:1'],
    ['https://api.example.com', { https_proxy: 'http://p:1' }, 'http://p:1'],
    ['https://api.example.com', { HTTPS_PROXY: '', https_proxy: 'http://p:1' }, 'http://p:1'],
    ['https://api.example.com', { HTTPS_PROXY: 'p:3128' }, 'http://p:3128'],
    ['https://api.example.com', { HTTPS_PROXY: 'socks5://p' }, 'socks5://p'],
    ['https://api.example.com', { HTTP_PROXY: 'http://p:1' }, undefined],
    ['http://api.example.com', { HTTP_PROXY: 'http://p:1' }, 'http://p:1'],
    ['http://api.example.com', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['https://api.example.com', {}, undefined],
    ['https://localhost:6443', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['https://127.1.2.3:6443', { HTTPS_PROXY: 'http://p:1' }, undefined],
    ['https://[::1]:6443', { HTTPS_PROXY: 'http://p:1' }, undefined],
  ])('for %s with %j is %s', (address, env, expected) => {
    expect(of(address, env)).toBe(expected);
  });

  it('is not used where the kubeconfig has another', () => {
    expect(proxyOf(new URL('https://localhost'), 'http://own', { HTTPS_PROXY: 'http://p' })).toBe(
      'http://own',
    );
  });

  it.each<[string, string, boolean]>([
    ['*', 'https://api.example.com', true],
    ['example.com', 'https://api.example.com', true],
    ['example.com', 'https://example.com', true],
    ['example.com', 'https://badexample.com', false],
    ['.example.com', 'https://api.example.com', true],
    ['.example.com', 'https://example.com', false],
    ['*.example.com', 'https://api.example.com', true],
    ['*.example.com', 'https://example.com', false],
    ['API.example.com', 'https://api.example.com', true],
    ['example.com:6443', 'https://api.example.com:6443', true],
    ['example.com:6443', 'https://api.example.com', false],
    ['example.com:443', 'https://api.example.com', true],
    ['other.com, example.com ,x', 'https://api.example.com', true],
    [' ,,', 'https://api.example.com', false],
    ['10.0.0.2', 'https://10.0.0.2:6443', true],
    ['10.0.0.2:6443', 'https://10.0.0.2:6443', true],
    ['10.0.0.2:443', 'https://10.0.0.2:6443', false],
    ['10.0.0.2', 'https://10.0.0.20:6443', false],
    ['10.0.0.0/8', 'https://10.0.0.2:6443', true],
    ['10.1.2.3/8', 'https://10.0.0.2:6443', true],
    ['10.0.0.0/8', 'https://11.0.0.2:6443', false],
    ['10.0.0.0/8', 'https://api.example.com', false],
    ['0.0.2', 'https://10.0.0.2:6443', false],
    ['fd00::2', 'https://[fd00::2]:6443', true],
    ['[fd00::2]:6443', 'https://[fd00::2]:6443', true],
    ['[fd00::2]:443', 'https://[fd00::2]:6443', false],
    ['fd00::/8', 'https://[fd00::2]:6443', true],
  ])('with NO_PROXY=%s leaves out %s: %s', (list, address, isLeftOut) => {
    const expected = isLeftOut ? undefined : 'http://p';
    expect(of(address, { HTTPS_PROXY: 'http://p', NO_PROXY: list })).toBe(expected);
    expect(of(address, { HTTPS_PROXY: 'http://p', no_proxy: list })).toBe(expected);
  });
});
