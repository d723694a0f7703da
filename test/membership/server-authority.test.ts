import { mkdirSync } from 'node:fs';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { join } from '../../src/membership/join';
import { kubeconfig } from '../../src/membership/kubeconfig';
import { FakeApiServer } from '../kubernetes/api/fake-api-server';
import { type FakeCertificate, fakeCertificate, LOCAL_CERTIFICATE } from '../kubernetes/api/fake-certificate';
import { ALLOW, base64, FakeMesh, failure, kubeconfigOf, MESH } from '../kubernetes/api/fake-mesh';
import { FakeProxy } from '../kubernetes/api/fake-proxy';
import { openNow } from '../open-now';

/** Signed no certificate here. */
const OTHER = await fakeCertificate('other.example.com', 'dns');
/** The cluster's own. */
const OWN = await fakeCertificate('127.0.0.1');

let mesh: FakeMesh;
let env: Record<string, string>;
beforeEach(async () => {
  mesh = await FakeMesh.start();
  env = { ...mesh.connection.env, SSL_CERT_FILE: mesh.path('system.pem') };
  clusterSays(OWN);
  systemTrusts();
});
afterEach(() => mesh[Symbol.asyncDispose]());

/** The CA in the Secret of the reader. */
function clusterSays({ cert }: FakeCertificate): void {
  const token = mesh.remote.find('Secret', 'istio-multi-token');
  if (token === undefined) throw new Error('no token Secret');
  mesh.remote.put({ ...token, data: { ...(token.data as object), 'ca.crt': base64(cert) } });
}

function systemTrusts(...certificates: readonly FakeCertificate[]): void {
  mesh.write('system.pem', certificates.map(({ cert }) => cert).join('\n'));
}

/** Changes the context of the remote's server. */
function contextTrusts(trust: object): void {
  const config = JSON.parse(kubeconfigOf({ hq: mesh.primary.url, 'eu-west-1': mesh.remote.url }));
  config.clusters[1].cluster = { server: mesh.remote.url, ...trust };
  mesh.write('kubeconfig', JSON.stringify(config));
}

/** Another server of the same cluster, as in mesh.yaml. */
async function meshNames(certificate: FakeCertificate, apiServerCa?: string): Promise<FakeApiServer> {
  const other = await FakeApiServer.start(certificate);
  const ca = apiServerCa === undefined ? '' : `    apiServerCa: ${JSON.stringify(apiServerCa)}\n`;
  mesh.write('mesh.yaml', `${MESH}    apiServer: https://api.example.com:${other.port}\n${ca}`);
  return other;
}

async function make(allow: object = {}) {
  const { connection, outdir } = mesh;
  const { text, warnings } = await kubeconfig(openNow(mesh.config), {
    remote: 'eu-west-1',
    connection: { ...connection, env },
    output: '-',
    outdir,
    allow: { ...ALLOW, ...allow },
  });
  return { cluster: parse(text).clusters[0].cluster, warnings };
}

const bundle = ({ cert }: FakeCertificate) => base64(`${cert.trim()}\n`);

