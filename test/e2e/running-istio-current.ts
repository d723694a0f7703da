import { FakeIstiod, ISTIOD_CERTIFICATE } from '../lines/istio-current/doctor/istiod/fake-istiod';
import type { ApiServer } from './api-server';
import { create, fillInBundles, runDeployment, setStatus } from './live-status';
import { StandInKubelet, standInPod } from './stand-in-kubelet';

const NAMESPACE = 'istio-system';

/**
 * A stand-in for istiod on a primary `hq` without nodes: its Deployment, a pod that answers, and the objects that it
 * writes into remotes.
 */
export class RunningIstiod {
  private constructor(
    private readonly istiod: FakeIstiod,
    private readonly kubelet: StandInKubelet,
  ) {
    istiod.clusters = [{ id: 'hq', secretName: '', syncStatus: 'synced' }];
    istiod.shards = {};
  }

  /** @param network its installation's network of hq */
  static async start(hq: ApiServer, network: string, gateway: string): Promise<RunningIstiod> {
    const istiod = await FakeIstiod.start('istiod-1');
    const kubelet = await StandInKubelet.start(hq, (_, port) => istiod.lead(port) ?? 'no such port');
    istiod.gateways = [{ Network: network, Cluster: 'hq', Addr: gateway, Port: 15443, HBONEPort: 0 }];
    const labels = { app: 'istiod', 'istio.io/rev': 'default' };
    const env = [
      { name: 'EXTERNAL_ISTIOD', value: 'true' },
      { name: 'CLUSTER_ID', value: 'hq' },
    ];
    const containers = [{ name: 'discovery', image: 'stand-in', env }];
    create(hq, {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'istiod', namespace: NAMESPACE },
      spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, spec: { containers } } },
    });
    runDeployment(hq, NAMESPACE, 'istiod');
    standInPod(hq, 'istiod-1', labels);
    const global = { istioNamespace: NAMESPACE, multiCluster: { clusterName: 'hq' }, network, tag: '1.30.3' };
    configMap(hq, NAMESPACE, 'istio', { mesh: 'trustDomain: cluster.local\n' });
    configMap(hq, NAMESPACE, 'istio-sidecar-injector', { values: JSON.stringify({ global }) });
    hq.succeed(['patch', 'node', 'n1', '--patch', '{"spec":{"podCIDR":"10.8.3.0/24"}}']);
    return new RunningIstiod(istiod, kubelet);
  }

  /** Does what istiod does after the Secret of a remote exists: reads the cluster, and writes its root into it. */
  takeOn(remote: ApiServer, cluster: string, namespaces: readonly string[]): void {
    this.istiod.clusters = [
      { id: 'hq', secretName: '', syncStatus: 'synced' },
      { id: cluster, secretName: `${NAMESPACE}/istio-remote-secret-${cluster}`, syncStatus: 'synced' },
    ];
    const Shards = { [`Kubernetes/${cluster}`]: [{}] };
    this.istiod.shards = {
      'istiod.istio-system.svc.cluster.local': { [NAMESPACE]: { Shards, ServiceAccounts: {} } },
    };
    fillInBundles(remote, 'istio-sidecar-injector', ISTIOD_CERTIFICATE.cert);
    for (const namespace of [NAMESPACE, ...namespaces])
      configMap(remote, namespace, 'istio-ca-root-cert', { 'root-cert.pem': ISTIOD_CERTIFICATE.cert });
  }

  async stop(): Promise<void> {
    this.kubelet.stop();
    await this.istiod[Symbol.asyncDispose]();
  }
}

/** Writes the address that the cloud gives to a load balancer. */
export function giveAddress(server: ApiServer, service: string, ip: string): void {
  setStatus(server, `/api/v1/namespaces/${NAMESPACE}/services/${service}`, {
    loadBalancer: { ingress: [{ ip }] },
  });
}

function configMap(server: ApiServer, namespace: string, name: string, data: object): void {
  create(server, { kind: 'ConfigMap', metadata: { name, namespace }, data });
}
