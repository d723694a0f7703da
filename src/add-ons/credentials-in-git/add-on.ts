import { kindsOf } from '../../kubernetes/kinds';
import { type Part, type PlannedFile, part, splitFiles } from '../../kubernetes/part';
import { readBy } from '../../mesh/primaries';
import { optional } from '../../mesh/schema/fields';
import type { AddOn, FilesOfCluster } from '../add-on';
import { ExternalRemoteSecret } from './constructs/external-remote-secret';
import { SealedRemoteSecret } from './constructs/sealed-remote-secret';
import type { MeshWithCredentials } from './credentials';
import { loadSealed } from './load-sealed';
import * as rules from './rules';
import { credentials } from './schema';

/** References to credentials, or sealed credentials, for the primary. */
export const credentialsAddOn = {
  fields: {
    credentials: optional(credentials, {
      description:
        'Brings the credentials of remotes to the primary through Git, encrypted or by reference. See docs/credentials-in-git.md.',
      default: '`istio-remote join` stores them on the primary',
    }),
  },
  rules: Object.values(rules),
  kinds: [
    ...kindsOf('external-secrets.io/v1', 'ExternalSecret'),
    ...kindsOf('external-secrets.io/v1beta1', 'ExternalSecret'),
    ...kindsOf('bitnami.com/v1alpha1', 'SealedSecret'),
  ],
  load: loadSealed,
  files(mesh: MeshWithCredentials): FilesOfCluster {
    return ({ name, remote }) => (remote === undefined ? remoteSecretFiles(mesh, name) : []);
  },
} as const satisfies AddOn<MeshWithCredentials>;

/** Approximate characters of everything besides the props: labels, the frame of the kubeconfig. */
const FRAME = 2500;

/**
 * Returns what a primary needs to get the credentials of the clusters it reads: references or sealed credentials,
 * never the credentials themselves.
 */
function remoteSecretFiles(mesh: MeshWithCredentials, primary: string): PlannedFile[] {
  const sizeOf = ({ props }: Part) => 2 * JSON.stringify(props).length + FRAME;
  return splitFiles(primary, 'remote-secrets', parts(mesh, primary), sizeOf);
}

function parts(mesh: MeshWithCredentials, primary: string): Part[] {
  const { line, credentials } = mesh;
  const { namespace } = mesh.primary;
  switch (credentials?.from) {
    case undefined:
      return [];
    case 'sealed-secrets':
      return credentials.sealed
        .filter((sealed) => sealed.primary === primary)
        .map(({ secret }) => part(`sealed-${secret.cluster}`, SealedRemoteSecret, secret));
    case 'external-secrets': {
      const { from: _, ...reference } = credentials;
      return readBy(mesh, primary).map(({ name: cluster, apiServer, apiServerCa }) =>
        part(`external-${cluster}`, ExternalRemoteSecret, {
          ...reference,
          line,
          cluster,
          namespace,
          ...(apiServer === undefined ? {} : { apiServer }),
          ...(apiServerCa === undefined ? {} : { apiServerCa }),
        }),
      );
    }
  }
}
