import { describe, expect, it } from 'vitest';
import { remoteSecret, staleSecrets } from '../../../src/doctor/primary/remote-secret';
import { ClusterError, type KubeObject } from '../../../src/kubernetes/api/cluster';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { membershipOf } from '../../membership/membership-of';
import {
  base64,
  type FakeClusterOptions,
  fakeCluster,
  meshOf,
  observed,
  ROOT,
  remoteOf,
  TOKEN,
} from '../fake-cluster';

const mesh = meshOf();

function kubeconfig(server = 'https://eu.example.com:6443', user = `{ token: ${TOKEN} }`, more = ''): string {
  return `apiVersion: v1
kind: Config
current-context: eu
clusters: [{ name: eu, cluster: { server: "${server}", certificate-authority-data: ${base64(ROOT)}${more} } }]
contexts: [{ name: eu, context: { cluster: eu, user: eu } }]
users: [{ name: eu, user: ${user} }]
`;
}

function secret(
  name = 'eu',
  data: object = { eu: base64(kubeconfig()) },
  labels = { 'istio/multiCluster': 'true' },
) {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name, namespace: 'istio-system', labels },
    data,
  } as KubeObject;
}

function context(objects: readonly KubeObject[], reader: FakeClusterOptions = {}) {
  return {
    mesh,
    membership: membershipOf(mesh),
    primary: mesh.primary,
    cluster: fakeCluster({ name: 'hq', objects }),
    remotes: mesh.remotes,
    openReader: () => fakeCluster(reader),
    connect: async () => undefined,
  };
}

describe('the Secret of a remote on the primary', () => {
  it('passes when its token works', async () => {
    expect(await observed(remoteSecret(context([secret()]), remoteOf(mesh)))).toMatchObject([
      { status: 'ok' },
    ]);
  });

  it('is opened with the server, the CA and the token of its kubeconfig', async () => {
    const opened: unknown[] = [];
    const openReader = (access: unknown) => {
      opened.push(access);
      return fakeCluster();
    };
    await observed(remoteSecret({ ...context([secret()]), openReader }, remoteOf(mesh)));
    expect(opened).toEqual([
      {
        name: 'eu',
        server: 'https://eu.example.com:6443',
        ca: ROOT,
        token: TOKEN,
        skipVerify: false,
      },
    ]);
  });

  it('is opened as its kubeconfig says, without verification and for another name too', async () => {
    const opened: unknown[] = [];
    const openReader = (access: unknown) => {
      opened.push(access);
      return fakeCluster();
    };
    const more = ', insecure-skip-tls-verify: true, tls-server-name: api.internal';
    const data = { eu: base64(kubeconfig(undefined, undefined, more)) };
    await observed(remoteSecret({ ...context([secret('eu', data)]), openReader }, remoteOf(mesh)));
    expect(opened).toMatchObject([{ skipVerify: true, serverName: 'api.internal' }]);
  });

  it.each([
    ['it is missing', [], 'broken', 'no Secret istio-system/eu on the primary'],
    [
      'it lacks the label',
      [{ ...secret(), metadata: { name: 'eu', namespace: 'istio-system' } }],
      'broken',
      'lacks the label',
    ],
    ['its key is another id', [secret('eu', { other: '' })], 'broken', 'expected the key eu alone'],
    ['it is no YAML', [secret('eu', { eu: base64('{') })], 'broken', 'is not valid YAML'],
    ['its kubeconfig is empty', [secret('eu', { eu: base64('{}') })], 'broken', 'has no current context'],
    [
      'it names a program',
      [secret('eu', { eu: base64(kubeconfig(undefined, '{ exec: { command: rm } }')) })],
      'broken',
      'has no token',
    ],
    [
      'its server is http',
      [secret('eu', { eu: base64(kubeconfig('http://eu.example.com')) })],
      'broken',
      'has no TLS',
    ],
    [
      'it does not verify who answers',
      [secret('eu', { eu: base64(kubeconfig(undefined, undefined, ', insecure-skip-tls-verify: true')) })],
      'broken',
      'without verifying',
    ],
    [
      'its server is local',
      [secret('eu', { eu: base64(kubeconfig('https://127.0.0.1:6443')) })],
      'broken',
      'another machine in each pod',
    ],
    [
      'its server is another',
      [secret('eu', { eu: base64(kubeconfig('https://old.example.com:6443')) })],
      'warning',
      'mesh.yaml says https://eu.example.com:6443',
    ],
  ])('says so when %s', async (_, objects, status, says) => {
    const found = await observed(remoteSecret(context(objects as KubeObject[]), remoteOf(mesh)));
    expect(found[0]).toMatchObject({
      status,
      message: expect.stringContaining(says),
      fix: expect.stringContaining('join eu'),
    });
    expect(findCredentials(JSON.stringify(found))).toEqual([]);
  });

  it('is broken when its token is refused', async () => {
    const may = new ClusterError('eu', 'unauthorized', 'eu: refused. Log in');
    const found = await observed(remoteSecret(context([secret()], { failures: { may } }), remoteOf(mesh)));
    expect(found).toMatchObject([{ status: 'broken', message: expect.stringContaining('not accepted') }]);
  });

  it('is doubted when its server cannot be reached from here', async () => {
    const may = new ClusterError('eu', 'timeout', 'eu: no answer within 10 s. Check the VPN');
    const found = await observed(remoteSecret(context([secret()], { failures: { may } }), remoteOf(mesh)));
    expect(found).toMatchObject([{ status: 'warning', fix: expect.stringContaining('from the primary') }]);
  });
});

describe('Secrets that Pilot reads', () => {
  it('pass when all are of the mesh', async () => {
    expect(await observed(staleSecrets(context([secret()])))).toMatchObject([{ status: 'ok' }]);
  });

  it('are broken when one is of a cluster that has left', async () => {
    const found = await observed(staleSecrets(context([secret(), secret('us', { us: '' })])));
    expect(found).toMatchObject([
      { status: 'broken', message: expect.stringContaining('cluster us, which is not') },
    ]);
  });

  it('are broken when two hold one cluster', async () => {
    const found = await observed(staleSecrets(context([secret(), secret('copy')])));
    expect(found).toMatchObject([
      { status: 'broken', message: expect.stringContaining('Secret copy holds the cluster eu') },
    ]);
  });

  it('do not count without the label', async () => {
    expect(
      await observed(staleSecrets(context([secret('us', { us: '' }, { 'istio/multiCluster': 'no' })]))),
    ).toMatchObject([{ status: 'ok' }]);
  });
});
