import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import type { JoinOptions } from '../../src/membership/join';
import { kubeconfig } from '../../src/membership/kubeconfig';
import { type LeaveOptions, leave } from '../../src/membership/leave';
import { namespace, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { ALLOW, base64, FakeMesh, failure, MESH_CURRENT, READS_CURRENT } from '../kubernetes/api/fake-mesh';
import { FakeProxy } from '../kubernetes/api/fake-proxy';
import { openNow } from '../open-now';
import { joinIn } from './join-in';

const SECRET = 'istio-remote-secret-eu-west-1';
const WEBHOOK = 'istio-sidecar-injector';

let mesh: FakeMesh;
beforeEach(async () => {
  mesh = await FakeMesh.start(MESH_CURRENT);
  mesh.remote.readerReads = [...READS_CURRENT];
});
afterEach(() => mesh[Symbol.asyncDispose]());

const joinOnce = (options: Partial<JoinOptions> = {}) => joinIn(mesh, options);

async function leaveOnce(options: Partial<LeaveOptions> = {}) {
  const lines: string[] = [];
  const confirm: LeaveOptions['confirm'] = async (question) => {
    lines.push(...question.lines);
    return true;
  };
  const result = await leave(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection: mesh.connection,
    confirm,
    ...options,
  });
  return { ...result, lines };
}

describe('kubeconfig, with current Istio', () => {
  it('takes the token of istio-reader-service-account', async () => {
    const { connection, outdir } = mesh;
    const made = await kubeconfig(openNow(mesh.config), {
      remote: 'eu-west-1',
      connection,
      outdir,
      output: '-',
      allow: ALLOW,
    });
    expect(made.text).toContain(READER_TOKEN);
    expect(made.source).toBe('Secret istio-reader-service-account-istio-remote-secret-token');
  });
});

