import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import { type FoundAddress, oneOrSeveral } from './found-address';

/** What of a Service matters here. */
export interface LiveService extends KubeObject {
  readonly spec?: { readonly type?: string; readonly ports?: readonly { readonly port: number }[] };
  readonly status?: {
    readonly loadBalancer?: {
      readonly ingress?: readonly { readonly ip?: string; readonly hostname?: string }[];
    };
  };
}

/** A Service of the primary; undefined when there is none. */
export async function liveService(
  primary: Pick<Cluster, 'get'>,
  namespace: string,
  name: string,
): Promise<LiveService | undefined> {
  return primary.get({ apiVersion: 'v1', kind: 'Service', namespace, name });
}

/** The address that a cloud has given to a Service of type LoadBalancer. */
export function addressOfLoadBalancer<Component extends string>(
  component: Component,
  service: LiveService,
): FoundAddress<Component> {
  const { name } = service.metadata;
  const source = `Service ${name}`;
  return (
    oneOrSeveral(component, source, ingressOf(service), 'addresses of the load balancer') ?? {
      component,
      source,
      state: 'pending',
      note: `the load balancer of ${name} has no address yet. Wait for it; \`kubectl describe service\` tells what it waits for`,
    }
  );
}

/** The addresses that a cloud has given to a Service. */
export function ingressOf({ status }: LiveService): string[] {
  return (status?.loadBalancer?.ingress ?? []).flatMap(
    ({ ip, hostname }) => ip ?? hostname?.toLowerCase() ?? [],
  );
}

/** The address of a gateway's Service, with the ports noted that somebody calls and it does not offer. */
export function addressOfGateway<Component extends string>(
  component: Component,
  { name, namespace, service }: { name: string; namespace: string; service: LiveService | undefined },
  called: readonly number[],
): FoundAddress<Component> {
  const source = `Service ${name}`;
  if (service === undefined) {
    const note = `there is no Service ${name} in the namespace ${namespace}. Apply the primary's exposure.k8s.yaml, or install the gateway`;
    return { component, source, state: 'none', note };
  }
  if (service.spec?.type !== 'LoadBalancer') {
    const note = `Service ${name} is of type ${service.spec?.type ?? 'ClusterIP'}, which has no address outside of the cluster. Make it a LoadBalancer`;
    return { component, source, state: 'none', note };
  }
  const found = addressOfLoadBalancer(component, service);
  const offered = service.spec.ports?.map(({ port }) => port) ?? [];
  const lacking = called.filter((port) => !offered.includes(port));
  if (found.state !== 'found' || lacking.length === 0) return found;
  return {
    ...found,
    note: `the Service does not offer port ${lacking.join(', ')}; see docs/exposing-the-control-plane.md`,
  };
}
