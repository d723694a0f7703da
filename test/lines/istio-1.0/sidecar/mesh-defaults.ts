import type { meshConfig } from '../../../../src/lines/istio-1.0/constructs/mesh-config';
import type { Job, ProxyConfig } from './go-engine';

type MeshConfig = Pick<ReturnType<typeof meshConfig>, 'defaultConfig'>;

/**
 * The injector's defaults of a mesh config. Source: 1.0.9, pilot/pkg/model/context.go (DefaultProxyConfig,
 * DefaultMeshConfig).
 */
const PROXY_DEFAULTS: ProxyConfig = {
  configPath: '/etc/istio/proxy',
  binaryPath: '/usr/local/bin/envoy',
  serviceCluster: 'istio-proxy',
  drainDuration: '2s',
  parentShutdownDuration: '3s',
  discoveryAddress: 'istio-pilot:15007',
  discoveryRefreshDelay: '1s',
  zipkinAddress: '',
  connectTimeout: '1s',
  statsdUdpAddress: '',
  proxyAdminPort: 15000,
  concurrency: 0,
  controlPlaneAuthPolicy: 'NONE',
  interceptionMode: 'REDIRECT',
};

/** A mesh config as templates see it. */
export function asSeenByTemplates(config: MeshConfig): Pick<Job, 'proxyConfig' | 'meshConfig'> {
  return {
    proxyConfig: { ...PROXY_DEFAULTS, ...(config.defaultConfig as Partial<ProxyConfig>) },
    meshConfig: { proxyListenPort: 15001 },
  };
}