describe('join, with current Istio', () => {
  it('makes the Secret that istioctl create-remote-secret makes', async () => {
    expect((await joinOnce()).joined).toMatchObject({ outcome: 'created', server: mesh.remote.url });
    expect(mesh.primary.find('Secret', SECRET)).toMatchObject({
      type: 'Opaque',
      metadata: {
        namespace: 'istio-system',
        labels: { 'istio/multiCluster': 'true' },
        annotations: { 'networking.istio.io/cluster': 'eu-west-1' },
      },
      data: { 'eu-west-1': expect.any(String) },
    });
    expect(mesh.joined()).toContain(READER_TOKEN);
    expect((await joinOnce()).joined?.outcome).toBe('unchanged');
  });

  /** Joins, and gives the Secret another kubeconfig or other annotations. */
  async function changedSecret(annotations: object, old?: string, more: object = {}): Promise<KubeObject> {
    await joinOnce();
    const { metadata, ...secret } = mesh.primary.find('Secret', SECRET) ?? namespace('');
    const data = { ...(old === undefined ? (secret.data as object) : { 'eu-west-1': base64(old) }), ...more };
    mesh.primary.asked.length = 0;
    return mesh.primary.put({ ...secret, metadata: { ...metadata, annotations }, data } as KubeObject);
  }
  const ANNOTATION = { 'networking.istio.io/cluster': 'eu-west-1' };
  const writes = () =>
    mesh.primary.asked.map(({ method }) => method).filter((method) => method !== 'GET' && method !== 'POST');

  it.each([
    ['1.30.4', 'another kubeconfig', ANNOTATION, 'old'],
    ['1.31.0', 'another kubeconfig', ANNOTATION, 'old'],
    ['1.30', 'the same kubeconfig and no annotation', {}, undefined],
  ])('of release %s updates a Secret with %s in place', async (release, _, annotations, old) => {
    mesh.write('mesh.yaml', MESH_CURRENT.replace('"1.30"', `"${release}"`));
    const { metadata } = await changedSecret(annotations, old);
    expect((await joinOnce()).joined?.outcome).toBe('updated');
    expect(writes()).toEqual(['PATCH']);
    expect(mesh.joined()).toContain(READER_TOKEN);
    expect(mesh.primary.find('Secret', SECRET)?.metadata).toMatchObject({
      uid: metadata.uid,
      annotations: ANNOTATION,
    });
  });

  it.each([
    ['1.29', 'istiod 1.29 before 1.29.3 can stop reading Secrets'],
    ['1.30.3', 'istiod 1.30.3 loses the endpoints'],
  ])(
    'of release %s deletes a Secret with another kubeconfig and creates it, and says why',
    async (release, why) => {
      mesh.write('mesh.yaml', MESH_CURRENT.replace('"1.30"', `"${release}"`));
      const { metadata } = await changedSecret(ANNOTATION, 'old');
      expect((await joinOnce({ dryRun: true })).joined).toMatchObject({ outcome: 'replaced' });
      expect(writes()).toEqual([]);
      const { joined } = await joinOnce();
      expect(joined).toMatchObject({ outcome: 'replaced', because: expect.stringContaining(why) });
      expect(writes()).toEqual(['DELETE']);
      expect(mesh.joined()).toContain(READER_TOKEN);
      expect(mesh.primary.find('Secret', SECRET)?.metadata.uid).not.toBe(metadata.uid);
    },
  );

  it('takes its key out of a Secret of two clusters and puts it back, and leaves the other alone', async () => {
    const { metadata } = await changedSecret(ANNOTATION, 'old', { asia: base64('of asia') });
    expect((await joinOnce()).joined).toMatchObject({ outcome: 'replaced' });
    expect(writes()).toEqual(['PATCH', 'PATCH']);
    const { data, metadata: now } = mesh.primary.find('Secret', SECRET) ?? namespace('');
    expect(now.uid).toBe(metadata.uid);
    expect(data).toEqual({ asia: base64('of asia'), 'eu-west-1': expect.any(String) });
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('adds its key to a Secret of its name that lacks it, in place', async () => {
    await joinOnce();
    const { data: _, ...secret } = mesh.primary.find('Secret', SECRET) ?? namespace('');
    mesh.primary.put({ ...secret, data: { asia: base64('of asia') } } as KubeObject);
    mesh.primary.asked.length = 0;
    expect((await joinOnce()).joined?.outcome).toBe('updated');
    expect(writes()).toEqual(['PATCH']);
    expect(mesh.primary.find('Secret', SECRET)?.data).toHaveProperty('asia');
    expect(mesh.joined()).toContain(READER_TOKEN);
  });

  it('proves the kubeconfig through the proxy of the context, which is not written into it', async () => {
    await using proxy = await FakeProxy.http(mesh.remote.port);
    const config = JSON.parse(mesh.read('kubeconfig'));
    const { cluster } = config.clusters[1];
    cluster['proxy-url'] = proxy.url();
    cluster['tls-server-name'] = '127.0.0.1';
    cluster.server = 'https://api.invalid:6443';
    mesh.write('kubeconfig', JSON.stringify(config));
    const { joined } = await joinOnce();
    expect(joined?.outcome, joined?.error).toBe('created');
    expect(joined?.warnings).toEqual([
      expect.stringContaining('goes through a proxy, which istiod does not'),
    ]);
    expect(mesh.joined()).toContain('https://api.invalid:6443');
    expect(mesh.joined()).not.toContain('proxy-url');
  });

  it('refuses a reader that cannot list what istiod lists', async () => {
    mesh.remote.readerReads = READS_CURRENT.filter((kind) => kind !== 'secrets');
    expect((await joinOnce()).joined).toMatchObject({ outcome: 'failed' });
    expect(mesh.joined()).toBeUndefined();
  });
});

describe('leave, with current Istio', () => {
  const held = (name: string, data: object, ownerReferences: readonly object[] = []): KubeObject =>
    mesh.primary.put({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name,
        namespace: 'istio-system',
        labels: { 'istio/multiCluster': 'true' },
        ownerReferences,
      },
      data,
    } as KubeObject);

  it('takes the cluster out of every Secret that has it, whatever its name', async () => {
    held('made-by-hand', { 'eu-west-1': '' });
    held('all', { 'eu-west-1': '', asia: '' });
    held('us', { us: '' });
    const { lines, changes } = await leaveOnce({ primaryOnly: true });
    expect(lines.slice(1)).toEqual([
      'hq: delete Secret istio-system/istio-remote-secret-eu-west-1',
      'hq: delete Secret istio-system/made-by-hand',
      'hq: delete key eu-west-1 of Secret istio-system/all, which keeps asia',
    ]);
    expect(changes.map(({ done }) => done)).toEqual(['deleted', 'deleted', 'deleted']);
    expect(mesh.primary.find('Secret', 'made-by-hand')).toBeUndefined();
    expect(mesh.primary.find('Secret', 'all')?.data).toEqual({ asia: '' });
    expect(mesh.primary.find('Secret', 'us')?.data).toEqual({ us: '' });
    expect(await leaveOnce({ primaryOnly: true })).toMatchObject({ outcome: 'nothing to do' });
  });

  it.each(['ExternalSecret', 'SealedSecret'])('refuses a Secret that an %s recreates', async (kind) => {
    held('eu', { 'eu-west-1': '' }, [{ kind, name: 'eu' }]);
    await expect(leaveOnce({ primaryOnly: true })).rejects.toThrow(
      `hq: ${kind} eu recreates the Secret istio-system/eu. The objects would be back within seconds, so nothing was changed. Delete ${kind} eu on hq, and remove it from Git, for example from dist/hq. Then repeat with --force`,
    );
    expect(mesh.primary.find('Secret', 'eu')).toBeDefined();
    const { outcome } = await leaveOnce({ primaryOnly: true, force: true });
    expect(outcome).toBe('left');
    expect(mesh.primary.find('Secret', 'eu')).toBeUndefined();
  });

  const configMap = (name: string, of: string): KubeObject => ({
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: of },
  });

  beforeEach(async () => {
    await joinOnce();
  });

  it('takes the Secret first, then the webhooks, then the rest, and the namespace last', async () => {
    const { outcome, changes, lines } = await leaveOnce();
    expect(outcome).toBe('left');
    expect(lines).toContain('eu-west-1: remove the label istio-injection from Namespace shop');
    expect(changes.slice(0, 3).map(({ what }) => what)).toEqual([
      `Secret istio-system/${SECRET}`,
      'MutatingWebhookConfiguration istio-sidecar-injector',
      'ValidatingWebhookConfiguration istiod-default-validator',
    ]);
    expect(changes.at(-1)?.what).toBe('Namespace istio-system');
    expect(mesh.primary.titles()).toEqual(['Namespace istio-system', 'Namespace kube-system']);
    expect(mesh.remote.titles()).toEqual(['Namespace kube-system', 'Namespace shop']);
    expect(await leaveOnce()).toMatchObject({ outcome: 'nothing to do' });
  });

  it('names what istiod has left, deletes it only when told, and never a definition', async () => {
    mesh.remote.put(configMap('istio-ca-root-cert', 'shop'));
    mesh.remote.put(configMap('istio-ca-root-cert', 'istio-system'));
    mesh.remote.put(configMap('istio-namespace-controller-election', 'istio-system'));
    mesh.remote.put(configMap('ours', 'shop'));
    const crd = { apiVersion: 'apiextensions.k8s.io/v1', kind: 'CustomResourceDefinition' };
    mesh.remote.put({ ...crd, metadata: { name: 'gateways.networking.istio.io' } });
    mesh.remote.put({ ...crd, metadata: { name: 'certificates.cert-manager.io' } });
    const first = await leaveOnce();
    expect(first.leftovers.map(({ objects }) => objects)).toEqual([
      ['ConfigMap shop/istio-ca-root-cert', 'ConfigMap istio-system/istio-ca-root-cert'],
      ['ConfigMap istio-system/istio-namespace-controller-election'],
      ['CustomResourceDefinition gateways.networking.istio.io'],
    ]);
    expect(first.changes.at(-1)).toMatchObject({
      what: 'Namespace istio-system',
      done: 'kept',
      because: expect.stringContaining('ConfigMap istio-system/istio-ca-root-cert'),
    });
    const second = await leaveOnce({ deleteLeftovers: true });
    expect(second.leftovers).toMatchObject([{ stays: 'deleting one deletes every object of its kind' }]);
    expect(mesh.remote.titles()).toEqual([
      'ConfigMap shop/ours',
      'CustomResourceDefinition certificates.cert-manager.io',
      'CustomResourceDefinition gateways.networking.istio.io',
      'Namespace kube-system',
      'Namespace shop',
    ]);
  });

  it('keeps the webhook that Istio 1.0 has put in its place', async () => {
    const { metadata, ...object } =
      mesh.remote.find('MutatingWebhookConfiguration', WEBHOOK) ?? namespace('');
    const labels = { ...metadata.labels, 'app.kubernetes.io/name': 'istio-sidecar-injector' };
    mesh.remote.put({ ...object, metadata: { ...metadata, labels } } as KubeObject);
    const { changes } = await leaveOnce();
    expect(changes).toContainEqual({
      cluster: 'eu-west-1',
      what: `MutatingWebhookConfiguration ${WEBHOOK}`,
      done: 'kept',
      because: 'another mesh has put its own there, of istio-sidecar-injector',
    });
    expect(mesh.remote.find('MutatingWebhookConfiguration', WEBHOOK)).toBeDefined();
  });

  it('takes the label of a revision from its namespaces', async () => {
    mesh.write('mesh.yaml', `revision: 1-30\n${MESH_CURRENT}`);
    mesh.apply();
    await leaveOnce();
    expect(mesh.remote.find('Namespace', 'shop')?.metadata.labels).not.toHaveProperty('istio.io/rev');
  });

  it('finds a remote that is no longer in mesh.yaml by its labels', async () => {
    mesh.write('mesh.yaml', MESH_CURRENT.replace('name: eu-west-1', 'name: asia'));
    expect((await leaveOnce()).outcome).toBe('left');
    expect(mesh.remote.titles()).toEqual(['Namespace kube-system', 'Namespace shop']);
  });

  it('still refuses what it cannot ask', async () => {
    await mesh.remote[Symbol.asyncDispose]();
    expect(await failure(() => leaveOnce())).toContain('the connection was refused');
    expect(mesh.primary.find('Secret', SECRET)).toBeUndefined();
  });
});
