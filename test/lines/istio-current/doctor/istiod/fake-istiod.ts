import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:tls';
import { afterEach, beforeEach } from 'vitest';
import {
  type Cluster,
  ClusterError,
  type KubeObject,
  type PodPort,
} from '../../../../../src/kubernetes/api/cluster';
import { Deadline } from '../../../../../src/kubernetes/api/time-limit';
import { type FakeCertificate, fakeCertificate } from '../../../../kubernetes/api/fake-certificate';

/** The self-signed certificate of istiod. */
export const ISTIOD_CERTIFICATE = await fakeCertificate('istiod.istio-system.svc', 'dns');

/**
 * A stand-in for one pod of istiod: its debug port, and its certificate for webhooks. Answers have the shapes of
 * release-1.30, pilot/pkg/xds/debug.go.
 */
export class FakeIstiod implements AsyncDisposable {
  /** `/debug/clusterz` */
  clusters: unknown = [
    { id: 'hq', secretName: '', syncStatus: 'synced' },
    { id: 'eu', secretName: 'istio-system/istio-remote-secret-eu', syncStatus: 'synced' },
  ];
  /** `/debug/networkz` */
  gateways: unknown = [
    { Network: 'n1', Cluster: 'hq', Addr: '10.8.0.11', Port: 15443, HBONEPort: 0 },
    { Network: 'n2', Cluster: 'eu', Addr: '10.20.0.11', Port: 15443, HBONEPort: 0 },
  ];
  /** `/debug/mesh` */
  mesh: unknown = { rootNamespace: 'istio-system' };
  /** `/debug/endpointShardz` */
  shards: unknown = {
    'kubernetes.default.svc.cluster.local': {
      default: { Shards: { 'Kubernetes/hq': [{}], 'Kubernetes/eu': [{}] }, ServiceAccounts: {} },
    },
    'istiod.istio-system.svc.cluster.local': {
      'istio-system': { Shards: { 'Kubernetes/eu': [{}] }, ServiceAccounts: {} },
    },
    'cart.shop.svc.cluster.local': { shop: { Shards: { 'Kubernetes/eu': [{}, {}] }, ServiceAccounts: {} } },
  };
  /** Status of every answer of the debug port. */
  status = 200;
  /** Requested paths. */
  readonly asked: string[] = [];
  private readonly debug: Server;
  private readonly webhook: TlsServer;

  private constructor(
    readonly pod: string,
    { cert, key }: FakeCertificate,
  ) {
    this.debug = createServer(({ url = '' }, response) => {
      this.asked.push(url);
      response.writeHead(this.status);
      response.end(JSON.stringify(this.answerTo(url)));
    });
    this.webhook = createTlsServer({ cert, key }, (socket) => socket.on('error', () => undefined));
    this.webhook.on('tlsClientError', () => undefined);
  }

  static async start(pod = 'istiod-1', certificate = ISTIOD_CERTIFICATE): Promise<FakeIstiod> {
    const fake = new FakeIstiod(pod, certificate);
    for (const server of [fake.debug, fake.webhook])
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    return fake;
  }

  /** Returns the port of this machine for a port of the pod. */
  lead(port: number): number | undefined {
    const server = { 8080: this.debug, 15017: this.webhook }[port];
    return (server?.address() as AddressInfo | undefined)?.port;
  }

  /** The form on the primary. */
  object(more: object = {}): KubeObject {
    const labels = { app: 'istiod', 'istio.io/rev': 'default' };
    return {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: this.pod, namespace: 'istio-system', labels, ...more },
      status: { conditions: [{ type: 'Ready', status: 'True' }] },
    };
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.debug.closeAllConnections();
    this.debug.close();
    this.webhook.close();
  }

  private answerTo(url: string): unknown {
    const answers: Readonly<Record<string, unknown>> = {
      '/debug/clusterz': this.clusters,
      '/debug/networkz': this.gateways,
      '/debug/mesh': this.mesh,
      '/debug/endpointShardz': this.shards,
    };
    return answers[url];
  }
}

/** Returns how a cluster with these pods connects to them. */
export function connecting(istiods: readonly FakeIstiod[]): Cluster['connectToPod'] {
  return async ({ name, port }: PodPort) => {
    const lead = istiods.find(({ pod }) => pod === name)?.lead(port);
    if (lead === undefined) throw new ClusterError('hq', 'not-found', `hq: no pod ${name}. Check names`);
    return { stream: connect(lead, '127.0.0.1'), deadline: new Deadline(5000) };
  };
}

/** Starts two replicas before each test of a file, and stops them after it. */
export function twoForEachTest(use: (started: readonly [FakeIstiod, FakeIstiod]) => void): void {
  let started: readonly FakeIstiod[] = [];
  beforeEach(async () => {
    const pair = [await FakeIstiod.start('istiod-1'), await FakeIstiod.start('istiod-2')] as const;
    started = pair;
    use(pair);
  });
  afterEach(async () => {
    for (const istiod of started) await istiod[Symbol.asyncDispose]();
  });
}
