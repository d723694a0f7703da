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
      'Helm values of your own for the control plane of every primary. They may not contradict the mesh, nor contain a credential.',
    default: '{}',
  }),
} as const;

/** `controlPlane` of one primary. */
export const controlPlaneOfPrimary = {
  controlPlane: optional(
    group({
      values: optional(valuesField, {
        description: 'Helm values for this primary alone. They win over `controlPlane.values` of the mesh.',
        default: '{}',
      }),
    }),
    { description: 'How the control plane of this primary is installed.' },
  ),
} as const;

/** `controlPlane` where there is a choice of installers. */
export const controlPlaneChoice = {
  install: optional(oneOf(FORMATS), {
    description:
      'How the control plane is installed. With sail or argocd its installation is part of the output; with helm or istioctl it is what `istio-remote control-plane` prints by default.',
    default: 'nothing is rendered, and `istio-remote control-plane` prints values for Helm',
  }),
  repository: optional(repository, {
    description: 'Helm repository with Istio’s charts, such as a mirror of your own.',
    default: 'https://istio-release.storage.googleapis.com/charts',
  }),
  ...controlPlaneValues,
} as const;
