import type { ApiObject } from 'cdk8s';
import { Construct } from 'constructs';
import { labels } from '../../../kubernetes/labels';
import { kube } from '../../../kubernetes/manifest';
import { hostAndPort } from '../../../kubernetes/network';
import { printYaml } from '../../../kubernetes/text/print-yaml';
import { NAMES } from '../facts/names';
import { PORTS } from '../facts/ports';
import { hasFeature, LATEST_1_0, type Release10 } from '../facts/releases';
import type { Mesh10, Remote10 } from '../mesh';
import type { ControlPlaneAddresses } from '../options/addresses';
import type { ProxyOptions } from '../options/proxy';

/** Options of {@link MeshConfig}. */
export interface MeshConfigProps {
  /** Addresses of the control plane. Replaces `global.remote{Pilot,Policy,Telemetry,Zipkin}Address`. */
  readonly addresses: ControlPlaneAddresses;
  /** Istio release of the primary. Fields that its parser does not know are left out. @default '1.0.9' */
  readonly istio?: Release10;
  /** Namespace of Istio. @default 'istio-system' */
  readonly namespace?: string;
  /** Mutual TLS between sidecars and the control plane. Replaces `global.controlPlaneSecurityEnabled`. @default false */
  readonly controlPlaneMutualTls?: boolean;
  /** Whether `istio-pilot.<namespace>` resolves to Pilot, as {@link RemotePilot} arranges. @default false */
  readonly pilotService?: boolean;
  /**
   * Whether sidecars ask Mixer before each request. Only rendered with a policy address. Replaces
   * `global.disablePolicyChecks`, its opposite.
   * @default true
   */
  readonly policyChecks?: boolean;
  /** Whether requests pass if Mixer does not answer. Replaces `global.policyCheckFailOpen`. @default false */
  readonly policyCheckFailOpen?: boolean;
  /**
   * Whether sidecars report traces. Only rendered with a zipkin address. Replaces `global.enableTracing`.
   * @default true
   */
  readonly tracing?: boolean;
  /** Access log, threads and statsd of the sidecars. @default - the chart's values: /dev/stdout, 0, none */
  readonly proxy?: Partial<Pick<ProxyOptions, 'accessLogFile' | 'concurrency' | 'statsd'>>;
}

/**
 * The ConfigMap `istio` with the mesh config of a remote cluster.
 * Source: 1.0.9, install/kubernetes/helm/istio-remote/templates/configmap.yaml.
 */
export class MeshConfig extends Construct {
  /** The ConfigMap `istio`. */
  readonly configMap: ApiObject;

  constructor(scope: Construct, id: string, props: MeshConfigProps) {
    super(scope, id);
    this.configMap = kube.configMap(this, 'config-map', {
      metadata: {
        name: NAMES.meshConfigMap,
        namespace: props.namespace ?? NAMES.namespace,
        labels: labels('istio-remote', { app: 'istio-remote' }),
      },
      data: { [NAMES.meshConfigKey]: printYaml(meshConfig(props)) },
    });
  }
}

/** The parts of a mesh that the configuration of a remote cluster needs. */
export type ConfiguredMesh = Pick<Mesh10, 'istio' | 'security'> & {
  readonly primary: Pick<Mesh10['primary'], 'namespace' | 'addresses'>;
};

/** Returns the options of {@link MeshConfig} for a remote cluster. */
export function meshConfigOf(
  { istio, security, primary }: ConfiguredMesh,
  remote: Remote10,
): MeshConfigProps {
  const { policyChecks, policyCheckFailOpen, tracing, proxy } = remote;
  return {
    istio,
    namespace: primary.namespace,
    addresses: primary.addresses,
    controlPlaneMutualTls: security.controlPlaneMutualTls,
    pilotService: remote.pilotService !== false,
    policyChecks,
    policyCheckFailOpen,
    tracing,
    proxy,
  };
}

/**
 * Returns the mesh config that sidecars and the injector of a remote cluster read. Source: 1.0.0–1.0.9,
 * install/kubernetes/helm/istio-remote/templates/configmap.yaml.
 */
export function meshConfig(props: MeshConfigProps) {
  const { istio = LATEST_1_0, policyChecks = true, policyCheckFailOpen = false, tracing = true } = props;
  const { policy, telemetry, zipkin } = props.addresses;
  return {
    ...(policy === undefined ? {} : { disablePolicyChecks: !policyChecks }),
    ...(policy === undefined || !hasFeature(istio, 'policyCheckFailOpen') ? {} : { policyCheckFailOpen }),
    ...(zipkin === undefined ? {} : { enableTracing: tracing }),
    accessLogFile: props.proxy?.accessLogFile ?? '/dev/stdout',
    ...(policy === undefined ? {} : { mixerCheckServer: hostAndPort(policy, PORTS.mixer) }),
    ...(telemetry === undefined ? {} : { mixerReportServer: hostAndPort(telemetry, PORTS.mixer) }),
    defaultConfig: defaultProxyConfig(props),
  };
}

function defaultProxyConfig({
  istio = LATEST_1_0,
  namespace = NAMES.namespace,
  addresses: { pilot, zipkin },
  controlPlaneMutualTls = false,
  pilotService = false,
  proxy: { concurrency = 0, statsd: { enabled, host, port } = { enabled: false } } = {},
}: MeshConfigProps) {
  return {
    connectTimeout: '10s',
    configPath: '/etc/istio/proxy',
    binaryPath: '/usr/local/bin/envoy',
    serviceCluster: 'istio-proxy',
    drainDuration: '45s',
    parentShutdownDuration: '1m0s',
    proxyAdminPort: 15000,
    ...(hasFeature(istio, 'concurrency') ? { concurrency } : {}),
    ...(zipkin === undefined ? {} : { zipkinAddress: hostAndPort(zipkin, PORTS.zipkin) }),
    ...(enabled && host !== undefined && port !== undefined
      ? { statsdUdpAddress: hostAndPort(host, port) }
      : {}),
    controlPlaneAuthPolicy: controlPlaneMutualTls ? 'MUTUAL_TLS' : 'NONE',
    discoveryAddress: hostAndPort(
      pilotService ? `${NAMES.pilot}.${namespace}` : pilot,
      controlPlaneMutualTls ? PORTS.pilotDiscoveryMutualTls : PORTS.pilotDiscovery,
    ),
  };
}
