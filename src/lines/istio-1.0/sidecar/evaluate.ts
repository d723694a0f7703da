import type { Plain } from '../../../inject/injector';
import { SIDECAR_ANNOTATIONS } from '../../../inject/sidecar-annotations';
import { goDuration, nanoseconds } from '../../../kubernetes/go-duration';
import type { meshConfig } from '../constructs/mesh-config';
import {
  Choice,
  type PodCondition,
  PodText,
  type ProxyConfigField,
  type ProxyDurationField,
  type Template,
} from './template';

/** The parts of a pod that its sidecar depends on. */
export interface InjectedPod {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  /** Ports of all containers, in order. */
  readonly containerPorts: readonly number[];
  /** Empty: `default`. */
  readonly serviceAccountName: string;
}

/**
 * Returns the sidecar of one pod: the result of the template that `go-template.ts` prints for the injector, evaluated
 * here. A property test proves that Go's own text/template gives the same result.
 */
export function evaluate(template: Template, pod: InjectedPod, config: TemplateConfig): Plain {
  const value = (item: Template): Plain => {
    if (item instanceof PodText) return podText(item, pod, config);
    if (item instanceof Choice) return value(chosen(item));
    if (isList(item)) return item.flatMap(listItem);
    if (typeof item !== 'object') return item;
    const entries = Object.entries(item).flatMap(([key, inner]) =>
      inner === undefined ? [] : [[key, value(inner)] as const],
    );
    return Object.fromEntries(entries);
  };
  const chosen = (choice: Choice): Template =>
    holds(choice.condition, pod, config) ? choice.then : choice.otherwise;
  /** If a choice results in a list, its items become items of the surrounding list. */
  const listItem = (item: Template): readonly Plain[] => {
    if (!(item instanceof Choice)) return [value(item)];
    const side = chosen(item);
    return isList(side) ? side.flatMap(listItem) : listItem(side);
  };
  return value(template);
}

function isList(template: Template): template is readonly Template[] {
  return Array.isArray(template);
}

function holds(condition: PodCondition, pod: InjectedPod, config: TemplateConfig): boolean {
  if ('annotationSet' in condition) return Object.hasOwn(pod.annotations, condition.annotationSet);
  if ('labelNotEmpty' in condition) return own(pod.labels, condition.labelNotEmpty) !== '';
  if ('concurrencySet' in condition) return Number(config.proxy.Concurrency) > 0;
  const mode = own(pod.annotations, SIDECAR_ANNOTATIONS.interceptionMode) || config.proxy.InterceptionMode;
  return mode === condition.interceptionMode;
}

function podText({ source }: PodText, pod: InjectedPod, config: TemplateConfig): string {
  switch (source.from) {
    case 'annotation':
      return own(pod.annotations, source.name);
    case 'annotationOr':
      return own(pod.annotations, source.name) || String(config.proxy[source.field]);
    case 'label':
      return own(pod.labels, source.name);
    case 'proxyConfig':
      return String(config.proxy[source.field]);
    case 'duration': {
      const nanos = nanoseconds(config.durations[source.field]);
      // The injector prints this for an invalid duration.
      return nanos === undefined ? '1s' : goDuration(nanos);
    }
    case 'proxyListenPort':
      return String(config.proxyListenPort);
    case 'containerPorts':
      return pod.containerPorts.map((port) => `${port},`).join(' ');
    case 'serviceAccount':
      return `${source.prefix}${pod.serviceAccountName || 'default'}`;
  }
}

function own(map: Readonly<Record<string, string>>, key: string): string {
  return Object.hasOwn(map, key) ? (map[key] ?? '') : '';
}

/** The fields of the mesh config that the injection template reads, with every default. */
export interface TemplateConfig {
  readonly proxyListenPort: number;
  /** Enums by name. */
  readonly proxy: Readonly<Record<ProxyConfigField, string | number>>;
  /** Formatted as Go does: `1m0s`. */
  readonly durations: Readonly<Record<ProxyDurationField, string>>;
}

/**
 * The injector's defaults for missing fields of a mesh config. Source: 1.0.9, pilot/pkg/model/context.go
 * (DefaultProxyConfig, DefaultMeshConfig).
 */
export const CONFIG_DEFAULTS: TemplateConfig = {
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

/** Returns the template's view of one of our mesh configs. */
export function templateConfig({
  defaultConfig,
}: Pick<ReturnType<typeof meshConfig>, 'defaultConfig'>): TemplateConfig {
  const { proxyListenPort, proxy, durations } = CONFIG_DEFAULTS;
  return {
    proxyListenPort,
    proxy: overlaid(proxy, defaultConfig),
    durations: overlaid(durations, defaultConfig),
  };
}

/** Converts fields of the mesh config from JSON's spelling to Go's: `configPath` to `ConfigPath`. */
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
