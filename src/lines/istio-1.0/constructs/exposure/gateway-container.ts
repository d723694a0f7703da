import { hostAndPort } from '../../../../kubernetes/network';
import { CONTROL_PLANE } from '../../facts/control-plane';
import { PORTS } from '../../facts/ports';

interface GatewayContainer {
  /** The gateway's name, by which it calls itself in statistics. */
  readonly name: string;
  readonly namespace: string;
  readonly image: string;
  readonly ports: readonly number[];
  readonly controlPlaneMutualTls: boolean;
}

/**
 * The container of a gateway. The probe is ours: without one a new pod gets connections before it has routes.
 * Source: 1.0.9, install/kubernetes/helm/istio/charts/gateways/templates/deployment.yaml.
 */
export function gatewayContainer(gateway: GatewayContainer) {
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
    // Pilot's answer opens the ports, so an open one shows that the answer came.
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

/** Also says what the API server would fill in, so that a second apply changes nothing. */
function field(name: string, fieldPath: string) {
  return { name, valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath } } };
}
