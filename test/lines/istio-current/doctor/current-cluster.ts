import type { PrimaryContext, RemoteContext } from '../../../../src/doctor/context';
import type { Action, KubeObject } from '../../../../src/kubernetes/api/cluster';
import { checks } from '../../../../src/lines/istio-current/doctor/checks';
import type { MeshCurrent, RemoteCurrent } from '../../../../src/lines/istio-current/mesh';
import { parseMesh } from '../../../../src/lines/read-mesh';
import { labelledSecrets } from '../../../../src/membership/secret-holders';
import { clustersOf } from '../../../../src/mesh/primaries';
import { base64, type FakeClusterOptions, fakeCluster, ROOT, TOKEN } from '../../../doctor/fake-cluster';
import { membershipOf } from '../../../membership/membership-of';

/** A mesh with one remote, `eu`, in its own network. */
export function meshOf(remote = '', top = '', primary = ''): MeshCurrent {
  const { mesh, problems } = parseMesh(
    `istio: "1.30"
${top}
primary: { name: hq, network: n1, podCidrs: [10.8.0.0/14], exposure: east-west-gateway, addresses: { istiod: 10.8.0.11 }${primary} }
remotes:
  - { name: eu, network: n2, apiServer: "https://eu.example.com:6443", podCidrs: [10.20.0.0/16], injectedNamespaces: [shop]${remote} }
`,
    'mesh.yaml',
  );
  if (mesh?.line !== 'current') throw new Error(JSON.stringify(problems));
  return mesh;
}

export function remoteOf({ remotes: [remote] }: MeshCurrent): RemoteCurrent {
  if (remote === undefined) throw new Error('no remote');
  return remote;
}

/** The objects of a healthy remote cluster: those of the mesh, and what istiod and others fill in. */
export function healthyRemote(mesh: MeshCurrent, root = ROOT): KubeObject[] {
  const filled = checks.expected(mesh, remoteOf(mesh)).map((object): KubeObject => {
    if (object.kind === 'Secret')
      return { ...object, data: { token: base64(TOKEN), 'ca.crt': base64(root) } };
    if (object.kind !== 'MutatingWebhookConfiguration') return object;
    const webhooks = (object.webhooks as { clientConfig: object }[]).map((one) => ({
      ...one,
      clientConfig: { ...one.clientConfig, caBundle: base64(root) },
    }));
    return { ...object, webhooks };
  });
  const roots = [mesh.primary.namespace, 'shop'].map(
    (namespace): KubeObject => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'istio-ca-root-cert', namespace },
      data: { 'root-cert.pem': root },
    }),
  );
  return [
    ...filled,
    ...roots,
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-of-eu' } },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.20.3.0/24' } },
  ];
}

/** The values for injection, as the chart istiod writes them. */
export const INJECTED = {
  istioNamespace: 'istio-system',
  multiCluster: { clusterName: 'hq' },
  network: 'n1',
  remotePilotAddress: '',
  tag: '1.30.3',
};

/** A ConfigMap in the namespace of Istio. */
export function configMap(name: string, data: Readonly<Record<string, string>>): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'istio-system' }, data };
}

/** The objects of a healthy primary. */
export function healthyPrimary(): KubeObject[] {
  const namespace = 'istio-system';
  const env = [
    { name: 'EXTERNAL_ISTIOD', value: 'true' },
    { name: 'CLUSTER_ID', value: 'hq' },
  ];
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'istiod', namespace },
      spec: { template: { spec: { containers: [{ name: 'discovery', env }] } } },
      status: { availableReplicas: 1 },
    },
    configMap('istio', { mesh: 'trustDomain: cluster.local\ndefaultConfig: { tracing: {} }\n' }),
    configMap('istio-sidecar-injector', { values: JSON.stringify({ global: INJECTED }) }),
    {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'istio-eastwestgateway', namespace },
      spec: { type: 'LoadBalancer', ports: [15021, 15443, 15012, 15017].map((port) => ({ port })) },
      status: { loadBalancer: { ingress: [{ ip: '10.8.0.11' }] } },
    },
    {
      apiVersion: 'v1',
      kind: 'Namespace',
      metadata: { name: namespace, labels: { 'topology.istio.io/network': 'n1' } },
    },
    { apiVersion: 'v1', kind: 'Node', metadata: { name: 'n1' }, spec: { podCIDR: '10.8.3.0/24' } },
  ];
}

/** The rights of istio-reader-service-account in a healthy cluster. */
export function readerMay(wanted: Action): boolean {
  const { needed } = membershipOf(meshOf()).reader;
  return needed.some(({ verb, resource }) => verb === wanted.verb && resource === wanted.resource);
}

export function remoteContext(
  mesh: MeshCurrent,
  options: FakeClusterOptions & { readonly reader?: FakeClusterOptions } = {},
): RemoteContext<MeshCurrent> {
  const remote = remoteOf(mesh);
  return {
    mesh,
    membership: membershipOf(mesh),
    remote,
    cluster: fakeCluster({ objects: healthyRemote(mesh), ...options }),
    expected: checks.expected(mesh, remote),
    openReader: () => fakeCluster({ may: readerMay, ...options.reader }),
    primaryIdentity: async () => 'uid-of-hq',
  };
}

export function primaryContext(
  mesh: MeshCurrent,
  options: FakeClusterOptions = {},
): PrimaryContext<MeshCurrent> {
  const { primary, remotes } = mesh;
  const cluster = fakeCluster({ name: 'hq', objects: healthyPrimary(), ...options });
  return {
    mesh,
    membership: membershipOf(mesh),
    primary,
    remotes,
    reads: remotes,
    known: clustersOf(mesh).map(({ name }) => name),
    cluster,
    openReader: () => fakeCluster({ may: readerMay }),
    openRemote: () => fakeCluster(),
    connect: async () => undefined,
    showCertificates: async () => ({ failure: 'ETIMEDOUT' }),
    remoteSecrets: () => labelledSecrets(cluster, primary.namespace),
  };
}
