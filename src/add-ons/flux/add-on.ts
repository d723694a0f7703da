import { optional } from '../../mesh/schema/fields';
import type { AddOn } from '../add-on';
import type { MeshWithFlux } from './flux';
import * as rules from './rules';
import { flux } from './schema';

/** Flux' own objects. They depend on which clusters have files, so they are no files of a cluster: see `fluxFiles`. */
export const fluxAddOn = {
  fields: {
    flux: optional(flux, {
      description: 'How Flux applies the output: what is rendered into dist/flux; see docs/flux.md.',
      default: 'nothing is rendered for Flux',
    }),
  },
  rules: Object.values(rules),
} as const satisfies AddOn<MeshWithFlux>;
