import { isImageHub, isImagePath, isImageTag } from '../../../kubernetes/image';
import { group, list, oneOf, text } from '../../../mesh/schema/fields';
import { objectName } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import type { Release10 } from '../facts/releases';
import * as kind from '../migrate/value-kinds';

/** Registry, tag and pull policy of images. */
export interface Images {
  readonly hub: string;
  readonly tag: string;
  readonly pullPolicy: 'Always' | 'IfNotPresent' | 'Never';
  readonly pullSecrets: readonly string[];
}

/** Suggests small letters if capitals are the only mistake. */
function smallLetters(test: (value: string) => boolean) {
  return (value: string): string | undefined =>
    test(value.toLowerCase()) ? `Write ${value.toLowerCase()}` : undefined;
}

/** The name of one image, after `images.hub`. @internal */
export const imageName = text(
  'an image name such as proxyv2, without registry and tag',
  isImagePath,
  smallLetters(isImagePath),
);

/** Options of `images:`. @internal */
export const imagesFields = {
  hub: chartOption(
    text('a registry and path such as docker.io/istio', isImageHub, smallLetters(isImageHub)),
    {
      description: 'Registry and path of all images.',
      helm: 'global.hub',
      read: kind.text,
      default: 'docker.io/istio',
    },
  ),
  tag: chartOption(
    text('an image tag such as 1.0.9', isImageTag, (value) =>
      /@|^sha256:/.test(value)
        ? 'Write a tag: a digest is that of one image, and all images have this tag'
        : undefined,
    ),
    {
      description: 'Tag of all images.',
      helm: 'global.tag',
      read: kind.text,
      default: (release: Release10): string => release,
      defaultText: 'the release in `istio`',
    },
  ),
  pullPolicy: chartOption(oneOf(['Always', 'IfNotPresent', 'Never']), {
    description: 'Image pull policy.',
    helm: 'global.imagePullPolicy',
    read: kind.text,
    default: 'IfNotPresent',
  }),
  pullSecrets: chartOption(list(objectName, 'a list of names of Secrets'), {
    description:
      'Secrets with registry credentials. Citadel and the sidecar injector pull their images with them.',
    helm: 'global.imagePullSecrets',
    read: kind.names,
    subchartsOnly: true,
    default: [],
  }),
} as const;

/** `images:` of a remote, or of a gateway. @internal */
export const images = group(imagesFields);
