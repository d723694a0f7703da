import type { ApiServer } from './api-server';
import { create, fillInBundles, runDeployment, setStatus } from './live-status';

const NAMESPACE = 'istio-system';

/** Writes the objects of a running Citadel and injector of a remote. @param root of Citadel, PEM */
export function runRemote10(server: ApiServer, root: string): void {
  for (const name of ['istio-citadel', 'istio-sidecar-injector']) runDeployment(server, NAMESPACE, name);
  fillInBundles(server, 'istio-sidecar-injector', root);
  create(server, {
    kind: 'Secret',
    metadata: { name: 'istio.istio-sidecar-injector-service-account', namespace: NAMESPACE },
    type: 'istio.io/key-and-cert',
    data: { 'root-cert.pem': Buffer.from(root).toString('base64') },
  });
  create(server, {
    kind: 'Endpoints',
    metadata: { name: 'istio-sidecar-injector', namespace: NAMESPACE },
    subsets: [{ addresses: [{ ip: '10.20.0.9' }], ports: [{ port: 443 }] }],
  });
}

/** Writes the objects of a running control plane. @param pods the label and the address of each */
export function runPrimary10(
  server: ApiServer,
  pods: Readonly<Record<string, readonly [label: string, address: string]>>,
): void {
  // The API server refuses pods of an account that does not exist yet.
  create(server, { kind: 'ServiceAccount', metadata: { name: 'default', namespace: NAMESPACE } });
  create(server, {
    kind: 'ConfigMap',
    metadata: { name: 'istio', namespace: NAMESPACE },
    data: {
      mesh: 'accessLogFile: /dev/stdout\nenableTracing: true\ndefaultConfig: { controlPlaneAuthPolicy: NONE }\n',
    },
  });
  for (const [name, [label, address]] of Object.entries(pods)) runPod(server, name, label, address);
}

/** Writes a running pod of the control plane. */
export function runPod(server: ApiServer, name: string, label: string, podIP: string): void {
  const [key = '', value] = label.split('=');
  create(server, {
    kind: 'Pod',
    metadata: { name, namespace: NAMESPACE, labels: { [key]: value } },
    spec: { containers: [{ name: 'stand-in', image: 'stand-in' }] },
  });
  setStatus(server, `/api/v1/namespaces/${NAMESPACE}/pods/${name}`, {
    phase: 'Running',
    conditions: [{ type: 'Ready', status: 'True' }],
    podIP,
  });
}
