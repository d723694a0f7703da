import { group, integer, list, noted, optional, text, union } from '../../mesh/schema/fields';
import { clusterLabels, dnsLabel } from '../../mesh/schema/shared';

const PART = 'a number of clusters, 1 or more, or a part such as 25%';

/** `rollout:` in mesh.yaml, the same for every line. */
export const rollout = list(
  group({
    name: noted(dnsLabel, { description: 'Name of the wave.', fix: 'Name the wave, such as name: canary' }),
    clusters: optional(list(dnsLabel, 'a list of cluster ids'), {
      description: 'Cluster ids of the wave.',
      default: 'none. If the last wave has no `labels` either, it has all clusters that no other wave has',
    }),
    labels: optional(clusterLabels, {
      description: 'Labels that select clusters for the wave: every cluster that has all of them.',
    }),
    maxUpdate: optional(union([integer(1), text(PART, (value) => /^(?:[1-9]\d?|100)%$/.test(value))], PART), {
      description: 'How many clusters of the wave change at the same time. Only with Argo CD.',
      default: 'all',
    }),
  }),
  'a list of waves with name and clusters or labels',
);
