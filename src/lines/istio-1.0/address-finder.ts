import { type AddressFinder, type FoundAddress, oneOrSeveral } from '../../addresses/address-finder';
import { addressOfGateway, addressOfLoadBalancer, liveService } from '../../addresses/load-balancer-address';
import type { Cluster, KubeObject } from '../../kubernetes/api/cluster';
import { isReady, textAt } from '../../kubernetes/fields';
import { backendOf } from './constructs/exposure/backend';
import { DEDICATED_GATEWAY } from './constructs/exposure/control-plane-gateway';
import {
  ADDRESS_SOURCES,
  type AddressSource,
  CONTROL_PLANE_COMPONENTS,
  type ControlPlaneComponent,
} from './facts/components';
import { CONTROL_PLANE, INGRESS_GATEWAY, neededPorts } from './facts/control-plane';
import { PORTS } from './facts/ports';
import type { Mesh10 } from './mesh';

/** Finds the addresses of an Istio 1.0 control plane. */
export const addressFinder: AddressFinder<Mesh10, ControlPlaneComponent, AddressSource> = {
  components: CONTROL_PLANE_COMPONENTS,
  sources: ADDRESS_SOURCES,
  sourceOf({ primary: { exposure } }) {
    if (exposure === undefined || exposure.mode === 'pod-ip') return 'pods';
    return exposure.mode === 'load-balancer' ? 'services' : 'gateway';
  },
  isShared: (from) => from === 'gateway',
  async find(primary, mesh, components, from) {
    const { namespace } = mesh.primary;
    switch (from) {
      case 'pods':
        return Promise.all(components.map((component) => addressOfPods(primary, namespace, component)));
      case 'services':
        return Promise.all(components.map((component) => addressOfServices(primary, namespace, component)));
      case 'gateway':
        return addressesOfGateway(primary, mesh, components);
    }
  },
};

/** Returns the name of the gateway's Service that remotes use to reach the control plane. */
export function gatewayService({ primary: { exposure } }: Pick<Mesh10, 'primary'>): string {
  if (exposure?.mode === 'dedicated-gateway') return DEDICATED_GATEWAY;
  return exposure?.mode === 'ingress-gateway' ? exposure.gateway.service : INGRESS_GATEWAY.service;
}

/** Returns the gateway's address, which every component shares. Notes ports that its Service lacks. */
export async function addressesOfGateway(
  primary: Pick<Cluster, 'get'>,
  mesh: Mesh10,
  components: readonly ControlPlaneComponent[],
): Promise<FoundAddress<ControlPlaneComponent>[]> {
  const name = gatewayService(mesh);
  const { namespace } = mesh.primary;
  const service = await liveService(primary, namespace, name);
  return components.map((component) =>
    addressOfGateway(
      component,
      { name, namespace, service },
      calledPorts(component, mesh.security.controlPlaneMutualTls),
    ),
  );
}

/** Returns the ports that sidecars call. They only read the host from the discovery address, not its port. */
function calledPorts(component: ControlPlaneComponent, mutualTls: boolean): number[] {
  const own: Readonly<Record<ControlPlaneComponent, readonly number[]>> = {
    pilot: [PORTS.pilotXds, PORTS.pilotXdsMutualTls],
    policy: [PORTS.mixer],
    telemetry: [PORTS.mixer],
    zipkin: [PORTS.zipkin],
  };
  return neededPorts(mutualTls).filter((port) => own[component].includes(port));
}

/**
 * Returns the address of a component's pod, selected by the guide's label. Ignores pods that are ending or have
 * ended.
 */
export async function addressOfPods(
  primary: Pick<Cluster, 'list'>,
  namespace: string,
  component: ControlPlaneComponent,
): Promise<FoundAddress<ControlPlaneComponent>> {
  const label = CONTROL_PLANE[component].guideLabel;
  const listed = await primary.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace, labels: label });
  const pods = listed.filter(
    (pod) =>
      pod.metadata.deletionTimestamp === undefined &&
      !/^(?:Succeeded|Failed)$/.test(textAt(pod, 'status', 'phase') ?? ''),
  );
  const ready = pods.filter(isReachable);
  const [first] = ready.length > 0 ? ready : pods;
  const source = pods.length === 1 && first !== undefined ? `pod ${first.metadata.name}` : `pods ${label}`;
  const addresses = ready.flatMap((pod) => textAt(pod, 'status', 'podIP') ?? []);
  const found = oneOrSeveral(component, source, addresses, 'ready pods');
  if (found?.state === 'found' && pods.length > ready.length)
    return { ...found, note: `${pods.length - ready.length} of ${pods.length} pods are not ready` };
  if (found !== undefined) return found;
  if (pods.length === 0) {
    const note = `no pod with the label ${label} runs in the namespace ${namespace}. Install it, or leave ${component} out`;
    return { component, source, state: 'none', note };
  }
  const names = pods.map(({ metadata }) => metadata.name).join(', ');
  const note = `not ready: ${names}. Wait for it, or see \`kubectl -n ${namespace} describe pod -l ${label}\``;
  return { component, source, state: 'not ready', note };
}

/** A pod without an address cannot receive traffic, whatever its conditions say. */
function isReachable(pod: KubeObject): boolean {
  return isReady(pod) && textAt(pod, 'status', 'podIP') !== undefined;
}

/**
 * Returns the address of the load balancer in front of a component: the one of `primary.exposure: load-balancer`, or
 * the installation's own Service if it is a load balancer.
 */
export async function addressOfServices(
  primary: Pick<Cluster, 'get'>,
  namespace: string,
  component: ControlPlaneComponent,
): Promise<FoundAddress<ControlPlaneComponent>> {
  const names = [backendOf(component).name, CONTROL_PLANE[component].service];
  for (const name of names) {
    const service = await liveService(primary, namespace, name);
    if (service?.type === 'LoadBalancer') return addressOfLoadBalancer(component, service);
  }
  const note = `neither ${names.join(' nor ')} is a Service of type LoadBalancer in the namespace ${namespace}. Set primary.exposure: load-balancer, run \`istio-remote synth\`, and apply the primary's exposure.k8s.yaml`;
  return { component, source: `Service ${names[0]}`, state: 'none', note };
}
