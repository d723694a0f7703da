import { goDuration, nanoseconds } from '../../kubernetes/go-duration';
import type { MeshCore } from '../../mesh/mesh';
import type { SealedRemoteSecretProps } from './constructs/sealed-remote-secret';
import type { CredentialsInput } from './input';

/** Versions of ExternalSecret that synth can write. */
export const EXTERNAL_SECRET_VERSIONS = ['v1', 'v1beta1'] as const;

/** Kinds of store that external-secrets reads. */
export const STORE_KINDS = ['SecretStore', 'ClusterSecretStore'] as const;

/** Placeholder of the primary's id in the path of a sealing certificate. */
export const PRIMARY_PLACEHOLDER = '{primary}';

/** Folder beside the mesh file for sealed credentials. */
export const SEALED_FOLDER = 'sealed-secrets';

/** The properties of a store: token and CA of the cluster, or a whole kubeconfig. */
export type StoredProperties =
  | { readonly token: string; readonly ca: string }
  | { readonly kubeconfig: string };

/** Credentials of the remotes that external-secrets fetches from a store. */
export interface ExternalCredentials {
  readonly from: 'external-secrets';
  readonly apiVersion: (typeof EXTERNAL_SECRET_VERSIONS)[number];
  readonly store: { readonly name: string; readonly kind: (typeof STORE_KINDS)[number] };
  /** Key in the store, with `{cluster}`; also `{property}` for a store with one value per key. */
  readonly key: string;
  readonly properties: StoredProperties;
  /** Formatted as Go does. */
  readonly refreshInterval: string;
}

/** Credentials of the remotes that are sealed in files beside the mesh file. */
export interface SealedCredentials {
  readonly from: 'sealed-secrets';
  /** Folder of the sealed files, relative to the mesh file. */
  readonly folder: string;
  /** The sealed credentials. Empty until the files are read. */
  readonly sealed: readonly SealedForPrimary[];
}

/** A sealed credential, and the primary whose controller can open it. */
export interface SealedForPrimary {
  /** Cluster id. */
  readonly primary: string;
  readonly secret: SealedRemoteSecretProps;
}

/** How the primary gets the credentials of the remotes from Git. */
export type Credentials = ExternalCredentials | SealedCredentials;

/**
 * Returns the path of a cluster's sealed credential, relative to the mesh file. With several primaries each has a
 * folder, because the controller of one cannot open what is sealed for another.
 */
export function sealedFile(
  { listsPrimaries }: Pick<MeshCore, 'listsPrimaries'>,
  folder: string,
  { primary, cluster }: { readonly primary: string; readonly cluster: string },
): string {
  const own = folder.replace(/\/+$/, '');
  return listsPrimaries ? `${own}/${primary}/${cluster}.yaml` : `${own}/${cluster}.yaml`;
}

/** A mesh with options for credentials in Git. */
export interface MeshWithCredentials extends MeshCore {
  /** How the primary gets the credentials of the remotes from Git. Undefined: `istio-remote join` brings them. */
  readonly credentials?: Credentials | undefined;
}

/** Fills in the defaults of `credentials:`. Reads no file. */
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
    // The controller writes the duration back as Go formats it, and Argo CD reports any other spelling as a change.
    refreshInterval: goDuration(nanoseconds(refreshInterval ?? '1h') ?? 0n),
  };
}
