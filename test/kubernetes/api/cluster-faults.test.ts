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

function open(timeout = 20, url = server.url) {
  const KUBECONFIG = file('config', kubeconfigOf({ eu: url }));
  return openCluster({ name: 'eu' }, { config: 'mesh.yaml', timeout, env: { ...process.env, KUBECONFIG } });
}

/** One for every request, or one for each of the first ones. */
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
    [
      'repeats the token',
      status(500, 'InternalError', `no: ${ADMIN_TOKEN}`),
      /after 3 tries \(500\)\. Check/,
    ],
  ])('%s', async (_name, fault, expected) => {
    always(fault);
    const timeout = fault === 'silence' ? 1 : 10;
    const message = await failure(() => open(timeout).list(PODS, { namespace: 'shop' }));
    expect(message).toMatch(expected);
    expect(message).toMatch(/^eu \(https:\/\/127\.0\.0\.1:\d+\): /);
  });

  it('ends in time', async () => {
    always('silence');
    expect(await failure(() => open(0.3).version())).toContain('0.3 s');
  });

  it('is down, or not in DNS', async () => {
    const { url } = server;
    await server[Symbol.asyncDispose]();
    expect(await failure(() => open(20, url).version())).toContain('the connection was refused');
    expect(await failure(() => open(20, 'https://nowhere.invalid').version())).toContain(
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
      expect(await open(20).version()).toBe('1.20.2');
    }
  });

  it('is left alone for as long as it asks', async () => {
    always({ ...status(429, 'TooManyRequests'), headers: { 'Retry-After': '1' } }, 1);
    const begin = performance.now();
    await open(20).create(namespace('shop'));
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

describe('a list without an end', () => {
  const endless = (token: (index: number) => string) => {
    server.fault = ({ index }) => ({
      status: 200,
      body: { items: [{ metadata: { name: 'a' } }], metadata: { continue: token(index) } },
    });
  };

  it('is given up when two pages are the same', async () => {
    endless(() => 'again');
    expect(await failure(() => open().list(PODS))).toContain('its list of pods has no end');
    expect(server.asked).toHaveLength(2);
  });

  it('is given up after a thousand pages', async () => {
    endless(String);
    expect(await failure(() => open(30).list(PODS))).toContain('its list of pods has no end');
    expect(server.asked).toHaveLength(1000);
  });

  it('is given up when an operation has taken six times as long as an answer may', async () => {
    endless(String);
    // Far below the limit of one answer, so that on a busy machine that limit does not end one first.
    server.delay = 50;
    expect(await failure(() => open(0.5).list(PODS))).toContain('no answer within 3 s');
    expect(server.asked.length).toBeLessThan(100);
  });
});

describe('an answer', () => {
  it('larger than 128 MB is not read to its end', async () => {
    server.fault = () => ({ status: 200, body: `{"items": [${' '.repeat(129 * 1024 * 1024)}]}` });
    expect(await failure(() => open(30).list(PODS))).toContain('its answer is larger than 128 MB');
  });

  const name = 'shop';
  it.each<[string, unknown]>([
    ['no metadata', {}],
    ['metadata that are no map', { metadata: null }],
    ['no name', { metadata: {} }],
    ['a name that is no text', { metadata: { name: 1 } }],
    ['another name', { metadata: { name: 'other' } }],
    ['a namespace that is no text', { metadata: { name, namespace: {} } }],
    ['a uid that is no text', { metadata: { name, uid: [] } }],
    ['labels that are no map', { metadata: { name, labels: ['a'] } }],
    ['a label that is no text', { metadata: { name, labels: { a: 1 } } }],
    ['annotations that are no map', { metadata: { name, annotations: 'a' } }],
    ['a deletionTimestamp that is no text', { metadata: { name, deletionTimestamp: true } }],
  ])('with %s is refused as an object', async (_what, body) => {
    always({ status: 200, body });
    const create = () => open().create(namespace(name));
    for (const work of [() => open().get(SHOP), () => open().patch(SHOP, {}), create])
      expect(await failure(work)).toContain('its answer has no Namespace shop.');
  });

  it.each<[string, unknown]>([
    ['items that are no list', { items: {} }],
    ['an item that is null', { items: [null] }],
    ['an item without metadata', { items: [{ metadata: null }] }],
    ['an item without a name', { items: [{ metadata: { name: 'a' } }, { metadata: {} }] }],
  ])('with %s is refused as a list', async (_what, body) => {
    always({ status: 200, body });
    expect(await failure(() => open().list(PODS))).toContain('its answer has no list of pods.');
  });

  it('may leave out what is empty, as servers written in Go do', async () => {
    always({ status: 200, body: { metadata: {}, items: null } });
    expect(await open().list(PODS)).toEqual([]);
    const metadata = { name, labels: null, annotations: null, creationTimestamp: null };
    always({ status: 200, body: { metadata } });
    expect((await open().get(SHOP))?.metadata).toEqual({ name });
  });

  it.each([{}, { gitVersion: 1 }, { gitVersion: 'new' }])('of %j is no version', async (body) => {
    always({ status: 200, body });
    expect(await failure(() => open().version())).toContain('its answer has no version.');
  });

  it.each([{}, { status: null }, { status: { token: 1 } }, { status: { token: '' } }])(
    'of %j is no token',
    async (body) => {
      always({ status: 201, body });
      const account = { namespace: 'a', name: 'b' };
      expect(await failure(() => open().requestToken(account, 60))).toContain(
        'has no token for the account b.',
      );
    },
  );

  it('that does not say yes means no', async () => {
    for (const body of [{}, { status: null }, { status: { allowed: 'true' } }]) {
      always({ status: 201, body });
      expect(await open().may({ verb: 'get', resource: 'pods' })).toBe(false);
    }
  });
});

describe('an object', () => {
  it('that already exists, or was replaced, is a conflict', async () => {
    server.put(namespace('shop'));
    expect(await failure(() => open().create(namespace('shop')))).toContain('it exists already (409)');
    expect(await failure(() => open().delete(SHOP, 'another'))).toContain(
      'another client changed it meanwhile (409)',
    );
  });

  it('that does not disappear is reported after a while', async () => {
    server.put({ ...namespace('shop'), metadata: { name: 'shop', deletionTimestamp: 'now' } });
    server.fault = ({ method }) => (method === 'DELETE' ? status(409, 'Conflict') : undefined);
    expect(await failure(() => open(0.2).delete(SHOP))).toContain(
      'is being deleted, but still exists after 1.2 s',
    );
  });

  it('that is not there is undefined, and of a kind that is not there, too', async () => {
    expect(await open().get(SHOP)).toBeUndefined();
    expect(await open().get({ apiVersion: 'x.io/v1', kind: 'X', name: 'x' })).toBeUndefined();
    expect(await open().list({ apiVersion: 'x.io/v1', kind: 'X' })).toEqual([]);
    expect(await open().delete(SHOP)).toBe(false);
  });
});
