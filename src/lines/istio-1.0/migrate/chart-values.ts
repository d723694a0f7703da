import {
  coalesceWithDefaults,
  getValue,
  type HelmMap,
  isHelmMap,
} from '../../../migrate/helm-values/helm-value';
import { hasFeature, type Release10 } from '../facts/releases';

/**
 * Hub and tag of a chart from the source tree. The release archives contain docker.io/istio and the release instead.
 */
export const PLACEHOLDER = { hub: 'gcr.io/istio-release', tag: 'release-1.0-latest-daily' } as const;

/** Returns the chart's own values. Source: install/kubernetes/helm/istio-remote/values.yaml at each release. */
export function defaultValues(release: Release10): HelmMap {
  const early = !hasFeature(release, 'policyCheckFailOpen');
  return {
    global: {
      ...PLACEHOLDER,
      proxy: {
        image: 'proxyv2',
        proxyDomain: '',
        resources: { requests: { cpu: '100m', memory: '128Mi' } },
        concurrency: 0,
        accessLogFile: '/dev/stdout',
        enableCoreDump: false,
        includeIPRanges: '*',
        excludeIPRanges: '',
        includeInboundPorts: '*',
        excludeInboundPorts: '',
        autoInject: 'enabled',
        envoyStatsd: early
          ? { enabled: false, host: '', port: 9125 }
          : { enabled: false, host: null, port: null },
      },
      proxy_init: { image: 'proxy_init' },
      imagePullPolicy: 'IfNotPresent',
      hyperkube: { hub: 'quay.io/coreos', tag: 'v1.7.6_coreos.0' },
      controlPlaneSecurityEnabled: false,
      disablePolicyChecks: false,
      policyCheckFailOpen: false,
      enableTracing: true,
      mtls: { enabled: false },
      imagePullSecrets: null,
      remotePilotCreateSvcEndpoint: false,
      remotePilotAddress: '',
      remotePolicyAddress: '',
      remoteTelemetryAddress: '',
      remoteZipkinAddress: '',
      arch: { amd64: 2, s390x: 2, ppc64le: 2 },
      defaultResources: { requests: { cpu: '10m' } },
      priorityClassName: '',
    },
    sidecarInjectorWebhook: {
      enabled: true,
      replicaCount: 1,
      image: 'sidecar_injector',
      enableNamespacesByDefault: false,
    },
    security: { replicaCount: 1, image: 'citadel', selfSigned: true },
  };
}

/** The values of one `helm template`, as seen by each part of the chart. */
export interface ChartValues {
  /** The user's values. */
  readonly user: HelmMap;
  /** The values in the chart's own templates. */
  readonly chart: HelmMap;
  /** The values in the subcharts (Citadel, the sidecar injector). */
  readonly subcharts: HelmMap;
}

/**
 * Merges the user's values into the chart's, as Helm 3.12 does for a chart with subcharts. Helm first copies the
 * default globals into every subchart, so a null below `global` does not remove a subchart's value. The copy shares
 * everything below the second level with the chart, so the chart gets its defaults back there:
 * `global.proxy.resources: null` counts, `global.proxy.resources.requests: null` does not.
 */
export function chartValues(user: HelmMap, release: Release10): ChartValues {
  const defaults = defaultValues(release);
  const merged = coalesceWithDefaults(user, defaults);
  const own = mapIn(merged, 'global');
  const fallback = mapIn(defaults, 'global');
  return {
    user,
    chart: { ...merged, global: withDeepDefaults(own, fallback, 2) },
    subcharts: { ...merged, global: coalesceWithDefaults(own, fallback) },
  };
}

/** Fills in the defaults from this depth down. */
function withDeepDefaults(values: HelmMap, defaults: HelmMap, depth: number): HelmMap {
  if (depth === 0) return coalesceWithDefaults(values, defaults);
  const filled = Object.entries(values).map(([key, value]) => {
    const fallback = getValue(defaults, key);
    const isDeep = isHelmMap(value) && isHelmMap(fallback);
    return [key, isDeep ? withDeepDefaults(value, fallback, depth - 1) : value] as const;
  });
  return Object.fromEntries(filled);
}

function mapIn(values: HelmMap, key: string): HelmMap {
  const value = getValue(values, key);
  return isHelmMap(value) ? value : {};
}
