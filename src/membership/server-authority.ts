import { rootCertificates } from 'node:tls';
import type { Cluster } from '../kubernetes/api/cluster';
import { shownUrl } from '../kubernetes/api/redaction';
import { PUBLIC_CA } from '../mesh/mesh';
import { UserError } from '../problem';

/** How a kubeconfig says to trust its server. */
export type ServerAuthority =
  /** CA certificates, PEM. */
  | { readonly ca: string }
  /** A public authority signed the certificate, so no CA is needed. */
  | 'public'
  /** The certificate is not verified; the user insisted. */
  | 'unverified';

/** A server, and the candidates for the CA of its certificate. */
export interface ServerOfRemote {
  /** `apiServer` in mesh.yaml. @default - the server of the context */
  readonly apiServer: string | undefined;
  /** `apiServerCa` in mesh.yaml: PEM, or `public`. */
  readonly apiServerCa: string | undefined;
  /** The cluster's CA for its own API server, in PEM. A proxy in front of the server may have another. */
  readonly own: string | undefined;
}

/**
 * Chooses the CA for the server of a kubeconfig: the one in mesh.yaml, or the one that this machine verifies it with.
 * A cluster's own CA does not verify a proxy in front of it, nor a certificate of a public authority.
 * @throws UserError if no CA verifies the server
 */
export async function serverAuthority(
  cluster: Cluster,
  { apiServer, apiServerCa, own }: ServerOfRemote,
): Promise<ServerAuthority> {
  const { trust } = cluster;
  if (apiServerCa !== undefined) return apiServerCa === PUBLIC_CA ? 'public' : { ca: apiServerCa };
  const server = apiServer ?? cluster.server;
  // The answers of the cluster came from this very server.
  if (!trust.skipVerify && isSameServer(server, cluster.server)) return asAuthority(trust.ca);
  const known = [...new Set([own, trust.ca])].filter((ca) => ca !== undefined);
  for (const ca of known) if ((await cluster.isSigned(server, ca)) !== false) return asAuthority(ca);
  const isPublic = await cluster.isSigned(server, undefined);
  if (isPublic === true) return 'public';
  const [likely] = known;
  if (isPublic === undefined && likely !== undefined) return asAuthority(likely);
  if (trust.skipVerify) return 'unverified';
  if (isPublic === undefined)
    throw new UserError(
      `${cluster.name}: neither the cluster nor context ${cluster.context.shown} has a CA certificate for ${shownUrl(server)}, and this machine does not reach it. Set apiServerCa of the remote in mesh.yaml`,
    );
  throw new UserError(
    `${cluster.name}: neither the CA of the cluster, nor that of context ${cluster.context.shown}, nor a public authority has signed the certificate of ${shownUrl(server)}. Set apiServerCa of the remote in mesh.yaml to the CA that signed it`,
  );
}

function asAuthority(ca: string | undefined): ServerAuthority {
  return ca === undefined ? 'public' : { ca };
}

/** Whether two URLs lead to one server. */
export function isSameServer(left: string, right: string): boolean {
  const bare = (text: string): string => new URL(text).href.replace(/\/$/, '');
  return bare(left) === bare(right);
}

/** Warns if the server's certificate looks public only because this machine trusts a private authority. */
export async function privateAuthorityWarning(cluster: Cluster, server: string): Promise<string[]> {
  if ((await cluster.isSigned(server, rootCertificates.join('\n'))) !== false) return [];
  return [
    `warning: ${cluster.name}: this machine trusts ${shownUrl(server)} by an authority that is not public, and the kubeconfig names none. Set apiServer and apiServerCa of the remote in mesh.yaml, unless the pods of the primary trust that authority as well`,
  ];
}
