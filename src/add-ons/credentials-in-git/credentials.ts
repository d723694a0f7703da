import { goDuration, nanoseconds } from '../../kubernetes/go-duration';
import type { MeshCore } from '../../mesh/mesh';
import type { SealedRemoteSecretProps } from './constructs/sealed-remote-secret';
import type { CredentialsInput } from './input';

/** Versions of ExternalSecret. */
export const EXTERNAL_SECRET_VERSIONS = ['v1', 'v1beta1'] as const;

/** Kinds of store that external-secrets reads. */
export const STORE_KINDS = ['SecretStore', 'ClusterSecretStore'] as const;

/** Stands for the primary in the path of a sealing certificate. */
export const PRIMARY_PLACEHOLDER = '{primary}';

/** Folder beside the mesh file for sealed credentials. */
export const SEALED_FOLDER = 'sealed-secrets';

/** Where a store keeps what a kubeconfig is made of: token and CA of the cluster, or the whole of it. */
export type StoredProperties =
  | { readonly token: string; readonly ca: string }
  | { readonly kubeconfig: string };

/** Credentials of the remotes that external-secrets fetches from a store. */
export interface ExternalCredentials {
  readonly from: 'external-secrets';
  readonly apiVersion: (typeof EXTERNAL_SECRET_VERSIONS)[number];
  readonly store: { readonly name: string; readonly kind: (typeof STORE_KINDS)[number] };
  /** With `{cluster}`, and `{property}` for a store of one value to a key. */
  readonly key: string;
  readonly properties: StoredProperties;
  /** As Go prints it. */
  readonly refreshInterval: string;
}

/** Credentials of the remotes that lie sealed beside the mesh file. */
export interface SealedCredentials {
  readonly from: 'sealed-secrets';
  /** Relative to the mesh file. */
  readonly folder: string;
  /** What lies there; empty until the files are read. */
  readonly sealed: readonly SealedForPrimary[];
}

/** A sealed credential and the primary whose controller opens it. */
export interface SealedForPrimary {
  /** Cluster id. */
  readonly primary: string;
  readonly secret: SealedRemoteSecretProps;
}

/** How the primary gets the credentials of the remotes through Git. */
export type Credentials = ExternalCredentials | SealedCredentials;

/**
 * Where the sealed credential of a cluster lies, relative to the mesh file. With several primaries each has a folder,
 * since the controller of one does not open what is sealed for another.
 */
export function sealedFile(
  { listsPrimaries }: Pick<MeshCore, 'listsPrimaries'>,
  folder: string,
  { primary, cluster }: { readonly primary: string; readonly cluster: string },
): string {
  const own = folder.replace(/\/+$/, '');
  return listsPrimaries ? `${own}/${primary}/${cluster}.yaml` : `${own}/${cluster}.yaml`;
}

/** A mesh whose primary may get the credentials of the remotes through Git. */
export interface MeshWithCredentials extends MeshCore {
  /** How the primary gets the credentials of the remotes through Git; undefined: `istio-remote join` brings them. */
  readonly credentials?: Credentials | undefined;
}

/** Fills in the defaults of `credentials:`. No file is read. */
export function resolveCredentials(input: CredentialsInput | undefined): Credentials | undefined {
  if (input?.externalSecrets !== undefined) return resolveExternal(input.externalSecrets);
  if (input?.sealedSecrets === undefined) return undefined;
  return { from: 'sealed-secrets', folder: input.sealedSecrets.folder ?? SEALED_FOLDER, sealed: [] };
}

function resolveExternal({
  store,
  key,
  properties = {},
  refreshInterval,
  apiVersion,
}: NonNullable<CredentialsInput['externalSecrets']>): ExternalCredentials {
  const { token, ca, kubeconfig } = properties;
  return {
    from: 'external-secrets',
    apiVersion: apiVersion ?? 'v1',
    store: { name: store.name, kind: store.kind ?? 'SecretStore' },
    key: key ?? 'istio/{cluster}',
    properties: kubeconfig === undefined ? { token: token ?? 'token', ca: ca ?? 'ca' } : { kubeconfig },
    // The controller writes it back as Go prints it, and Argo CD would take any other spelling for a change.
    refreshInterval: goDuration(nanoseconds(refreshInterval ?? '1h') ?? 0n),
  };
}
