import { lookUp } from '../../../migrate/helm-values/helm-value';
import { FIRST_RELEASE, hasFeature, type Release10 } from '../facts/releases';
import type { ChartValues } from './chart-values';
import * as kind from './value-kinds';

/** A value that the chart has or reads, at any release of the line. */
export interface KnownValue {
  /** Dotted path below the values. */
  readonly helm: string;
  readonly kind: kind.ValueKind;
  /** Path of the option: below `primary` and `security` of the mesh, else below the remote. */
  readonly option?: string;
  /** Whether only the subcharts read it, which keep a default that a null takes from the chart. */
  readonly subchartsOnly?: true;
  /** Why the value changes nothing; undefined when it does. */
  readonly idle?: (release: Release10, values: ChartValues) => string | undefined;
}

const since =
  (feature: keyof typeof FIRST_RELEASE) =>
  (release: Release10): string | undefined =>
    hasFeature(release, feature)
      ? undefined
      : `the chart reads it from ${FIRST_RELEASE[feature]} on, this one is ${release}`;

const withStatsd = (_: Release10, { chart }: ChartValues): string | undefined =>
  lookUp(chart, 'global.proxy.envoyStatsd.enabled') === true
    ? undefined
    : 'global.proxy.envoyStatsd.enabled is not true';

const always = (reason: string) => (): string => reason;
const HOOK_ONLY = always('only the hook Jobs of the chart use it, which mesh.yaml does not bring back');

/**
 * Every value of the chart, in the order of the options in mesh.yaml.
 * Source: 1.0.0–1.0.9, install/kubernetes/helm/istio-remote: values.yaml, and `.Values` in the templates.
 */
