import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCluster } from '../../../src/kubernetes/api/open-cluster';
import { status } from './fake-api';
import { ADMIN_TOKEN, FakeApiServer, type Fault, namespace } from './fake-api-server';
import { failure, kubeconfigOf } from './fake-mesh';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-faults-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

let server: FakeApiServer;
beforeEach(async () => {
  server = await FakeApiServer.start();
});
afterEach(() => server[Symbol.asyncDispose]());

const PODS = { apiVersion: 'v1', kind: 'Pod' };
const SHOP = { apiVersion: 'v1', kind: 'Namespace', name: 'shop' };

function file(name: string, text: string): string {
  writeFileSync(join(folder, name), text);
  return join(folder, name);
}

function open(timeout = 1, url = server.url) {
  const KUBECONFIG = file('config', kubeconfigOf({ eu: url }));
  return openCluster({ name: 'eu' }, { config: 'mesh.yaml', timeout, env: { ...process.env, KUBECONFIG } });
}

/** The same for each request, or for the first ones. */
function always(fault: Fault, times = Number.POSITIVE_INFINITY): void {
  server.fault = ({ index }) => (index < times ? fault : undefined);
}

describe('a cluster that fails', () => {
  it.each<[string, Fault, RegExp]>([
    ['is silent', 'silence', /: no answer within 1 s\. .*--timeout/],
    ['breaks the connection', 'cut before', /: the connection broke/],
    [
      'knows no such user',
      status(401, 'Unauthorized'),
      /does not accept the credentials of context "eu" \(401\)/,
    ],
    [
      'forbids it',
      status(403, 'Forbidden'),
      /forbids the user of context "eu" to list pods in the namespace shop \(403\)/,
    ],
    [
      'fails',
      status(500, 'InternalError', 'etcd is sad'),
      /failed to list pods .* after 3 tries \(500\): etcd is sad\./,
    ],
    ['is overloaded', status(503, 'ServiceUnavailable'), /after 3 tries \(503\)/],
    [
      'is a login page',
      { status: 200, body: '<html>' },
      /does not answer like a Kubernetes API server \(200\)/,
    ],
    ['is a redirect', { status: 302, body: '' }, /does not answer like a Kubernetes API server \(302\)/],
    [
      'is a web server',
      { status: 404, body: 'not found' },
      /does not answer like a Kubernetes API server \(404\)/,
    ],
    [
      'answers no object',
      { status: 200, body: 'null' },
      /does not answer like a Kubernetes API server \(200\)/,
    ],
    [
      'has forgotten its list twice',
      status(410, 'Expired'),
      /list changed faster than it could be read \(410\)/,
    ],
    ['repeats the token', status(500, 'InternalError', `no: ${ADMIN_TOKEN}`), /after 3 tries \(500\)\. Look/],
  ])('%s', async (_name, fault, expected) => {
    always(fault);
    const message = await failure(() => open().list(PODS, { namespace: 'shop' }));
    expect(message).toMatch(expected);
    expect(message).toMatch(/^eu \(http:\/\/127\.0\.0\.1:\d+\): /);
  });

  it('ends in time', async () => {
    const begin = performance.now();
    always('silence');
    await failure(() => open(0.3).version());
    expect(performance.now() - begin).toBeLessThan(1500);
  });

  it('is down, or not in DNS', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    expect(await failure(() => open(1, url).version())).toContain('the connection was refused');
    expect(await failure(() => open(5, 'https://nowhere.invalid').version())).toContain(
      'host name does not resolve',
    );
    server = await FakeApiServer.start();
  });

  it('does not know a user and password of its URL in messages', async () => {
    const url = server.url.replace('//', '//admin:hunter2secret@');
    always(status(401, 'Unauthorized'));
    expect(await failure(() => open(1, url).version())).not.toContain('hunter2');
  });
});

describe('a cluster that recovers', () => {
  it('is asked again after a failure, a broken connection, or too many requests', async () => {
    for (const fault of [
      status(500, 'InternalError'),
      'cut before',
      status(429, 'TooManyRequests'),
    ] as const) {
      const first = server.asked.length;
      server.fault = ({ index }) => (index === first ? fault : undefined);
      expect(await open(3).version()).toBe('1.20.2');
    }
  });

  it('is left alone for as long as it asks', async () => {
    always({ ...status(429, 'TooManyRequests'), headers: { 'Retry-After': '1' } }, 1);
    const begin = performance.now();
    await open(5).create(namespace('shop'));
    expect(performance.now() - begin).toBeGreaterThan(950);
  });

  it('is not waited for longer than the limit', async () => {
    always({ ...status(429, 'TooManyRequests'), headers: { 'Retry-After': '60' } });
    expect(await failure(() => open(1).version())).toContain('asks to wait 60 s (429)');
    expect(server.asked).toHaveLength(1);
  });

  it('reads a list again that expired between two pages', async () => {
    const page = (name: string, next: string) => ({
      status: 200,
      body: { items: [{ metadata: { name } }], metadata: { continue: next } },
    });
    const answers = [page('a', 'x'), status(410, 'Expired'), page('b', 'y'), page('c', '')];
    server.fault = ({ index }) => answers[index];
    expect((await open().list(PODS)).map(({ metadata }) => metadata.name)).toEqual(['b', 'c']);
    expect(server.asked[1]?.path).toContain('continue=x');
  });

  it('is never asked twice to create something', async () => {
    always(status(500, 'InternalError'));
    expect(await failure(() => open().create(namespace('shop')))).toContain(
      'failed to create namespaces "shop" (500)',
    );
    expect(server.asked).toHaveLength(1);
  });
});

describe('an object', () => {
  it('that is there already, or was replaced, is a conflict', async () => {
    server.put(namespace('shop'));
    expect(await failure(() => open().create(namespace('shop')))).toContain('there is one already (409)');
    expect(await failure(() => open().delete(SHOP, 'another'))).toContain(
      'somebody else has just changed (409)',
    );
  });

  it('that does not go is told after a while', async () => {
    server.put({ ...namespace('shop'), metadata: { name: 'shop', deletionTimestamp: 'now' } });
    server.fault = ({ method }) => (method === 'DELETE' ? status(409, 'Conflict') : undefined);
    expect(await failure(() => open(0.2).delete(SHOP))).toContain(
      'is being deleted, but is still there after 1.2 s',
    );
  });

  it('that is not there is undefined, and of a kind that is not there, too', async () => {
    expect(await open().get(SHOP)).toBeUndefined();
    expect(await open().get({ apiVersion: 'x.io/v1', kind: 'X', name: 'x' })).toBeUndefined();
    expect(await open().list({ apiVersion: 'x.io/v1', kind: 'X' })).toEqual([]);
    expect(await open().delete(SHOP)).toBe(false);
  });
});
