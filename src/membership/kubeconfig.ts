import type { Cluster, Trust } from '../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  type OpenCluster,
  openCluster,
  withRunLimit,
} from '../kubernetes/api/open-cluster';
import { shownUrl } from '../kubernetes/api/redaction';
import { DEFAULT_TIMEOUT_SECONDS } from '../kubernetes/api/time-limit';
import type { ClusterCore } from '../mesh/mesh';
import { isLocal, isReachable } from '../mesh/reachable';
import { UserError } from '../problem';
import { certificateData, kubeconfigText } from '../remote-secret/remote-secret';
import type { LineMembership } from './line-membership';
import { type MemberMesh, membershipFor, readClusterOf } from './member-mesh';
import { refuseUnfit, writePrivateFile } from './private-file';
import { proveCluster } from './prove-cluster';
import { type ReaderToken, requestedToken, storedToken } from './reader-token';
import { privateAuthorityWarning, type ServerAuthority, serverAuthority } from './server-authority';
import { shortLifeWarnings } from './token-renewal';

export interface KubeconfigOptions {
  /** Id of the remote cluster. */
  readonly remote: string;
  /** How to reach the remote. Its `config` is mesh.yaml. */
  readonly connection: ConnectionOptions;
  /** File to write; `-` writes none. @default - a file named after the cluster id */
  readonly output?: string | undefined;
  /** Output folder of the manifests. Credentials are never written there. */
  readonly outdir: string;
  /** Request a token that expires after this many seconds. @default - the token in the account's Secret */
  readonly tokenSeconds?: number | undefined;
  readonly allow?: Allowances;
  /** @default openCluster */
  readonly open?: OpenCluster;
}

export interface KubeconfigResult extends RemoteKubeconfig {
  /** The written file. Undefined for the output `-`. */
  readonly file: string | undefined;
}

/** Marks a file of this tool or of the guide, which a new one may replace. */
const KUBECONFIG = /^kind: *"?Config"?\s*$|"kind": *"Config"/m;

/** Creates the kubeconfig that the primary uses to read a remote cluster, and writes it. @throws UserError */
export async function kubeconfig(
  member: Pick<MemberMesh, 'mesh' | 'membership'>,
  options: KubeconfigOptions,
): Promise<KubeconfigResult> {
  const { remote: name, outdir, output = name } = options;
  const remote = readClusterOf(member.mesh, name);
  const file = output === '-' ? undefined : { path: output, outdir, replaces: KUBECONFIG };
  if (file !== undefined) refuseUnfit(file);
  const cluster = (options.open ?? openCluster)(remote, withRunLimit(options.connection));
  const { apiServer, apiServerCa, uid } = remote;
  const prove = () => proveCluster(cluster, uid);
  const result = await makeKubeconfig(cluster, member, { ...options, apiServer, apiServerCa, prove });
  const warnings = file === undefined ? [] : writePrivateFile({ ...file, text: result.text });
  return { ...result, file: file?.path, warnings: [...result.warnings, ...warnings] };
}

/** Checks of a kubeconfig for the primary that the user can turn off. */
export interface Allowances {
  /** A server without TLS. The primary sends it no token. @default false */
  readonly http?: boolean;
  /** A server address that, on the primary, means the pod itself. @default false */
  readonly localhost?: boolean;
  /** A context that trusts any certificate. @default false */
  readonly skipVerify?: boolean;
}

/** A kubeconfig that the primary uses to read a remote cluster. Its text is a credential. */
export interface RemoteKubeconfig {
  readonly text: string;
  /** URL of the API server. */
  readonly server: string;
  /** Where the token comes from. */
  readonly source: string;
  /** When the token expires. Undefined if it does not. */
  readonly expires: Date | undefined;
  readonly warnings: readonly string[];
}

/**
 * Creates the kubeconfig that the primary uses to read a remote cluster, with a token from that cluster.
 * @throws UserError
 */
export async function makeKubeconfig(
  cluster: Cluster,
  member: Pick<MemberMesh, 'mesh' | 'membership'>,
  {
    apiServer,
    apiServerCa,
    connection,
    tokenSeconds,
    allow,
    prove,
    readToken = readerOf(tokenSeconds),
  }: Pick<KubeconfigOptions, 'connection' | 'tokenSeconds' | 'allow'> &
    Pick<ClusterCore, 'apiServer' | 'apiServerCa'> & {
      /** Proves that it is the right cluster before the first request to it. @throws UserError */
      readonly prove: () => Promise<unknown>;
      /** @default - a requested token; without `tokenSeconds`, the token in the account's Secret */
      readonly readToken?: typeof storedToken;
    },
): Promise<RemoteKubeconfig> {
  const membership = membershipFor(member, cluster.name);
  const place = { namespace: member.mesh.primary.namespace, reader: membership.reader };
  const target = { apiServer, membership };
  const limit = (connection.timeout ?? DEFAULT_TIMEOUT_SECONDS) * 1000;
  // A wrong server or context is found without a token.
  refuseServer(cluster, apiServer, allow);
  await prove();
  const token = await readToken(cluster, place, limit);
  const url = apiServer ?? cluster.server;
  const early =
    tokenSeconds === undefined ? [] : shortLifeWarnings(cluster.name, tokenSeconds, token.expires);
  if (!isTls(url)) return withWarnings(remoteKubeconfig(cluster, token, 'unverified', target), early);
  const authority = await serverAuthority(cluster, { apiServer, apiServerCa, own: token.ca });
  const made = remoteKubeconfig(cluster, token, authority, target);
  const isNamed = authority !== 'public' || apiServerCa !== undefined;
  const warnings = isNamed ? [] : await privateAuthorityWarning(cluster, url);
  return withWarnings(made, [...warnings, ...early]);
}

