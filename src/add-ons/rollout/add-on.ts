import { optional } from '../../mesh/schema/fields';
import type { AddOn } from '../add-on';
import type { MeshWithRollout } from './rollout';
import * as rules from './rules';
import { rollout } from './schema';

/** The order of cluster changes. Argo CD and Flux render it. */
export const rolloutAddOn = {
  fields: {
    rollout: optional(rollout, {
      description:
        'Waves of clusters: a wave changes when the wave before it is healthy. See docs/rollout.md.',
      default: 'all clusters change at once',
    }),
  },
  rules: Object.values(rules),
} as const satisfies AddOn<MeshWithRollout>;
