import type { Cluster } from '../kubernetes/api/cluster';
import { fieldAt, listAt, textAt } from '../kubernetes/fields';
import { type FoundAddress, oneOrSeveral } from './address-finder';

/** The relevant parts of a Service. */
export interface LiveService {
  readonly name: string;
  /** Type of the Service. @default ClusterIP */
  readonly type: string;
  readonly ports: readonly unknown[];
  /** Addresses that a cloud has given to it. */
  readonly addresses: readonly string[];
}

/** Returns a Service of the primary, or undefined if it does not exist. */
export async function liveService(
  primary: Pick<Cluster, 'get'>,
  namespace: string,
  name: string,
): Promise<LiveService | undefined> {
  const service = await primary.get({ apiVersion: 'v1', kind: 'Service', namespace, name });
  if (service === undefined) return undefined;
  return {
    name,
    type: textAt(service, 'spec', 'type') ?? 'ClusterIP',
    ports: listAt(service, 'spec', 'ports').map((port) => fieldAt(port, 'port')),
    addresses: listAt(service, 'status', 'loadBalancer', 'ingress').flatMap(
      (ingress) => textAt(ingress, 'ip') ?? textAt(ingress, 'hostname')?.toLowerCase() ?? [],
    ),
  };
}

/** Returns the address that a cloud has given to a Service of type LoadBalancer. */
export function addressOfLoadBalancer<Component extends string>(
  component: Component,
  { name, addresses }: LiveService,
): FoundAddress<Component> {
  const source = `Service ${name}`;
  return (
    oneOrSeveral(component, source, addresses, 'addresses of the load balancer') ?? {
      component,
      source,
      state: 'pending',
      note: `the load balancer of ${name} has no address yet. Wait for it; \`kubectl describe service\` says what it waits for`,
    }
  );
}

/** Returns the address of a gateway's Service. The note lists ports that clusters call and the Service lacks. */
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
  if (service.type !== 'LoadBalancer') {
    const note = `Service ${name} is of type ${service.type}, which has no address outside of the cluster. Make it a LoadBalancer`;
    return { component, source, state: 'none', note };
  }
  const found = addressOfLoadBalancer(component, service);
  const lacking = called.filter((port) => !service.ports.includes(port));
  if (found.state !== 'found' || lacking.length === 0) return found;
  return {
    ...found,
    note: `the Service does not offer port ${lacking.join(', ')}; see docs/exposing-the-control-plane.md`,
  };
}
