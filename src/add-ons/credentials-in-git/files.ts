import { type Part, type PlannedFile, part, splitFiles } from '../../kubernetes/part';
import { ExternalRemoteSecret } from './constructs/external-remote-secret';
import { SealedRemoteSecret } from './constructs/sealed-remote-secret';
import type { MeshWithCredentials } from './credentials';

/** The labels, the kubeconfig's frame and what else stands around the props. */
const FRAME = 2500;

/** What the primary needs to get the credentials of its remotes: references, or sealed ones, never the credentials. */
export function remoteSecretFiles(mesh: MeshWithCredentials): Generator<PlannedFile> {
  const sizeOf = ({ props }: Part) => 2 * JSON.stringify(props).length + FRAME;
  return splitFiles(mesh.primary.name, 'remote-secrets', parts(mesh), sizeOf);
}

function parts({ line, credentials, primary, remotes }: MeshWithCredentials): Part[] {
  const { namespace } = primary;
  switch (credentials?.from) {
    case undefined:
      return [];
    case 'sealed-secrets':
      return credentials.sealed.map((sealed) => part(`sealed-${sealed.cluster}`, SealedRemoteSecret, sealed));
    case 'external-secrets': {
      const { from: _, ...reference } = credentials;
      return remotes.map(({ name: cluster, apiServer }) =>
        part(`external-${cluster}`, ExternalRemoteSecret, {
          ...reference,
          line,
          cluster,
          namespace,
          ...(apiServer === undefined ? {} : { apiServer }),
        }),
      );
    }
  }
}