describe('the kubeconfig for the server of a context', () => {
  it('has the CA that the context verifies it with, not the own one of the cluster', async () => {
    const { cluster, warnings } = await make();
    expect(cluster).toEqual({
      server: mesh.remote.url,
      'certificate-authority-data': bundle(LOCAL_CERTIFICATE),
    });
    expect(warnings).toEqual([]);
  });

  it('has no CA where the system of this machine verifies it', async () => {
    contextTrusts({});
    systemTrusts(LOCAL_CERTIFICATE);
    expect(await make()).toEqual({
      cluster: { server: mesh.remote.url },
      warnings: [expect.stringContaining('by an authority that is not public')],
    });
  });

  it('has no CA where NODE_EXTRA_CA_CERTS verifies it', async () => {
    contextTrusts({});
    mesh.write('extra.pem', LOCAL_CERTIFICATE.cert);
    env.NODE_EXTRA_CA_CERTS = mesh.path('extra.pem');
    systemTrusts(OTHER);
    expect((await make()).cluster).toEqual({ server: mesh.remote.url });
  });

  it('makes join work through a server with another certificate than the own one of the cluster', async () => {
    for (const trust of [{ 'certificate-authority-data': base64(LOCAL_CERTIFICATE.cert) }, {}]) {
      contextTrusts(trust);
      systemTrusts(LOCAL_CERTIFICATE);
      const connection = {
        ...mesh.connection,
        env: { ...env, NODE_EXTRA_CA_CERTS: mesh.path('system.pem') },
      };
      const config = JSON.parse(mesh.read('kubeconfig'));
      config.clusters[0].cluster = { server: mesh.primary.url };
      mesh.write('kubeconfig', JSON.stringify(config));
      const { clusters } = await join(openNow(mesh.config), {
        remotes: ['eu-west-1'],
        connection,
        outdir: mesh.outdir,
        allow: ALLOW,
      });
      expect(clusters).toMatchObject([{ outcome: expect.stringMatching('created|replaced') }]);
      const { 'certificate-authority-data': ca } = parse(mesh.joined() ?? '').clusters[0].cluster;
      expect(ca).toBe('certificate-authority-data' in trust ? bundle(LOCAL_CERTIFICATE) : undefined);
    }
  });

  it.each([
    ['the own CA of the cluster where that verifies it', LOCAL_CERTIFICATE, bundle(LOCAL_CERTIFICATE)],
    ['no CA where nothing does', OWN, undefined],
  ])('of a context that skips verification has %s', async (_what, own, expected) => {
    contextTrusts({ 'insecure-skip-tls-verify': true });
    clusterSays(own);
    const { cluster } = await make({ skipVerify: true });
    expect(cluster['certificate-authority-data']).toBe(expected);
    expect(cluster['insecure-skip-tls-verify']).toBe(expected === undefined ? true : undefined);
  });
});

describe('the kubeconfig for a server that mesh.yaml names', () => {
  let other: FakeApiServer | undefined;
  afterEach(async () => {
    await other?.[Symbol.asyncDispose]();
    other = undefined;
  });

  /** A name that no server of these tests has, through a proxy that leads there. */
  async function made() {
    await using proxy = await FakeProxy.http(other?.port ?? 0);
    env.HTTPS_PROXY = proxy.url();
    return (await make()).cluster['certificate-authority-data'];
  }

  it('has the own CA of the cluster where that verifies it', async () => {
    const server = await fakeCertificate('api.example.com', 'dns');
    other = await meshNames(server);
    clusterSays(server);
    expect(await made()).toBe(bundle(server));
  });

  it('has the CA of the context where only that verifies it', async () => {
    other = await meshNames(LOCAL_CERTIFICATE);
    expect(await made()).toBe(bundle(LOCAL_CERTIFICATE));
  });

  it('has no CA where only the system verifies it', async () => {
    const server = await fakeCertificate('api.example.com', 'dns');
    other = await meshNames(server);
    systemTrusts(server);
    expect(await made()).toBeUndefined();
  });

  it('has the own CA of the cluster if another server than the API server answers', async () => {
    const gateway = await fakeCertificate('gateway.example.com', 'dns');
    other = await meshNames(gateway);
    other.fault = () => ({ status: 502, body: {} });
    systemTrusts(gateway);
    clusterSays(gateway);
    expect(await made()).toBe(bundle(gateway));
  });

  it('has the own CA of the cluster where this machine does not reach it', async () => {
    other = await meshNames(LOCAL_CERTIFICATE);
    const { port } = other;
    await other[Symbol.asyncDispose]();
    other = undefined;
    env.HTTPS_PROXY = `http://127.0.0.1:${port}`;
    expect((await make()).cluster['certificate-authority-data']).toBe(bundle(OWN));
  });

  it('is refused where nothing verifies it', async () => {
    other = await meshNames(OTHER);
    expect(await failure(made)).toMatch(
      /^eu-west-1: neither the CA of the cluster, .* has signed the certificate of https:\/\/api\.example\.com:\d+\. Set apiServerCa/,
    );
  });

  it.each([
    ['in mesh.yaml', OTHER.cert],
    ['in a file beside mesh.yaml', 'ca/api.pem'],
  ])('has the CA %s, and asks nobody', async (_where, apiServerCa) => {
    mkdirSync(mesh.path('ca'));
    mesh.write('ca/api.pem', `\n${OTHER.cert}\n\n`);
    other = await meshNames(OTHER, apiServerCa);
    expect(await made()).toBe(bundle(OTHER));
    expect(other.asked).toEqual([]);
  });

  it('has no CA where mesh.yaml says that it is public', async () => {
    other = await meshNames(OTHER, 'public');
    expect(await made()).toBeUndefined();
  });
});
