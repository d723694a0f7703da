import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type LoadBalancerProps,
  loadBalancerAnnotations,
  loadBalancerSpec,
} from '../../../../constructs/load-balancer';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../../facts/components';
import { NAMES } from '../../facts/names';
import { LATEST_1_0 } from '../../facts/releases';
import { componentAccount, componentDeployment } from '../component-deployment';
import type { ComponentProps } from '../component-props';
import { backendsOfOneAddress, servicePorts, withPorts } from './backend';
import { gatewayContainer } from './gateway-container';

/** Options of {@link ControlPlaneGateway}. */
export interface ControlPlaneGatewayProps extends ComponentProps, LoadBalancerProps {
  /** Image with registry and tag. @default 'docker.io/istio/proxyv2:1.0.9' */
  readonly image?: string;
  /** Number of pods. @default 2 */
  readonly replicas?: number;
  /** What remotes reach through the gateway. @default - pilot, policy, telemetry and zipkin */
  readonly components?: readonly ControlPlaneComponent[];
  /** Only these ports. @default - every port of the components */
  readonly ports?: readonly number[];
  /** Whether the gateway itself asks Pilot over mutual TLS, as `security.controlPlaneMutualTls`. @default false */
  readonly controlPlaneMutualTls?: boolean;
}

/** Deployment and Service of the gateway that is made for the control plane. */
export const DEDICATED_GATEWAY = 'istio-control-plane-gateway';

/** Labels of the gateway's pods, for {@link ControlPlaneRoutes}. */
export const DEDICATED_GATEWAY_SELECTOR = { istio: 'control-plane-gateway' } as const;

/**
 * A gateway for the control plane alone: pods, their account, and a load balancer with every port that remotes ask
 * for. {@link ControlPlaneRoutes} says where the connections go. Belongs on the primary.
 *
 * The pods ask the API server for nothing, so they get no rights; those of the chart name resources that no API
 * server has.
 * Source: 1.0.9, install/kubernetes/helm/istio/charts/gateways/templates.
 */
export class ControlPlaneGateway extends Construct {
  /** The ServiceAccount of the pods. */
  readonly account: ApiObject;
  /** The Deployment of the gateway. */
  readonly deployment: ApiObject;
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;

  /** @throws Error when `address` is not an IP address */
  constructor(scope: Construct, id: string, props: ControlPlaneGatewayProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const name = DEDICATED_GATEWAY;
    const account = `${name}-service-account`;
    const backends = backendsOfOneAddress(props.components ?? CONTROL_PLANE_COMPONENTS);
    const ports = servicePorts(withPorts(backends, props.ports));
    this.account = componentAccount(this, { name: account, namespace, component: name, app: name }, props);
    this.deployment = componentDeployment(
      this,
      {
        name,
        namespace,
        istio: DEDICATED_GATEWAY_SELECTOR.istio,
        app: name,
        account,
        container: gatewayContainer({
          name,
          namespace,
          image: props.image ?? `docker.io/istio/proxyv2:${LATEST_1_0}`,
          ports: ports.map(({ port }) => port),
          controlPlaneMutualTls: props.controlPlaneMutualTls ?? false,
        }),
        // Citadel fills the Secret some time after the account is there.
        volumes: [{ name: 'istio-certs', secret: { secretName: `istio.${account}`, optional: true } }],
      },
      { ...props, replicas: props.replicas ?? 2 },
    );
    this.service = kube.service(this, 'service', {
      metadata: {
        name,
        namespace,
        labels: labels(name, { app: name, ...DEDICATED_GATEWAY_SELECTOR }),
        ...loadBalancerAnnotations(props),
      },
      spec: { ...loadBalancerSpec(props), ports, selector: DEDICATED_GATEWAY_SELECTOR },
    });
  }
}
