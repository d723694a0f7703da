import { argocd } from './argocd/schema';
import { CREDENTIALS_NOTES, credentials } from './credentials-in-git/schema';
import { sharedServices } from './shared-services/schema';
import { optional } from '../mesh/schema/leaf';

/** Fields of every mesh file, whatever the line. */
export const meshFields = {
  argocd: optional(argocd, {
    description: 'How Argo CD applies the output: what is rendered into dist/argocd; see docs/argo-cd.md.',
    default: 'nothing is rendered for Argo CD',
  }),
  sharedServices: optional(sharedServices, {
    description: 'Services of one cluster whose names resolve in the others.',
    helm: 'copying Service objects by hand',
    default: '[]',
  }),
  credentials: optional(credentials, CREDENTIALS_NOTES),
} as const;
