import { readFileSync, writeFileSync } from 'node:fs';
import { connect as connectTcp } from 'node:net';
import { createServer, type Server, connect as tlsConnect } from 'node:tls';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { type FakeCertificate, fakeCertificate } from '../kubernetes/api/fake-certificate';
import { ApiServer, apiServerFor } from './api-server';
import type { IstioLine } from './api-servers';
import { currentMesh, mesh } from './live-inventory';
import { bin, runBeside } from './run';
import { Sandbox } from './sandbox';

const LINES: readonly IstioLine[] = ['1.0', 'current'];

/** Terminates TLS with its own certificate in front of an API server, as load balancers and Rancher do. */
class TlsFront {
  private constructor(
    private readonly server: Server,
    readonly certificate: FakeCertificate,
  ) {}

  static async start(apiServer: URL, ca: string): Promise<TlsFront> {
    const certificate = await fakeCertificate('127.0.0.1');
    const server = createServer(certificate, (client) => {
      const socket = connectTcp(Number(apiServer.port), apiServer.hostname);
      const upstream = tlsConnect({ socket, ca });
      for (const end of [client, upstream]) end.on('error', () => undefined);
      client.pipe(upstream).pipe(client);
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return new TlsFront(server, certificate);
  }

  get url(): string {
    const address = this.server.address();
    return `https://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`;
  }

  stop(): void {
    this.server.close();
  }
}

/** The whole kubeconfig; the test changes its only cluster. */
interface Admin {
  clusters: [{ cluster: Record<string, unknown> }];
}

describe.each(LINES)('a real API server for Istio %s, behind a server with another certificate', (line) => {
  const binaries = apiServerFor(line);
  let primary: ApiServer;
  let remote: ApiServer;
  let front: TlsFront;
  let sandbox: Sandbox;

  beforeAll(async () => {
    if (binaries === undefined) return;
    primary = await ApiServer.start(binaries);
    remote = await ApiServer.start(binaries);
    const context = line === '1.0' ? mesh : currentMesh;
    sandbox = new Sandbox({ 'mesh.yaml': context(primary.kubeconfig, './remote') });
    const { server, 'certificate-authority-data': ca } = admin().clusters[0].cluster;
    front = await TlsFront.start(new URL(String(server)), Buffer.from(String(ca), 'base64').toString());
    writeFileSync(sandbox.path('front.pem'), front.certificate.cert);
    contextSays({ server, 'certificate-authority-data': ca });
    primary.succeed(['create', 'namespace', 'istio-system']);
    remote.succeed(['create', 'namespace', 'shop']);
    expect((await live('synth')).code).toBe(0);
    remote.succeed(['apply', '-f', sandbox.path('dist/eu-west-1')]);
  });
  afterAll(() => {
    front?.stop();
    primary?.stop();
    remote?.stop();
    sandbox?.[Symbol.dispose]();
  });

  function admin(): Admin {
    return parse(readFileSync(remote.kubeconfig, 'utf8'));
  }

  function contextSays(cluster: Record<string, unknown>): void {
    const config = admin();
    config.clusters[0].cluster = cluster;
    writeFileSync(sandbox.path('remote'), JSON.stringify(config));
  }

  /** The administrator has a client certificate, which ends at the proxy. A token passes it. */
  function throughFront(trust: Record<string, unknown>): void {
    const account = ['--namespace', 'kube-system'];
    remote.kubectl(['create', 'serviceaccount', 'front', ...account]);
    const binding = ['--clusterrole', 'cluster-admin', '--serviceaccount', 'kube-system:front'];
    remote.kubectl(['create', 'clusterrolebinding', 'front', ...binding]);
    const config = { ...admin(), users: [{ name: 'front', user: { token: token() } }] };
    config.clusters[0].cluster = { server: front.url, ...trust };
    const [entry] = parse(JSON.stringify(config)).contexts;
    entry.context.user = 'front';
    writeFileSync(sandbox.path('remote'), JSON.stringify({ ...config, contexts: [entry] }));
  }

  function token(): string {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: {
        name: 'front',
        namespace: 'kube-system',
        annotations: { 'kubernetes.io/service-account.name': 'front' },
      },
      type: 'kubernetes.io/service-account-token',
    };
    remote.succeed(['apply', '-f', '-'], JSON.stringify(secret));
    const query = ['get', 'secret', 'front', '-n', 'kube-system', '-o', 'jsonpath={.data.token}'];
    for (let tries = 0; tries < 100; tries += 1) {
      const found = remote.succeed(query);
      if (found !== '') return Buffer.from(found, 'base64').toString();
    }
    throw new Error('no token');
  }

  const live = (...args: string[]) => liveWith({}, ...args);
  function liveWith(env: Record<string, string>, ...args: string[]) {
    return runBeside(process.execPath, [bin(), ...args], { cwd: sandbox.path('.'), env });
  }

  /** Returns the Secret that `join` stored on the primary. */
  function joined() {
    const name = line === '1.0' ? 'eu-west-1' : 'istio-remote-secret-eu-west-1';
    const path = 'jsonpath={.data.eu-west-1}';
    const data = primary.succeed(['get', 'secret', name, '-n', 'istio-system', '-o', path]);
    return parse(Buffer.from(data, 'base64').toString()).clusters[0].cluster;
  }

  it.skipIf(binaries === undefined)('joins with the CA of the context', async () => {
    const data = Buffer.from(`${front.certificate.cert.trim()}\n`).toString('base64');
    throughFront({ 'certificate-authority': './front.pem' });
    const ran = await live('join', 'eu-west-1', '--allow-localhost');
    expect(ran.code, ran.stderr).toBe(0);
    expect(joined()).toEqual({ server: front.url, 'certificate-authority-data': data });
    const made = await live('kubeconfig', 'eu-west-1', '--allow-localhost', '--output', 'made');
    expect(made.code, made.stderr).toBe(0);
    const ready = ['--kubeconfig', sandbox.path('made'), 'get', 'pods', '-A'];
    expect(await remote.kubectlBeside(ready)).toMatchObject({ code: 0 });
  });

  it.skipIf(binaries === undefined)('joins without a CA where the system trusts it', async () => {
    throughFront({});
    const ran = await liveWith(
      { SSL_CERT_FILE: sandbox.path('front.pem') },
      ...['join', 'eu-west-1', '--allow-localhost'],
    );
    expect(ran.code, ran.stderr).toBe(0);
    expect(ran.stderr).toContain('by an authority that is not public');
    expect(joined()).toEqual({ server: front.url });
  });

  it.skipIf(binaries === undefined)('is refused by doctor where the kubeconfig has another CA', async () => {
    throughFront({ 'certificate-authority': './front.pem' });
    const ran = await live('doctor', 'eu-west-1', '--skip-addresses', '--json');
    const found = JSON.parse(ran.stdout).findings.filter(
      ({ check }: { check: string }) => check === 'secret-on-primary',
    );
    expect(JSON.stringify(found)).toContain('not signed by the CA');
  });
});
