import type { meshConfig } from '../mesh-config';
import type { ProxyConfigField, ProxyDurationField } from './template';

/** The mesh config that sidecars depend on, complete: what the injector shows to its template. */
export interface SeenConfig {
  readonly proxyListenPort: number;
  /** Enums by name. */
  readonly proxy: Readonly<Record<ProxyConfigField, string | number>>;
  /** As Go reads them: `1m0s`. */
  readonly durations: Readonly<Record<ProxyDurationField, string>>;
}

/**
 * What the injector takes for fields that a mesh config leaves out.
 * Source: 1.0.9, pilot/pkg/model/context.go (DefaultProxyConfig, DefaultMeshConfig).
 */
export const CONFIG_DEFAULTS: SeenConfig = {
  proxyListenPort: 15001,
  proxy: {
    ConfigPath: '/etc/istio/proxy',
    BinaryPath: '/usr/local/bin/envoy',
    DiscoveryAddress: 'istio-pilot:15007',
    ZipkinAddress: '',
    StatsdUdpAddress: '',
    ProxyAdminPort: 15000,
    Concurrency: 0,
    ControlPlaneAuthPolicy: 'NONE',
    InterceptionMode: 'REDIRECT',
  },
  durations: {
    DrainDuration: '2s',
    ParentShutdownDuration: '3s',
    DiscoveryRefreshDelay: '1s',
    ConnectTimeout: '1s',
  },
};

/** A mesh config of ours as templates see it. */
export function seenConfig({
  defaultConfig,
}: Pick<ReturnType<typeof meshConfig>, 'defaultConfig'>): SeenConfig {
  const { proxyListenPort, proxy, durations } = CONFIG_DEFAULTS;
  return {
    proxyListenPort,
    proxy: overlaid(proxy, defaultConfig),
    durations: overlaid(durations, defaultConfig),
  };
}

/** Fields in Go's spelling, from those of the mesh config in JSON's: `ConfigPath` from `configPath`. */
function overlaid<Fields extends Readonly<Record<string, string | number>>>(
  defaults: Fields,
  given: Readonly<Record<string, unknown>>,
): Fields {
  const fields = Object.entries(defaults).map(([name, otherwise]) => {
    const value = given[name.charAt(0).toLowerCase() + name.slice(1)];
    return [name, typeof value === typeof otherwise ? value : otherwise];
  });
  return Object.fromEntries(fields) as Fields;
}
