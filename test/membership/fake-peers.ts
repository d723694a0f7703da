import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as joined } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubeObject } from '../../src/kubernetes/api/cluster';
import { outputOf } from '../../src/lines/mesh-output';
import { loadMesh } from '../../src/lines/read-mesh';
import { meshFiles } from '../../src/output/mesh-files';
import { FakeApiServer, namespace, READER_TOKEN } from '../kubernetes/api/fake-api-server';
import { LOCAL_CERTIFICATE } from '../kubernetes/api/fake-certificate';
import { base64, kubeconfigOf, READS_CURRENT } from '../kubernetes/api/fake-mesh';

export const PEERS = `istio: "1.30.4"
primaries:
  - { name: eu, addresses: { istiod: 10.1.0.20 } }
  - name: us
  - name: asia
remotes:
  - { name: edge, primary: eu, injectedNamespaces: [shop] }
`;

const NAMES = ['eu', 'us', 'asia', 'edge'] as const;

/** A mesh with three primaries and a remote. Each cluster has the objects of its manifests. */
export class FakePeers implements AsyncDisposable {
  readonly folder = mkdtempSync(joined(tmpdir(), 'istio-remote-peers-'));
  readonly config = joined(this.folder, 'mesh.yaml');

  private constructor(readonly servers: Readonly<Record<(typeof NAMES)[number], FakeApiServer>>) {}

  static async start(): Promise<FakePeers> {
    const [eu, us, asia, edge] = await Promise.all(NAMES.map(() => FakeApiServer.start()));
    if (eu === undefined || us === undefined || asia === undefined || edge === undefined)
      throw new Error('no server');
    const fake = new FakePeers({ eu, us, asia, edge });
    writeFileSync(fake.config, PEERS);
    const urls = Object.entries(fake.servers).map(([name, { url }]) => [name, url]);
    writeFileSync(joined(fake.folder, 'kubeconfig'), kubeconfigOf(Object.fromEntries(urls)));
    for (const name of NAMES) {
      fake.servers[name].readerReads = READS_CURRENT;
      fake.apply(name);
    }
    return fake;
  }

  /** Does what `kubectl apply -f dist/<cluster>` and the token controller do. */
  private apply(cluster: (typeof NAMES)[number]): void {
    const server = this.servers[cluster];
    server.put(namespace('shop'));
    for (const { text } of meshFiles(outputOf(loadMesh(this.config)), [cluster]))
      for (const object of loadAll(text)) server.put(object as KubeObject);
    const data = { token: base64(READER_TOKEN), 'ca.crt': base64(LOCAL_CERTIFICATE.cert) };
    for (const name of [
      'istio-remote-reader-token',
      'istio-reader-service-account-istio-remote-secret-token',
    ]) {
      const token = server.find('Secret', name);
      if (token !== undefined) server.put({ ...token, data });
    }
  }

  get connection() {
    return {
      config: this.config,
      env: { KUBECONFIG: joined(this.folder, 'kubeconfig'), HOME: this.folder },
      timeout: 20,
    };
  }

  /** The clusters that each primary reads. */
  reads(): Record<string, string[]> {
    return Object.fromEntries(
      (['eu', 'us', 'asia'] as const).map((name) => [
        name,
        NAMES.filter(
          (cluster) => this.servers[name].find('Secret', `istio-remote-secret-${cluster}`) !== undefined,
        ),
      ]),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await Promise.all(Object.values(this.servers).map((server) => server[Symbol.asyncDispose]()));
    rmSync(this.folder, { recursive: true, force: true });
  }
}
