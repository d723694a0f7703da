import type { Resources } from '../../../kubernetes/manifest';
import { isDnsSubdomain, isLabelValue } from '../../../kubernetes/names';
import { integer, nullable, record, text } from '../../../mesh/schema/fields';
import { resources } from '../../../mesh/schema/shared';
import { chartOption } from '../../chart-option';
import { architectures, optionalText, resources as resourcesValue } from '../migrate/value-kinds';

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
        'Weight of each processor architecture: 0 never, 1 least preferred, 2 no preference, 3 most preferred.',
      helm: 'global.arch',
      read: architectures,
      subchartsOnly: true,
      default: { amd64: 2, ppc64le: 2, s390x: 2 },
    },
  ),
  priorityClassName: chartOption(
    text('the name of a PriorityClass', (value) => value === '' || isDnsSubdomain(value)),
    {
      description: 'Priority class of Citadel and the sidecar injector.',
      helm: 'global.priorityClassName',
      read: optionalText,
      subchartsOnly: true,
      default: '',
      defaultText: 'none',
    },
  ),
  defaultResources: chartOption(resources, {
    description: 'Requests and limits of components that set none of their own.',
    helm: 'global.defaultResources',
    read: resourcesValue,
    subchartsOnly: true,
    default: { requests: { cpu: '10m' } },
    defaultText: 'requests of cpu 10m',
  }),
} as const;
