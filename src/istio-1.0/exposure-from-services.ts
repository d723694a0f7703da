import type { Cluster, KubeObject } from '../live/cluster';
import { backendOf } from './constructs/exposure/backend';
import { type FoundAddress, oneOrSeveral } from './exposure-found';
import { CONTROL_PLANE, type ControlPlaneComponent } from './facts/control-plane';

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

/**
 * The address of the load balancer in front of a component: that of `primary.exposure: load-balancer`, or of the
 * installation's own Service where that is one.
 */
export async function addressOfServices(
  primary: Pick<Cluster, 'get'>,
  namespace: string,
  component: ControlPlaneComponent,
): Promise<FoundAddress> {
  const names = [backendOf(component).name, CONTROL_PLANE[component].service];
  for (const name of names) {
    const service = await liveService(primary, namespace, name);
    if (service?.spec?.type === 'LoadBalancer') return addressOfLoadBalancer(component, service);
  }
  const note = `neither ${names.join(' nor ')} is a Service of type LoadBalancer in the namespace ${namespace}. Set primary.exposure: load-balancer, run \`istio-remote synth\`, and apply the primary's exposure.k8s.yaml`;
  return { component, source: `Service ${names[0]}`, state: 'none', note };
}

/** The address that a cloud has given to a Service of type LoadBalancer. */
export function addressOfLoadBalancer(component: ControlPlaneComponent, service: LiveService): FoundAddress {
  const { name } = service.metadata;
  const source = `Service ${name}`;
  const ingress = service.status?.loadBalancer?.ingress ?? [];
  const addresses = ingress.flatMap(({ ip, hostname }) => ip ?? hostname?.toLowerCase() ?? []);
  return (
    oneOrSeveral(component, source, addresses, 'addresses of the load balancer') ?? {
      component,
      source,
      state: 'pending',
      note: `the load balancer of ${name} has no address yet. Wait for it; \`kubectl describe service\` tells what it waits for`,
    }
  );
}
