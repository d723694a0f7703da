import { optional } from '../../mesh/schema/fields';
import type { AddOn } from '../add-on';
import type { MeshWithFlux } from './flux';
import * as rules from './rules';
import { flux } from './schema';

/** Flux's own objects. They depend on the clusters with files, so they belong to no cluster: see `fluxFiles`. */
export const fluxAddOn = {
  fields: {
    flux: optional(flux, {
      description: 'Writes Kustomizations for Flux to dist/flux. See docs/flux.md.',
      default: 'no files for Flux',
    }),
  },
  rules: Object.values(rules),
} as const satisfies AddOn<MeshWithFlux>;