function readerOf(tokenSeconds: number | undefined): typeof storedToken {
  if (tokenSeconds === undefined) return storedToken;
  return (cluster, place) => requestedToken(cluster, place, tokenSeconds);
}

function withWarnings(made: RemoteKubeconfig, more: readonly string[]): RemoteKubeconfig {
  return { ...made, warnings: [...made.warnings, ...more] };
}

/** The destination of a kubeconfig. */
export interface KubeconfigPlace {
  /** `apiServer` of the remote in mesh.yaml. */
  readonly apiServer?: string | undefined;
  /** The release line of the control plane that will read it. */
  readonly membership: Pick<LineMembership, 'controlPlane' | 'kubeconfig'>;
}

/** Refuses a server that the primary cannot reach or should not trust. @throws UserError */
function refuseServer(cluster: Cluster, apiServer: string | undefined, allow: Allowances = {}): void {
  const { name, trust } = cluster;
  const server = apiServer ?? cluster.server;
  const context = `context ${cluster.context.shown}`;
  const says = `${apiServer === undefined ? context : 'apiServer in mesh.yaml'} says ${shownUrl(server)}`;
  if (!isTls(server) && allow.http !== true)
    throw refused(
      name,
      `${says}, which has no TLS, so the primary would send no token`,
      'Set apiServer of the remote in mesh.yaml to an https URL, or insist with --allow-http',
    );
  const { hostname } = new URL(server);
  if (isLocal(hostname) && allow.localhost !== true)
    throw refused(
      name,
      `${says}, which the primary does not reach: there it means the pod itself`,
      'Set apiServer of the remote in mesh.yaml to the address that the primary reaches, or insist with --allow-localhost',
    );
  if (!isLocal(hostname) && !isReachable(hostname))
    throw refused(
      name,
      `${says}, which is another server in each cluster`,
      'Set apiServer of the remote in mesh.yaml to the address that the primary reaches',
    );
  if (trust.skipVerify && allow.skipVerify !== true)
    throw refused(
      name,
      `${context} skips the verification of the server's certificate, so its answer proves nothing`,
      'Put the CA into the kubeconfig, or insist with --allow-skip-verify',
    );
}

function isTls(url: string): boolean {
  return new URL(url).protocol === 'https:';
}

/**
 * Builds the kubeconfig of a remote cluster as in the guide: cluster, user and context have the cluster id as name.
 * It contains the CA unless a public authority signed the server's certificate.
 * @param authority how to trust the server
 */
export function remoteKubeconfig(
  cluster: Cluster,
  { token, source, expires }: Omit<ReaderToken, 'ca'>,
  authority: ServerAuthority,
  { apiServer, membership }: KubeconfigPlace,
): RemoteKubeconfig {
  const { name, trust } = cluster;
  const server = apiServer ?? cluster.server;
  const text = kubeconfigText({
    cluster: name,
    server,
    trust: isTls(server) ? trusting(authority, serverNameOf(trust, apiServer, membership)) : {},
    token,
  });
  const warnings = apiServer === undefined ? connectionWarnings(cluster, membership) : [];
  return { text, server, warnings, source, expires };
}

function trusting(authority: ServerAuthority, serverName: string | undefined): Record<string, unknown> {
  if (authority === 'unverified') return { 'insecure-skip-tls-verify': true };
  return {
    ...(authority === 'public' ? {} : { 'certificate-authority-data': certificateData(authority.ca) }),
    ...(serverName === undefined ? {} : { 'tls-server-name': serverName }),
  };
}

/** A different address than the context's may have a certificate for another name. */
function serverNameOf(
  { serverName }: Trust,
  apiServer: string | undefined,
  { kubeconfig }: KubeconfigPlace['membership'],
): string | undefined {
  return apiServer === undefined && kubeconfig.serverName ? serverName : undefined;
}

/** Warns about settings that only the connection from this machine has. */
function connectionWarnings(
  { name, trust }: Cluster,
  { controlPlane, kubeconfig }: KubeconfigPlace['membership'],
): string[] {
  return [
    ...(trust.serverName === undefined || kubeconfig.serverName
      ? []
      : [
          `warning: ${name}: the context has a tls-server-name, which ${controlPlane} does not know. Set apiServer in mesh.yaml to a name in the server's certificate`,
        ]),
    ...(trust.proxyUrl === undefined
      ? []
      : [
          `warning: ${name}: the context goes through a proxy, which ${controlPlane} does not. Set apiServer in mesh.yaml to the address that the primary reaches`,
        ]),
  ];
}

function refused(name: string, what: string, fix: string): UserError {
  return new UserError(`${name}: ${what}. ${fix}`);
}
