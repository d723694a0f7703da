import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { DestinationRule, Gateway, VirtualService } from '../../../../../imports/networking.istio.io';
import { customResource } from '../../../../kubernetes/kubernetes-object';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../../facts/components';
import { INGRESS_GATEWAY } from '../../facts/control-plane';
import { NAMES } from '../../facts/names';
import { type Backend, backendsOfOneAddress, hostOf, servicePorts, withPorts } from './backend';

/** Options of {@link ControlPlaneRoutes}. */
export interface ControlPlaneRoutesProps {
  /** Namespace of Istio on the primary. @default 'istio-system' */
  readonly namespace?: string;
  /** Components that remotes reach through the gateway. @default - pilot, policy, telemetry and zipkin */
  readonly components?: readonly ControlPlaneComponent[];
  /** The ports to route. @default - every port of the components */
  readonly ports?: readonly number[];
  /** Labels of the gateway's pods. @default { istio: 'ingressgateway' } */
  readonly selector?: Readonly<Record<string, string>>;
}

const GATEWAY = 'istio-control-plane';

/**
 * Routes from a gateway's ports to the control plane, so that all components share the gateway's address. The gateway
 * passes connections through unchanged: sidecars and the control plane encrypt them end to end.
 *
 * The routes lead to Services of our own. The installation's Services lack Pilot's legacy ports, and a
 * DestinationRule (the mesh-wide one, or Mixer's) may require mutual TLS for them, which would encrypt twice. Source:
 * 1.0.9, install/kubernetes/helm/istio/charts/pilot/templates/{gateway,meshexpansion}.yaml and
 * charts/mixer/templates/config.yaml; pilot/pkg/networking/core/v1alpha3/gateway.go.
 */
export class ControlPlaneRoutes extends Construct {
  /** The Services behind the gateway, one for each component. */
  readonly services: readonly ApiObject[];
  /** Their DestinationRules, in the same order. */
  readonly rules: readonly ApiObject[];
  /** The Gateway. */
  readonly gateway: ApiObject;
  /** Their VirtualServices, in the same order. */
  readonly routes: readonly ApiObject[];

  constructor(scope: Construct, id: string, props: ControlPlaneRoutesProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const backends = withPorts(
      backendsOfOneAddress(props.components ?? CONTROL_PLANE_COMPONENTS),
      props.ports,
    );
    const metadata = (name: string) => ({ name, namespace, labels: labels(name) });
    this.services = backends.map((backend) =>
      kube.service(this, `${backend.name}-service`, {
        metadata: metadata(backend.name),
        spec: { type: 'ClusterIP', ports: servicePorts([backend]), selector: backend.pods },
      }),
    );
    this.rules = backends.map(({ name }) =>
      customResource(DestinationRule, this, `${name}-rule`, {
        metadata: metadata(name),
        spec: { host: hostOf(name, namespace), trafficPolicy: { tls: { mode: 'DISABLE' } } },
      }),
    );
    this.gateway = customResource(Gateway, this, 'gateway', {
      metadata: metadata(GATEWAY),
      spec: {
        selector: { ...(props.selector ?? INGRESS_GATEWAY.selector) },
        servers: servicePorts(backends).map(({ name, port }) => ({
          port: { number: port, name, protocol: 'TCP' },
          hosts: ['*'],
        })),
      },
    });
    this.routes = backends.map((backend) =>
      customResource(VirtualService, this, `${backend.name}-routes`, {
        metadata: metadata(backend.name),
        spec: routesTo(backend, namespace),
      }),
    );
  }
}

/**
 * Each route uses the host of its backend instead of `*`, which would also claim the web ports of an ingress gateway.
 */
function routesTo({ name, ports }: Backend, namespace: string) {
  const host = hostOf(name, namespace);
  return {
    hosts: [host],
    gateways: [GATEWAY],
    tcp: ports.map(({ port }) => ({
      match: [{ port }],
      route: [{ destination: { host, port: { number: port } } }],
    })),
  };
}
