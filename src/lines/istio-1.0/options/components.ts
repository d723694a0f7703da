import type { Resources } from '../../../kubernetes/manifest';
import { flag, integer, optional } from '../../../mesh/schema/fields';
import { caBundle, resources } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import {
  condition,
  count,
  opposite,
  resources as resourcesValue,
  text,
  toggle,
} from '../migrate/value-kinds';
import { since } from '../migrate/value-use';
import { imageName } from './images';

/** One component that runs in the remote cluster. */
export interface ComponentOptions {
  readonly replicas: number;
  readonly image: string;
  /** Absent: `scheduling.defaultResources`. */
  readonly resources?: Resources;
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
    description: 'Whether the cluster injects sidecars by itself. Without it, inject by hand.',
    helm: 'sidecarInjectorWebhook.enabled',
    read: condition,
    default: true,
  }),
  replicas: chartOption(integer(0), {
    description: 'Pods of the sidecar injector.',
    helm: 'sidecarInjectorWebhook.replicaCount',
    read: count,
    default: 1,
  }),
  image: chartOption(imageName, {
    description: 'Image of the injector, below `images.hub`.',
    helm: 'sidecarInjectorWebhook.image',
    read: text,
    default: 'sidecar_injector',
  }),
  resources: chartOption(resources, {
    description: 'Requests and limits of the injector.',
    helm: 'sidecarInjectorWebhook.resources',
    read: resourcesValue,
    defaultText: '`scheduling.defaultResources`',
  }),
  injectByDefault: chartOption(flag(), {
    description: 'Inject into every namespace that is not labelled istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    read: toggle,
    default: false,
  }),
  template: chartOption(flag(), {
    description: 'Whether to make the ConfigMap istio-sidecar-injector. With `false` you bring your own.',
    helm: 'global.omitSidecarInjectorConfigMap',
    read: opposite(toggle),
    opposite: true,
    // Both came with 1.0.1.
    idle: since('privilegedSwitch'),
    default: true,
  }),
  caBundle: optional(caBundle, {
    description:
      'CA certificates by which the API server trusts the injector, base64 of PEM. The injector fills them in by itself up to Kubernetes 1.21.',
    default: 'left to the injector',
  }),
} as const;

/** Options of `citadel:`. @internal */
export const citadelFields = {
  replicas: chartOption(integer(0), {
    description: 'Pods of Citadel.',
    helm: 'security.replicaCount',
    read: count,
    default: 1,
  }),
  image: chartOption(imageName, {
    description: 'Image of Citadel, below `images.hub`.',
    helm: 'security.image',
    read: text,
    default: 'citadel',
  }),
  resources: chartOption(resources, {
    description: 'Requests and limits of Citadel.',
    helm: 'security.resources',
    read: resourcesValue,
    defaultText: '`scheduling.defaultResources`',
  }),
} as const;