export const KNOWN_VALUES: readonly KnownValue[] = [
  { helm: 'global.remotePilotAddress', option: 'primary.addresses.pilot', kind: kind.textOrNone },
  { helm: 'global.remotePolicyAddress', option: 'primary.addresses.policy', kind: kind.textOrNone },
  { helm: 'global.remoteTelemetryAddress', option: 'primary.addresses.telemetry', kind: kind.textOrNone },
  { helm: 'global.remoteZipkinAddress', option: 'primary.addresses.zipkin', kind: kind.textOrNone },
  {
    helm: 'global.controlPlaneSecurityEnabled',
    option: 'security.controlPlaneMutualTls',
    kind: kind.toggle,
  },
  { helm: 'global.mtls.enabled', option: 'security.mutualTls', kind: kind.toggle, subchartsOnly: true },
  { helm: 'security.selfSigned', option: 'security.selfSignedCa', kind: kind.toggle },
  { helm: 'global.remotePilotCreateSvcEndpoint', option: 'pilotService', kind: kind.toggle },
  { helm: 'sidecarInjectorWebhook.enabled', option: 'sidecarInjector.enabled', kind: kind.condition },
  { helm: 'sidecarInjectorWebhook.replicaCount', option: 'sidecarInjector.replicas', kind: kind.count },
  { helm: 'sidecarInjectorWebhook.image', option: 'sidecarInjector.image', kind: kind.text },
  { helm: 'sidecarInjectorWebhook.resources', option: 'sidecarInjector.resources', kind: kind.resources },
  {
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    option: 'sidecarInjector.injectByDefault',
    kind: kind.toggle,
  },
  {
    helm: 'global.omitSidecarInjectorConfigMap',
    option: 'sidecarInjector.template',
    kind: kind.oppositeToggle,
    // Both came with 1.0.1.
    idle: since('privilegedSwitch'),
  },
  { helm: 'security.replicaCount', option: 'citadel.replicas', kind: kind.count },
  { helm: 'security.image', option: 'citadel.image', kind: kind.text },
  { helm: 'security.resources', option: 'citadel.resources', kind: kind.resources },
  { helm: 'global.hub', option: 'images.hub', kind: kind.text },
  { helm: 'global.tag', option: 'images.tag', kind: kind.text },
  { helm: 'global.imagePullPolicy', option: 'images.pullPolicy', kind: kind.text },
  {
    helm: 'global.imagePullSecrets',
    option: 'images.pullSecrets',
    kind: kind.names,
    subchartsOnly: true,
  },
  { helm: 'global.proxy.image', option: 'proxy.image', kind: kind.text },
  { helm: 'global.proxy_init.image', option: 'proxy.initImage', kind: kind.text },
  {
    helm: 'global.proxy.proxyDomain',
    option: 'proxy.domain',
    kind: kind.optionalText,
    idle: since('proxyDomain'),
  },
  {
    helm: 'global.proxy.concurrency',
    option: 'proxy.concurrency',
    kind: kind.count,
    idle: since('concurrency'),
  },
  { helm: 'global.proxy.accessLogFile', option: 'proxy.accessLogFile', kind: kind.quotedText },
  { helm: 'global.proxy.resources', option: 'proxy.resources', kind: kind.resources },
  { helm: 'global.proxy.enableCoreDump', option: 'proxy.coreDump', kind: kind.toggle },
  {
    helm: 'global.proxy.privileged',
    option: 'proxy.privileged',
    kind: kind.toggle,
    idle: since('privilegedSwitch'),
  },
  { helm: 'global.proxy.autoInject', option: 'proxy.injection', kind: kind.text },
  { helm: 'global.proxy.includeIPRanges', option: 'proxy.includeIpRanges', kind: kind.optionalText },
  { helm: 'global.proxy.excludeIPRanges', option: 'proxy.excludeIpRanges', kind: kind.optionalText },
  {
    helm: 'global.proxy.includeInboundPorts',
    kind: kind.anything,
    idle: always('the chart never reads it, and proxy.includeInboundPorts would take effect'),
  },
  { helm: 'global.proxy.excludeInboundPorts', option: 'proxy.excludeInboundPorts', kind: kind.optionalText },
  { helm: 'global.proxy.envoyStatsd.enabled', option: 'proxy.statsd.enabled', kind: kind.toggle },
  {
    helm: 'global.proxy.envoyStatsd.host',
    option: 'proxy.statsd.host',
    kind: kind.textOrNone,
    idle: withStatsd,
  },
  {
    helm: 'global.proxy.envoyStatsd.port',
    option: 'proxy.statsd.port',
    kind: kind.optionalCount,
    idle: withStatsd,
  },
  { helm: 'global.disablePolicyChecks', option: 'policyChecks', kind: kind.oppositeFlag },
  {
    helm: 'global.policyCheckFailOpen',
    option: 'policyCheckFailOpen',
    kind: kind.flag,
    idle: since('policyCheckFailOpen'),
  },
  { helm: 'global.enableTracing', option: 'tracing', kind: kind.flag },
  { helm: 'global.arch', option: 'scheduling.architectures', kind: kind.architectures, subchartsOnly: true },
  {
    helm: 'global.priorityClassName',
    option: 'scheduling.priorityClassName',
    kind: kind.optionalText,
    subchartsOnly: true,
  },
  {
    helm: 'global.defaultResources',
    option: 'scheduling.defaultResources',
    kind: kind.resources,
    subchartsOnly: true,
  },
  {
    helm: 'global.zipkinAddress',
    kind: kind.anything,
    idle: always('it only gave sidecars --zipkinAddress, which they now get with primary.addresses.zipkin'),
  },
  { helm: 'global.hyperkube.hub', kind: kind.anything, idle: HOOK_ONLY },
  { helm: 'global.hyperkube.tag', kind: kind.anything, idle: HOOK_ONLY },
  { helm: 'nameOverride', kind: kind.chartName('istio-remote') },
  { helm: 'sidecarInjectorWebhook.nameOverride', kind: kind.chartName('sidecarInjectorWebhook') },
  { helm: 'security.nameOverride', kind: kind.chartName('security') },
];
