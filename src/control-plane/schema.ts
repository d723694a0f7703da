import { anyMap, group, oneOf, optional, text } from '../mesh/schema/fields';
import { FORMATS } from './formats';

const repository = text(
  'the URL of a Helm repository without login, such as https://charts.example.com/istio or oci://registry.example.com/istio',
  (value) => /^(?:https|oci):\/\/[^\s\p{Cc}@?#*{}!\\<>"'`$]+$/u.test(value) && URL.canParse(value),
  (value) =>
    value.includes('@')
      ? 'Leave out user and password: Helm and Argo CD take them from their own settings'
      : value.startsWith('http:')
        ? `Write https${value.slice(4)}`
        : undefined,
);

const valuesField = anyMap('a map of Helm values');

/** `values` of `controlPlane`. */
export const controlPlaneValues = {
  values: optional(valuesField, {
    description:
      'Your own Helm values for the control plane of every primary. Values that contradict mesh.yaml, and credentials, are errors.',
    default: '{}',
  }),
} as const;

/** `controlPlane` of one primary. */
export const controlPlaneOfPrimary = {
  controlPlane: optional(
    group({
      values: optional(valuesField, {
        description:
          'Helm values for this primary only. They win over the `controlPlane.values` of the mesh.',
        default: '{}',
      }),
    }),
    { description: 'Settings for the installation of this primary’s control plane.' },
  ),
} as const;

/** `controlPlane` of a line with several installers. */
export const controlPlaneChoice = {
  install: optional(oneOf(FORMATS), {
    description:
      'Tool that installs the control plane. With sail or argocd, the output contains the installation. With helm or istioctl, `istio-remote control-plane` prints its input by default.',
    default: 'the output has no installation, and `istio-remote control-plane` prints values for Helm',
  }),
  repository: optional(repository, {
    description: 'URL of the Helm repository with Istio’s charts, such as your own mirror.',
    default: 'https://istio-release.storage.googleapis.com/charts',
  }),
  ...controlPlaneValues,
} as const;
