import { flag, group, integer, optional } from '../../../mesh/schema/fields';
import { caBundle, resources } from '../../../mesh/schema/shared';
import { imageName } from './images';

/** `sidecarInjector:` of a remote. */
export const sidecarInjector = group({
  enabled: optional(flag(), {
    description: 'Whether the cluster injects sidecars by itself. Without it, inject by hand.',
    helm: 'sidecarInjectorWebhook.enabled',
    default: 'true',
  }),
  replicas: optional(integer(0), {
    description: 'Pods of the sidecar injector.',
    helm: 'sidecarInjectorWebhook.replicaCount',
    default: '1',
  }),
  image: optional(imageName, {
    description: 'Image of the injector, below `images.hub`.',
    helm: 'sidecarInjectorWebhook.image',
    default: 'sidecar_injector',
  }),
  resources: optional(resources, {
    description: 'Requests and limits of the injector.',
    helm: 'sidecarInjectorWebhook.resources',
    default: '`scheduling.defaultResources`',
  }),
  injectByDefault: optional(flag(), {
    description: 'Inject into every namespace that is not labelled istio-injection=disabled.',
    helm: 'sidecarInjectorWebhook.enableNamespacesByDefault',
    default: 'false',
  }),
  template: optional(flag(), {
    description: 'Whether to make the ConfigMap istio-sidecar-injector. With `false` you bring your own.',
    helm: 'not global.omitSidecarInjectorConfigMap',
    default: 'true',
  }),
  caBundle: optional(caBundle, {
    description:
      'CA certificates by which the API server trusts the injector, base64 of PEM. The injector fills them in by itself up to Kubernetes 1.21.',
    default: 'left to the injector',
  }),
});

/** `citadel:` of a remote. */
export const citadel = group({
  replicas: optional(integer(0), {
    description: 'Pods of Citadel.',
    helm: 'security.replicaCount',
    default: '1',
  }),
  image: optional(imageName, {
    description: 'Image of Citadel, below `images.hub`.',
    helm: 'security.image',
    default: 'citadel',
  }),
  resources: optional(resources, {
    description: 'Requests and limits of Citadel.',
    helm: 'security.resources',
    default: '`scheduling.defaultResources`',
  }),
});
