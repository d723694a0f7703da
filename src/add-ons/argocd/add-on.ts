import { optional } from '../../mesh/schema/fields';
import type { AddOn } from '../add-on';
import type { MeshWithArgoCd } from './argocd';
import * as rules from './rules';
import { argocd } from './schema';

/**
 * Argo CD's own objects. They depend on what is rendered for all clusters, so they are no files of a cluster: see
 * `argoCdFiles`.
 */
export const argoCdAddOn = {
  fields: {
    argocd: optional(argocd, {
      description: 'How Argo CD applies the output: what is rendered into dist/argocd; see docs/argo-cd.md.',
      default: 'nothing is rendered for Argo CD',
    }),
  },
  rules: Object.values(rules),
  standIns: { 'argocd.repository': 'https://repository.invalid/mesh.git' },
} as const satisfies AddOn<MeshWithArgoCd>;
