import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, createServer as createTcpServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Cluster } from '../../../src/kubernetes/api/cluster';
import { openCluster } from '../../../src/kubernetes/api/open-cluster';
import { getFromPod } from '../../../src/kubernetes/api/pod-http';
import { status } from './fake-api';
import { ADMIN_TOKEN, FakeApiServer } from './fake-api-server';
import { expectNoCredential, failure, kubeconfigOf } from './fake-mesh';
import { FakeProxy } from './fake-proxy';

const folder = mkdtempSync(join(tmpdir(), 'istio-remote-forward-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const POD = { namespace: 'istio-system', name: 'istiod-1', port: 8080 };

let api: FakeApiServer;
let pod: Server;
/** The reaction of the server in the pod to a request. */
let answer: (path: string) => string | undefined;

beforeEach(async () => {
  api = await FakeApiServer.start();
  answer = (path) => JSON.stringify({ path });
  pod = createServer((request, response) => {
    const text = answer(request.url ?? '');
    if (text !== undefined) response.end(text);
  });
  await new Promise<void>((resolve) => pod.listen(0, '127.0.0.1', resolve));
  api.forward = () => (pod.address() as AddressInfo).port;
});
afterEach(async () => {
  await api[Symbol.asyncDispose]();
  pod.closeAllConnections();
  await new Promise((resolve) => pod.close(resolve));
});

function open(timeout = 20, env: Record<string, string> = {}, user?: object): Cluster {
  const KUBECONFIG = join(folder, 'config');
  writeFileSync(KUBECONFIG, kubeconfigOf({ hq: api.url }, user));
  return openCluster({ name: 'hq' }, { config: 'mesh.yaml', timeout, env: { KUBECONFIG, ...env } });
}

const ask = (cluster = open(), path = '/debug/clusterz') => getFromPod(cluster, POD, path);

describe('a connection to a port of a pod', () => {
  it('carries a request and its answer, and the credentials of the context', async () => {
    expect(await ask()).toMatchObject({ status: 200, body: { path: '/debug/clusterz' } });
    const [upgraded] = api.asked;
    expect(upgraded?.path).toBe('/api/v1/namespaces/istio-system/pods/istiod-1/portforward?ports=8080');
    expect(upgraded?.headers).toMatchObject({
      authorization: `Bearer ${ADMIN_TOKEN}`,
      'sec-websocket-protocol': 'v4.channel.k8s.io',
    });
  });

  it('carries megabytes', async () => {
    const text = 'x'.repeat(5_000_000);
    answer = () => JSON.stringify({ text });
    expect((await ask()).body).toEqual({ text });
  });

  it('is closed after the answer', async () => {
    await ask();
    await expect.poll(() => api.kubelet.open.size).toBe(0);
  });

  it('asks as somebody else when the kubeconfig says so', async () => {
    await ask(open(20, {}, { token: ADMIN_TOKEN, as: 'sre' }));
    expect(api.asked[0]?.headers['impersonate-user']).toBe('sre');
  });

  it('goes through the proxy of the environment', async () => {
    await using proxy = await FakeProxy.http(api.port);
    const named = JSON.parse(kubeconfigOf({ hq: api.url }));
    named.clusters[0].cluster['proxy-url'] = proxy.url();
    const KUBECONFIG = join(folder, 'named');
    writeFileSync(KUBECONFIG, JSON.stringify(named));
    const cluster = openCluster({ name: 'hq' }, { config: 'mesh.yaml', timeout: 20, env: { KUBECONFIG } });
    expect((await ask(cluster)).status).toBe(200);
    expect(proxy.wanted).toMatchObject([{ target: `127.0.0.1:${api.port}` }]);
  });

  it('does not go to an API server that the kubeconfig does not trust', async () => {
    const config = JSON.parse(kubeconfigOf({ hq: api.url }));
    delete config.clusters[0].cluster['certificate-authority-data'];
    const KUBECONFIG = join(folder, 'untrusting');
    writeFileSync(KUBECONFIG, JSON.stringify(config));
    const cluster = openCluster({ name: 'hq' }, { config: 'mesh.yaml', env: { KUBECONFIG } });
    expect(await failure(() => ask(cluster))).toContain('is not signed by the CA');
    expect(api.asked).toEqual([]);
  });
});

describe('a connection to a port of a pod fails', () => {
  it('when the user may not port-forward, with what was forbidden', async () => {
    api.fault = () => status(403, 'Forbidden', `${ADMIN_TOKEN} may not`);
    const error = await ask().catch((thrown: unknown) => thrown);
    expect(error).toMatchObject({ fault: 'forbidden' });
    expect(await failure(() => ask())).toContain(
      'it forbids the user of context "hq" to get pods/portforward "istiod-1" in the namespace istio-system (403)',
    );
  });

  it.each([
    ['there is no such pod', status(404, 'NotFound', 'pods "istiod-1" not found'), 'istiod-1" not found'],
    [
      'the kubelet is gone',
      status(500, 'InternalError', 'error dialing backend: EOF'),
      'error dialing backend',
    ],
    [
      'a login page is in front',
      { status: 200, body: '<html>' },
      'does not answer like a Kubernetes API server',
    ],
  ])('when %s', async (_, fault, says) => {
    api.fault = () => fault;
    expect(await failure(() => ask())).toContain(says);
  });

  it('when the API server is silent, within the time limit', async () => {
    api.fault = () => 'silence';
    expect(await failure(() => ask(open(0.2)))).toContain('no answer within 0.2 s');
  });

  it('when the API server breaks the connection', async () => {
    api.fault = () => 'cut before';
    expect(await failure(() => ask())).toMatch(/the connection (?:broke|failed)/);
  });

  it('when nothing listens on the port, with what the kubelet says', async () => {
    api.forward = () => 'dial tcp4 127.0.0.1:8080: connect: connection refused';
    expect(await failure(() => ask())).toContain(
      'the kubelet does not connect to port 8080 of the pod istio-system/istiod-1: error forwarding port 8080 to pod istiod-1, uid : dial tcp4 127.0.0.1:8080: connect: connection refused',
    );
  });

  it('when the kubelet repeats a credential, without it', async () => {
    api.forward = () => `refused ${ADMIN_TOKEN}`;
    const text = await failure(() => ask());
    expect(text).toContain('istio-system/istiod-1. Check');
    expectNoCredential(text);
  });

  it('when the pod never answers, at the end of the operation', async () => {
    answer = () => undefined;
    expect(await failure(() => ask(open(0.3)))).toContain('within 1.8 s');
    await expect.poll(() => api.kubelet.open.size).toBe(0);
  });

  it('when something other than HTTP listens there', async () => {
    const other = createTcpServer((socket) => socket.on('error', () => undefined).end('SSH-2.0\r\n'));
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    api.forward = () => (other.address() as AddressInfo).port;
    expect(await failure(() => ask())).toContain('does not answer like an HTTP server');
    other.close();
  });
});

it('asks once more with new credentials after the API server has refused the old ones', async () => {
  const token = join(folder, 'token');
  writeFileSync(token, ADMIN_TOKEN);
  api.fault = ({ index }) => (index === 0 ? status(401, 'Unauthorized') : undefined);
  expect((await ask(open(20, {}, { tokenFile: token }))).status).toBe(200);
  expect(api.asked.length).toBe(2);
});
