import { group, list, oneOf, optional, text } from '../../../mesh/schema/fields';
import { objectName } from '../../../mesh/schema/shared';

/** The name of one image, below `images.hub`. */
export const imageName = text('an image name such as proxyv2, without registry and tag', (value) =>
  /^[\w.-]+(?:\/[\w.-]+)*$/.test(value),
);
/** `images:` of a remote. */
export const images = group({
  hub: optional(
    text('a registry and path such as docker.io/istio', (value) =>
      /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(value),
    ),
    { description: 'Registry and path of every image.', helm: 'global.hub', default: 'docker.io/istio' },
  ),
  tag: optional(
    text('an image tag such as 1.0.9', (value) => /^\w[\w.-]{0,127}$/.test(value)),
    {
      description: 'Tag of every image.',
      helm: 'global.tag',
      default: 'the release in `istio`',
    },
  ),
  pullPolicy: optional(oneOf(['Always', 'IfNotPresent', 'Never']), {
    description: 'When nodes pull the images.',
    helm: 'global.imagePullPolicy',
    default: 'IfNotPresent',
  }),
  pullSecrets: optional(list(objectName, 'a list of names of Secrets'), {
    description: 'Secrets with registry credentials, for Citadel and the sidecar injector.',
    helm: 'global.imagePullSecrets',
    default: '[]',
  }),
});
