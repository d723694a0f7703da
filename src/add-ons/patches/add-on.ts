import { list, optional } from '../../mesh/schema/fields';
import { patch } from '../../mesh/schema/patches';
import type { AddOn } from '../add-on';
import type { MeshWithPatches } from './patches';
import * as rules from './rules';

/**
 * Changes to finished objects. They add no files: {@link Patching} applies them while the other add-ons are rendered.
 */
export const patchesAddOn = {
  fields: {
    patches: optional(list(patch, 'a list of patches with target and merge or json'), {
      description: 'Changes to rendered objects that no option makes. See docs/patches.md.',
      default: '[]',
    }),
  },
  rules: Object.values(rules),
} as const satisfies AddOn<MeshWithPatches>;
