import { group, list, oneOf, text } from '../../../mesh/schema/fields';
import { objectName } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import type { Release10 } from '../facts/releases';
import * as kind from '../migrate/value-kinds';

/** Where images come from. */
export interface Images {
  readonly hub: string;
  readonly tag: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly pullSecrets: readonly string[];
}

/** The name of one image, below `images.hub`. @internal */
export const imageName = text('an image name such as proxyv2, without registry and tag', (value) =>
  /^[\w.-]+(?:\/[\w.-]+)*$/.test(value),
);

/** Options of `images:`. @internal */
export const imagesFields = {
  hub: chartOption(
    text('a registry and path such as docker.io/istio', (value) =>
      /^[\w.-]+(?::\d+)?(?:\/[\w.-]+)*$/.test(value),
    ),
    {
      description: 'Registry and path of every image.',
      helm: 'global.hub',
      read: kind.text,
      default: 'docker.io/istio',
    },
  ),
  tag: chartOption(
    text('an image tag such as 1.0.9', (value) => /^\w[\w.-]{0,127}$/.test(value)),
    {
      description: 'Tag of every image.',
      helm: 'global.tag',
      read: kind.text,
      default: (release: Release10): string => release,
      defaultText: 'the release in `istio`',
    },
  ),
  pullPolicy: chartOption(oneOf(['Always', 'IfNotPresent', 'Never']), {
    description: 'When nodes pull the images.',
    helm: 'global.imagePullPolicy',
    read: kind.text,
    default: 'IfNotPresent',
  }),
  pullSecrets: chartOption(list(objectName, 'a list of names of Secrets'), {
    description: 'Secrets with registry credentials, for Citadel and the sidecar injector.',
    helm: 'global.imagePullSecrets',
    read: kind.names,
    subchartsOnly: true,
    default: [],
  }),
} as const;

/** `images:` of a remote, or of a gateway. @internal */
export const images = group(imagesFields);
