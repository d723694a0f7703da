import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { KubeObject } from '../../../src/kubernetes/api/cluster';
import { outputOf } from '../../../src/lines/mesh-output';
import { loadMesh } from '../../../src/lines/read-mesh';
import { meshFiles } from '../../../src/output/mesh-files';
import { remoteSecretIdentity } from '../../../src/remote-secret/remote-secret';
import { findCredentials } from '../../../src/secret-scan/find-credentials';
import { membershipOf } from '../../membership/membership-of';
import { ADMIN_TOKEN, FakeApiServer, namespace, READER_TOKEN } from './fake-api-server';
import { LOCAL_CERTIFICATE } from './fake-certificate';

/** Two clusters, a mesh.yaml, and a kubeconfig with a context for each cluster, named after it. */
export class FakeMesh implements AsyncDisposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'istio-remote-live-'));
  readonly config = join(this.folder, 'mesh.yaml');

  private constructor(
    readonly primary: FakeApiServer,
    readonly remote: FakeApiServer,
  ) {}

  /** The primary has its namespace; the remote has the objects of its manifests and a filled token Secret. */
  static async start(text = MESH): Promise<FakeMesh> {
    const fake = new FakeMesh(await FakeApiServer.start(), await FakeApiServer.start());
    fake.write('mesh.yaml', text);
    fake.write('kubeconfig', kubeconfigOf({ hq: fake.primary.url, 'eu-west-1': fake.remote.url }));
    fake.primary.put(namespace('istio-system'));
    fake.apply();
    return fake;
  }

  /** Does what `kubectl apply -f dist/eu-west-1` and the token controller do. */
  apply(): void {
    this.remote.put(namespace('shop'));
    for (const { text } of meshFiles(outputOf(loadMesh(this.config)), ['eu-west-1']))
      for (const object of loadAll(text)) this.remote.put(object as KubeObject);
    const token = this.remote.find('Secret', membershipOf(loadMesh(this.config)).reader.token);
    const data = { token: base64(READER_TOKEN), 'ca.crt': base64(LOCAL_CERTIFICATE.cert) };
    if (token !== undefined) this.remote.put({ ...token, data });
  }

  /** Connection options for both clusters. */
  get connection() {
    return {
      config: this.config,
      env: { KUBECONFIG: this.path('kubeconfig'), HOME: this.folder },
      timeout: 20,
    };
  }

  get outdir(): string {
    return this.path('dist');
  }

  path(name: string): string {
    return join(this.folder, name);
  }

  write(name: string, text: string): void {
    writeFileSync(this.path(name), text);
  }

  read(name: string): string {
    return readFileSync(this.path(name), 'utf8');
  }

  /** Returns the primary's kubeconfig of the remote. */
  joined(): string | undefined {
    const { name } = remoteSecretIdentity(loadMesh(this.config).line, 'eu-west-1');
    const data = this.primary.find('Secret', name)?.data as Record<string, string> | undefined;
    return data === undefined ? undefined : Buffer.from(data['eu-west-1'] ?? '', 'base64').toString();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.primary[Symbol.asyncDispose]();
    await this.remote[Symbol.asyncDispose]();
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Fakes are on localhost. */
export const ALLOW = { localhost: true } as const;

export const MESH = `istio: 1.0.9
primary:
  name: hq
  addresses: { pilot: 10.16.0.11 }
remotes:
  - name: eu-west-1
    pilotService: true
    injectedNamespaces: [shop]
`;

/** The same clusters with current Istio. */
export const MESH_CURRENT = `istio: "1.30"
primary:
  name: hq
  addresses: { istiod: 10.16.0.11 }
remotes:
  - name: eu-west-1
    network: n1
    injectedNamespaces: [shop]
`;

/** The kinds that istiod's reader lists, as in paths. */
export const READS_CURRENT = ['namespaces', 'nodes', 'pods', 'services', 'secrets', 'endpointslices'];

/** The CA of servers on this machine, as in a kubeconfig. */
export const LOCAL_CA = { 'certificate-authority-data': base64(LOCAL_CERTIFICATE.cert) } as const;

export function kubeconfigOf(
  servers: Readonly<Record<string, string>>,
  user: object = { token: ADMIN_TOKEN },
): string {
  const names = Object.keys(servers);
  return JSON.stringify({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: names.map((name) => ({ name, cluster: { server: servers[name], ...LOCAL_CA } })),
    users: [{ name: 'admin', user }],
    contexts: names.map((name) => ({ name, context: { cluster: name, user: 'admin' } })),
  });
}

/** Everything that users may see. It must not contain a credential. */
export function expectNoCredential(...texts: unknown[]): void {
  for (const text of texts.map((value) =>
    typeof value === 'string' ? value : (JSON.stringify(value) ?? ''),
  )) {
    const found =
      findCredentials(text).length > 0 || text.includes(ADMIN_TOKEN) || text.includes(READER_TOKEN);
    if (found) throw new Error(`this contains a credential: ${text.slice(0, 200)}`);
  }
}

/** Returns the message of an error. Expects no credential in it or in the stack. */
export async function failure(work: () => unknown): Promise<string> {
  try {
    await work();
  } catch (error) {
    if (!(error instanceof Error) || error.name !== 'UserError') throw error;
    expectNoCredential(error.message, error.stack ?? '', { ...error });
    return error.message;
  }
  throw new Error('expected it to fail');
}

export function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
