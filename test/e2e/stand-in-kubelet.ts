import { createServer, type Server } from 'node:https';
import type { AddressInfo } from 'node:net';
import { LOCAL_CERTIFICATE } from '../kubernetes/api/fake-certificate';
import { FakeKubelet, type Lead } from '../kubernetes/api/fake-kubelet';
import type { ApiServer } from './api-server';
import { setStatus } from './live-status';

/**
 * A stand-in for the kubelet of one node, since envtest has none: a real API server dials it for every port-forward.
 * It implements the kubelet's side of `v4.channel.k8s.io`, and leads to ports of this machine instead of pods.
 */
export class StandInKubelet {
  private readonly kubelet: FakeKubelet;
  private readonly server: Server;

  private constructor(leads: (pod: string, port: number) => Lead) {
    this.kubelet = new FakeKubelet(leads);
    this.server = createServer(LOCAL_CERTIFICATE, (_, response) => response.writeHead(404).end());
    this.server.on('upgrade', (request, socket, head) => this.kubelet.upgrade(request, socket, head));
  }

  /** Registers a node `n1` with this kubelet. @param leads returns the target of a port of a pod */
  static async start(api: ApiServer, leads: (pod: string, port: number) => Lead): Promise<StandInKubelet> {
    const kubelet = new StandInKubelet(leads);
    await new Promise<void>((resolve) => kubelet.server.listen(0, '127.0.0.1', resolve));
    const { port } = kubelet.server.address() as AddressInfo;
    api.succeed(
      ['create', '-f', '-'],
      JSON.stringify({ apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' } }),
    );
    setStatus(api, '/api/v1/nodes/n1', {
      addresses: [{ type: 'InternalIP', address: '127.0.0.1' }],
      daemonEndpoints: { kubeletEndpoint: { Port: port } },
    });
    return kubelet;
  }

  stop(): void {
    this.kubelet.close();
    this.server.closeAllConnections();
    this.server.close();
  }
}

/** Creates a ready pod on the node; nothing runs in it. */
export function standInPod(api: ApiServer, name: string, labels: Readonly<Record<string, string>>): void {
  const namespace = 'istio-system';
  const spec = { nodeName: 'n1', containers: [{ name: 'discovery', image: 'stand-in' }] };
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace, labels }, spec };
  api.succeed(['create', '-f', '-'], JSON.stringify(pod));
  setStatus(api, `/api/v1/namespaces/${namespace}/pods/${name}`, {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
  });
}
