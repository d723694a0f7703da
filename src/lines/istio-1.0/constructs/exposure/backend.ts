import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../../facts/components';
import { CONTROL_PLANE } from '../../facts/control-plane';
import { PORTS } from '../../facts/ports';

/** A Service of ours in front of pods of the control plane. */
export interface Backend {
  /** Name of the Service, different from every Service of the primary's installation. */
  readonly name: string;
  /** Labels of the pods. */
  readonly pods: Readonly<Record<string, string>>;
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

/** Our Services have this suffix, so that they never replace one of the primary's own installation. */
const SUFFIX = '-exposed';

/** Returns our Service in front of one component: `istio-pilot-exposed` for pilot. */
export function backendOf(component: ControlPlaneComponent): Backend {
  const { service, pods, ports } = CONTROL_PLANE[component];
  return { name: `${service}${SUFFIX}`, pods, ports };
}

/**
 * Returns the Services behind one address. Policy and telemetry both use port 15004, and nothing in an encrypted
 * connection distinguishes them. They run the same program with the same configuration and identity, so one Service
 * answers for both: `istio-mixer-exposed`. It leaves out the plain-text port 9091. Source: 1.0.9,
 * install/kubernetes/helm/istio/charts/mixer/templates/deployment.yaml.
 */
export function backendsOfOneAddress(components: readonly ControlPlaneComponent[]): Backend[] {
  const declared = CONTROL_PLANE_COMPONENTS.filter((component) => components.includes(component));
  const mixers: readonly ControlPlaneComponent[] = declared.filter(
    (component) => component === 'policy' || component === 'telemetry',
  );
  return declared.flatMap((component) => {
    const backend = backendOf(component);
    if (component !== mixers[0]) return mixers.includes(component) ? [] : [backend];
    const ports = backend.ports.filter(({ port }) => port === PORTS.mixer);
    const isOnlyOne = mixers.length === 1;
    return [{ ...(isOnlyOne ? backend : { name: `istio-mixer${SUFFIX}`, pods: { istio: 'mixer' } }), ports }];
  });
}

/** Returns the Services with only these ports. Default: all. */
export function withPorts(backends: readonly Backend[], only?: readonly number[]): readonly Backend[] {
  if (only === undefined) return backends;
  return backends
    .map((backend) => ({ ...backend, ports: backend.ports.filter(({ port }) => only.includes(port)) }))
    .filter(({ ports }) => ports.length > 0);
}

/**
 * Returns the ports of a Service. Their names begin with `tcp-`, so that sidecars of the primary's own pods pass such
 * connections through unchanged.
 */
export function servicePorts(backends: readonly Backend[]) {
  return backends.flatMap(({ ports }) =>
    ports.map(({ name, port }) => ({ name: `tcp-${name}`, port, targetPort: port, protocol: 'TCP' })),
  );
}

/** Returns Pilot's name for a Service. */
export function hostOf(service: string, namespace: string): string {
  return `${service}.${namespace}.svc.cluster.local`;
}
