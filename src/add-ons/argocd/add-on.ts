import { optional } from '../../mesh/schema/fields';
import type { AddOn } from '../add-on';
import type { MeshWithArgoCd } from './argocd';
import * as rules from './rules';
import { argocd } from './schema';

/**
 * Argo CD's own objects. They depend on the files of all clusters, so they belong to no cluster: see `argoCdFiles`.
 */
export const argoCdAddOn = {
  fields: {
    argocd: optional(argocd, {
      description: 'Writes an AppProject and Applications for Argo CD to dist/argocd. See docs/argo-cd.md.',
      default: 'no files for Argo CD',
    }),
  },
  rules: Object.values(rules),
  standIns: { 'argocd.repository': 'https://repository.invalid/mesh.git' },
} as const satisfies AddOn<MeshWithArgoCd>;
