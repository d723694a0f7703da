import { nanoseconds } from '../../../kubernetes/go-duration';
import { isDnsSubdomain, isLabelValue } from '../../../kubernetes/names';
import type { Resources } from '../../../kubernetes/resources';
import { flag, integer, nullable, optional, record, text } from '../../../mesh/schema/fields';
import { caBundle, resources } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import * as kind from '../migrate/value-kinds';
import { imageName } from './images';

/** One component that runs in the remote cluster. */
export interface ComponentOptions {
  readonly replicas: number;
  readonly image: string;
  /** Undefined: `scheduling.defaultResources`. */
  readonly resources?: Resources;
}

/** Options of Citadel. */
export interface CitadelOptions extends ComponentOptions {
  /** Undefined: Citadel's own default, 90 days. */
  readonly certificateLifetime?: string;
}

/** Options of the sidecar injector. */
export interface SidecarInjectorOptions extends ComponentOptions {
  readonly enabled: boolean;
  readonly injectByDefault: boolean;
  readonly template: boolean;
  readonly caBundle?: string;
}

/** Options of `sidecarInjector:`. @internal */
export const sidecarInjectorFields = {
  enabled: chartOption(flag(), {
    description:
      'Whether the cluster injects sidecars automatically. With `false`, inject them with `injectedWorkloads` or `istio-remote inject`.',
    helm: 'sidecarInjectorWebhook.enabled',
    read: kind.condition,
    default: true,
  }),
  replicas: chartOption(integer(0), {
    description: 'Number of pods of the sidecar injector.',
    helm: 'sidecarInjectorWebhook.replicaCount',
    read: kind.count,
    default: 1,
  }),
  image: chartOption(imageName, {
    description: 'Image name of the injector in `images.hub`.',
    helm: 'sidecarInjectorWebhook.image',
    read: kind.text,
    default: 'sidecar_injector',
  }),
  resources: chartOption(resources, {
    description: 'Resource requests and limits of the injector.',
    helm: 'sidecarInjectorWebhook.resources',
    read: kind.resources,
    defaultText: '`scheduling.defaultResources`',
  }),
  injectByDefault: chartOption(flag(), {
    description: 'Whether to inject into every namespace without the label istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    read: kind.toggle,
    default: false,
  }),
  template: chartOption(flag(), {
    description: 'Whether to create the ConfigMap istio-sidecar-injector. With `false`, create it yourself.',
    helm: 'global.omitSidecarInjectorConfigMap',
    read: kind.opposite(kind.toggle),
    opposite: true,
    // Both exist since 1.0.1.
    idle: kind.since('privilegedSwitch'),
    default: true,
  }),
  caBundle: optional(caBundle, {
    description:
      'CA certificates that the API server trusts the injector with, as base64 of PEM. Up to Kubernetes 1.21, the injector sets them itself.',
    default: 'set by the injector',
  }),
} as const;

const hours = (count: bigint): bigint => count * 3_600_000_000_000n;

/**
 * Citadel refuses to sign for longer than 90 days. It replaces a certificate after half of its lifetime, and at least
 * 10 minutes before it expires. Each new certificate restarts Envoy; below an hour, Envoy would restart constantly.
 * Source: 1.0.0–1.0.9, security/cmd/istio_ca/main.go and security/pkg/pki/ca/controller/secret.go.
 */
const certificateLifetime = text('a duration from 1h to 2160h, such as 24h', (value) => {
  const nanos = nanoseconds(value);
  return nanos !== undefined && nanos >= hours(1n) && nanos <= hours(2160n);
});

/** Options of `citadel:`. @internal */
export const citadelFields = {
  replicas: chartOption(integer(0), {
    description: 'Number of pods of Citadel.',
    helm: 'security.replicaCount',
    read: kind.count,
    default: 1,
  }),
  image: chartOption(imageName, {
    description: 'Image name of Citadel in `images.hub`.',
    helm: 'security.image',
    read: kind.text,
    default: 'citadel',
  }),
  resources: chartOption(resources, {
    description: 'Resource requests and limits of Citadel.',
    helm: 'security.resources',
    read: kind.resources,
    defaultText: '`scheduling.defaultResources`',
  }),
  certificateLifetime: chartOption(certificateLifetime, {
    description:
      'Lifetime of workload certificates. Citadel replaces each certificate after half of its lifetime, including certificates that it issued before the change.',
    defaultText: 'set by Citadel: 2160h (90 days)',
  }),
} as const;

/** Where Citadel and the injector run. */
export interface Scheduling {
  /** Weight by processor architecture; 0 excludes it. */
  readonly architectures: Readonly<Record<string, number>>;
  /** Empty: none. */
  readonly priorityClassName: string;
  readonly defaultResources?: Resources;
}

/** Options of `scheduling:`. @internal */
export const schedulingFields = {
  architectures: chartOption(
    record(
      text('a processor architecture such as amd64', (value) => value !== '' && isLabelValue(value)),
      nullable(integer(0, 100)),
      'a map from processor architecture to weight',
    ),
    {
      description:
        'Weight of each processor architecture. 0: never. 1: least preferred. 2: no preference. 3: most preferred.',
      helm: 'global.arch',
      read: kind.architectures,
      subchartsOnly: true,
      default: { amd64: 2, ppc64le: 2, s390x: 2 },
    },
  ),
  priorityClassName: chartOption(
    text('the name of a PriorityClass', (value) => value === '' || isDnsSubdomain(value)),
    {
      description: 'Priority class of Citadel and the sidecar injector.',
      helm: 'global.priorityClassName',
      read: kind.optionalText,
      subchartsOnly: true,
      default: '',
      defaultText: 'none',
    },
  ),
  defaultResources: chartOption(resources, {
    description: 'Resource requests and limits of Citadel and the injector, if they set none of their own.',
    helm: 'global.defaultResources',
    read: kind.resources,
    subchartsOnly: true,
    default: { requests: { cpu: '10m' } },
    defaultText: 'requests of cpu 10m',
  }),
} as const;
