import { optional } from '../../mesh/schema/fields';
import type { AddOn, FilesOfCluster } from '../add-on';
import type { MeshWithCredentials } from './credentials';
import { remoteSecretFiles } from './files';
import { loadSealed } from './load-sealed';
import * as rules from './rules';
import { credentials } from './schema';

/** References to credentials, or sealed ones, for the primary. */
export const credentialsAddOn = {
  fields: {
    credentials: optional(credentials, {
      description:
        'How the credentials of the remotes reach the primary through Git; see docs/credentials-in-git.md.',
      default: 'by `istio-remote join`',
    }),
  },
  rules: Object.values(rules),
  load: loadSealed,
  files(mesh: MeshWithCredentials): FilesOfCluster {
    return ({ remote }) => (remote === undefined ? remoteSecretFiles(mesh) : []);
  },
} as const satisfies AddOn<MeshWithCredentials>;
