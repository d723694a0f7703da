import { isDnsSubdomain, isLabelValue } from '../../../kubernetes/names';
import { group, integer, nullable, optional, record, text } from '../../../mesh/schema/fields';
import { resources } from '../../../mesh/schema/shared';

/** `scheduling:` of a remote. */
export const scheduling = group({
  architectures: optional(
    record(
      text('a processor architecture such as amd64', (value) => value !== '' && isLabelValue(value)),
      nullable(integer(0, 100)),
      'a map from processor architecture to weight',
    ),
    {
      description:
        'Weight of each processor architecture: 0 never, 1 least preferred, 2 no preference, 3 most preferred.',
      helm: 'global.arch',
      default: '{ amd64: 2, ppc64le: 2, s390x: 2 }',
    },
  ),
  priorityClassName: optional(
    text('the name of a PriorityClass', (value) => value === '' || isDnsSubdomain(value)),
    {
      description: 'Priority class of Citadel and the sidecar injector.',
      helm: 'global.priorityClassName',
      default: 'none',
    },
  ),
  defaultResources: optional(resources, {
    description: 'Requests and limits of components that set none of their own.',
    helm: 'global.defaultResources',
    default: 'requests of cpu 10m',
  }),
});
