import type { Cluster, KubeObject } from '../../../src/kubernetes/api/cluster';

/** The objects of a primary. */
export type LiveObjects = readonly KubeObject[];

/** A primary with these objects that answers at once. */
export function livePrimary(objects: LiveObjects): Pick<Cluster, 'get' | 'list'> {
  return {
    get: async ({ kind, name, namespace }) =>
      objects.find(
        (object) =>
          object.kind === kind && object.metadata.name === name && object.metadata.namespace === namespace,
      ),
    list: async ({ kind }, { namespace, labels = '' } = {}) => {
      const [key = '', value] = labels.split('=');
      return objects.filter(
        ({ kind: own, metadata }) =>
          own === kind && metadata.namespace === namespace && metadata.labels?.[key] === value,
      );
    },
  };
}

/** A pod of the control plane, ready by default. */
export function pod(
  name: string,
  labels: Readonly<Record<string, string>>,
  podIP: string,
  { ready = true, ...metadata }: { readonly ready?: boolean; readonly deletionTimestamp?: string } = {},
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: 'istio-system', labels, ...metadata },
    status: { phase: 'Running', podIP, conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }] },
  };
}

/** A Service with the addresses from a cloud. */
export function service(
  name: string,
  type: string,
  ingress: readonly { readonly ip?: string; readonly hostname?: string }[] = [],
  ports: readonly number[] = [15010, 15004, 9411],
): KubeObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'istio-system' },
    spec: { type, ports: ports.map((port) => ({ port })) },
    status: { loadBalancer: ingress.length === 0 ? {} : { ingress } },
  };
}
