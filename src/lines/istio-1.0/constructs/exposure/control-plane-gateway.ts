import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import {
  type LoadBalancerProps,
  loadBalancerAnnotations,
  loadBalancerSpec,
} from '../../../../constructs/load-balancer';
import { labels } from '../../../../kubernetes/labels';
import { kube } from '../../../../kubernetes/manifest';
import { hostAndPort } from '../../../../kubernetes/network';
import { CONTROL_PLANE_COMPONENTS, type ControlPlaneComponent } from '../../facts/components';
import { CONTROL_PLANE } from '../../facts/control-plane';
import { NAMES } from '../../facts/names';
import { PORTS } from '../../facts/ports';
import { LATEST_1_0 } from '../../facts/releases';
import { type ComponentProps, componentAccount, componentDeployment } from '../component';
import { backendsOfOneAddress, servicePorts, withPorts } from './backend';

/** Options of {@link ControlPlaneGateway}. */
export interface ControlPlaneGatewayProps extends ComponentProps, LoadBalancerProps {
  /** Image with registry and tag. @default 'docker.io/istio/proxyv2:1.0.9' */
  readonly image?: string;
  /** Number of pods. @default 2 */
  readonly replicas?: number;
  /** Components that remotes reach through the gateway. @default - pilot, policy, telemetry and zipkin */
  readonly components?: readonly ControlPlaneComponent[];
  /** The ports to open. @default - every port of the components */
  readonly ports?: readonly number[];
  /**
   * Whether the gateway itself uses mutual TLS to reach Pilot, as in `security.controlPlaneMutualTls`.
   * @default false
   */
  readonly controlPlaneMutualTls?: boolean;
}

/** Name of the control plane gateway's Deployment and Service. */
export const DEDICATED_GATEWAY = 'istio-control-plane-gateway';

/** Labels of the pods of {@link ControlPlaneGateway}, for {@link ControlPlaneRoutes}. */
export const DEDICATED_GATEWAY_SELECTOR = { istio: 'control-plane-gateway' } as const;

/**
 * A gateway only for the control plane: pods, their service account, and a load balancer with every port that remotes
 * use. {@link ControlPlaneRoutes} routes its connections. Belongs on the primary.
 *
 * The pods never call the API server, so they get no rights; the rights in the chart are for resources that no API
 * server has. Source: 1.0.9, install/kubernetes/helm/istio/charts/gateways/templates.
 */
export class ControlPlaneGateway extends Construct {
  /** The ServiceAccount of the pods. */
  readonly account: ApiObject;
  /** The Deployment of the gateway. */
  readonly deployment: ApiObject;
  /** The Service of type LoadBalancer. */
  readonly service: ApiObject;

  /** @throws Error if `address` is not an IP address */
  constructor(scope: Construct, id: string, props: ControlPlaneGatewayProps = {}) {
    super(scope, id);
    const namespace = props.namespace ?? NAMES.namespace;
    const name = DEDICATED_GATEWAY;
    const account = `${name}-service-account`;
    const backends = backendsOfOneAddress(props.components ?? CONTROL_PLANE_COMPONENTS);
    const ports = servicePorts(withPorts(backends, props.ports));
    this.account = componentAccount(this, { component: name, app: name, account, namespace }, props);
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
        // Citadel creates the Secret some time after the account, so it is optional.
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

/** @internal */
interface GatewayContainer {
  /** The gateway's name in its own statistics. */
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly ports: readonly number[];
  readonly controlPlaneMutualTls: boolean;
}

/**
 * Returns the container of a gateway. The probe is ours: without it a new pod gets connections before it has routes.
 * Source: 1.0.9, install/kubernetes/helm/istio/charts/gateways/templates/deployment.yaml.
 */
function gatewayContainer(gateway: GatewayContainer) {
  const { image, ports } = gateway;
  const readyPort =
    ports.find((port) => port === PORTS.pilotXdsMutualTls) ?? ports[0] ?? PORTS.proxyStatistics;
  return {
    name: 'istio-proxy',
    image,
    args: gatewayArguments(gateway),
    env: [
      field('POD_NAME', 'metadata.name'),
      field('POD_NAMESPACE', 'metadata.namespace'),
      field('INSTANCE_IP', 'status.podIP'),
      field('ISTIO_META_POD_NAME', 'metadata.name'),
    ],
    ports: [
      ...ports.map((port) => ({ containerPort: port, protocol: 'TCP' })),
      { name: 'http-envoy-prom', containerPort: PORTS.proxyStatistics, protocol: 'TCP' },
    ],
    // The gateway opens the ports after Pilot's answer, so an open port means that it has its configuration.
    readinessProbe: { tcpSocket: { port: readyPort }, initialDelaySeconds: 1, periodSeconds: 5 },
    volumeMounts: [{ name: 'istio-certs', mountPath: '/etc/certs', readOnly: true }],
  };
}

function gatewayArguments({ name, namespace, controlPlaneMutualTls }: GatewayContainer): string[] {
  const pilot = `${CONTROL_PLANE.pilot.service}.${namespace}`;
  return [
    'proxy',
    'router',
    '-v',
    '2',
    '--discoveryRefreshDelay',
    '1s',
    '--drainDuration',
    '45s',
    '--parentShutdownDuration',
    '1m0s',
    '--connectTimeout',
    '10s',
    '--serviceCluster',
    name,
    '--zipkinAddress',
    hostAndPort(`${CONTROL_PLANE.zipkin.service}.${namespace}`, PORTS.zipkin),
    '--proxyAdminPort',
    `${PORTS.proxyAdmin}`,
    '--controlPlaneAuthPolicy',
    controlPlaneMutualTls ? 'MUTUAL_TLS' : 'NONE',
    '--discoveryAddress',
    hostAndPort(pilot, controlPlaneMutualTls ? PORTS.pilotDiscoveryMutualTls : PORTS.pilotLegacyDiscovery),
  ];
}

/** Includes the fields that the API server would fill in, so that a second apply changes nothing. */
function field(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
