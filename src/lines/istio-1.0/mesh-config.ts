import { hostAndPort } from '../../kubernetes/network';
import { NAMES } from './facts/names';
import { PORTS } from './facts/ports';
import { hasFeature, type Release10 } from './facts/releases';
import type { ControlPlaneAddresses } from './options/addresses';
import type { ProxyOptions } from './options/proxy';

/** What the mesh config of a remote cluster depends on. */
export interface MeshConfigOptions {
  readonly istio: Release10;
  readonly namespace: string;
  readonly addresses: ControlPlaneAddresses;
  readonly controlPlaneMutualTls: boolean;
  readonly pilotService: boolean;
  readonly policyChecks: boolean;
  readonly policyCheckFailOpen: boolean;
  readonly tracing: boolean;
  readonly proxy: Pick<ProxyOptions, 'accessLogFile' | 'concurrency' | 'statsd'>;
}

/**
 * The mesh config that sidecars and the injector of a remote cluster read; undefined fields are left out.
 * Source: 1.0.0–1.0.9, install/kubernetes/helm/istio-remote/templates/configmap.yaml.
 */
export function meshConfig(options: MeshConfigOptions) {
  const { istio, addresses, policyChecks, policyCheckFailOpen, tracing, proxy } = options;
  const { policy, telemetry, zipkin } = addresses;
  return {
    ...(policy === undefined ? {} : { disablePolicyChecks: !policyChecks }),
    ...(policy === undefined || !hasFeature(istio, 'policyCheckFailOpen') ? {} : { policyCheckFailOpen }),
    ...(zipkin === undefined ? {} : { enableTracing: tracing }),
    accessLogFile: proxy.accessLogFile,
    ...(policy === undefined ? {} : { mixerCheckServer: hostAndPort(policy, PORTS.mixer) }),
    ...(telemetry === undefined ? {} : { mixerReportServer: hostAndPort(telemetry, PORTS.mixer) }),
    defaultConfig: defaultProxyConfig(options),
  };
}

function defaultProxyConfig({
  istio,
  namespace,
  addresses,
  controlPlaneMutualTls,
  pilotService,
  proxy,
}: MeshConfigOptions) {
  const { zipkin } = addresses;
  const { enabled, host, port } = proxy.statsd;
  const pilot = pilotService ? `${NAMES.pilot}.${namespace}` : addresses.pilot;
  return {
    connectTimeout: '10s',
    configPath: '/etc/istio/proxy',
    binaryPath: '/usr/local/bin/envoy',
    serviceCluster: 'istio-proxy',
    drainDuration: '45s',
    parentShutdownDuration: '1m0s',
    proxyAdminPort: 15000,
    ...(hasFeature(istio, 'concurrency') ? { concurrency: proxy.concurrency } : {}),
    ...(zipkin === undefined ? {} : { zipkinAddress: hostAndPort(zipkin, PORTS.zipkin) }),
    ...(enabled && host !== undefined && port !== undefined
      ? { statsdUdpAddress: hostAndPort(host, port) }
      : {}),
    controlPlaneAuthPolicy: controlPlaneMutualTls ? 'MUTUAL_TLS' : 'NONE',
    discoveryAddress: hostAndPort(
      pilot,
      controlPlaneMutualTls ? PORTS.pilotDiscoveryMutualTls : PORTS.pilotDiscovery,
    ),
  };
}
