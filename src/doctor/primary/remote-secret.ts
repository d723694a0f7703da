import type { KubeObject } from '../../kubernetes/api/cluster';
import type { ReaderAccess } from '../../kubernetes/api/open-cluster';
import { decodedAt } from '../../kubernetes/fields';
import { clusterIdsIn, holdersOf } from '../../membership/secret-holders';
import { isSameServer } from '../../membership/server-authority';
import { type ClusterCore, PUBLIC_CA } from '../../mesh/mesh';
import { isLocal, isReachable } from '../../mesh/reachable';
import { UserError } from '../../problem';
import {
  MULTI_CLUSTER_LABEL,
  type RemoteSecretIdentity,
  remoteSecretIdentity,
} from '../../remote-secret/remote-secret';
import { storedKubeconfig } from '../../remote-secret/stored-kubeconfig';
import { sharesCertificate } from '../certificates';
import type { PrimaryContext } from '../context';
import { broken, type Observation, warning } from '../finding';
import { checkReader } from '../remote/reader';
import { whyRevoked } from '../remote/revoked-token';
import { checkTokenEnd } from './token-end';

type SecretContext = Pick<
  PrimaryContext,
  'cluster' | 'mesh' | 'membership' | 'openReader' | 'openRemote' | 'remoteSecrets'
>;

/**
 * Checks the primary's Secret for a cluster that it reads: exactly one labelled Secret has the kubeconfig, whatever
 * its name, and the kubeconfig works.
 */
export async function remoteSecret(context: SecretContext, remote: ClusterCore): Promise<Observation[]> {
  const { mesh, membership } = context;
  const { name: id } = remote;
  const identity = remoteSecretIdentity(mesh.line, id);
  const [secret, second] = holdersOf(await context.remoteSecrets(), id);
  if (secret === undefined) return [await missing(context, identity.name, id)];
  if (second !== undefined)
    return [
      broken(
        `the Secrets ${titleOf(secret)} and ${titleOf(second)} both have the kubeconfig of this cluster, and ${membership.controlPlane} reads the one that it sees first`,
        `Run \`istio-remote join ${id} --take-over\`, which keeps one`,
      ),
    ];
  const isNamedOtherwise = secret.metadata.name !== identity.name;
  const join = `Run \`istio-remote join ${id}${isNamedOtherwise ? ' --take-over' : ''}\``;
  const stored = storedKubeconfig(decodedAt(secret, 'data', id) ?? '');
  const where = `the kubeconfig of ${id} in the Secret ${titleOf(secret)}`;
  if ('server' in stored)
    return [
      ...checkServer(stored, remote, join),
      ...checkAnnotations(secret, identity, join),
      ...(await tryAccess(context, remote, { name: id, ...stored }, join)),
    ];
  return stored.outside === undefined
    ? [broken(`${where} ${stored.wrong}`, `${join}, which recreates it`)]
    : [
        warning(
          `${where} ${stored.outside}, which ${membership.kubeconfig.outside}`,
          `${join}, whose kubeconfig needs nothing else, or see that the control plane may use it`,
        ),
      ];
}

/** Reports that no labelled Secret has the cluster. A Secret of the usual name may lack the label or the key. */
async function missing(
  { cluster, mesh, membership: { controlPlane } }: SecretContext,
  name: string,
  id: string,
): Promise<Observation> {
  const { namespace } = mesh.primary;
  const usual = await cluster.get({ apiVersion: 'v1', kind: 'Secret', name, namespace });
  const join = `Run \`istio-remote join ${id}\``;
  const therefore = `so ${controlPlane} does not read this cluster`;
  if (usual === undefined)
    return broken(
      `no Secret in ${namespace} has the label ${MULTI_CLUSTER_LABEL}=true and the key ${id}, ${therefore}`,
      join,
    );
  if (usual.metadata.labels?.[MULTI_CLUSTER_LABEL] !== 'true')
    return broken(
      `the Secret ${namespace}/${name} lacks the label ${MULTI_CLUSTER_LABEL}=true, ${therefore}`,
      `Delete it, if it is of this mesh. Then run \`istio-remote join ${id}\``,
    );
  const keys = clusterIdsIn(usual).join(', ') || 'none';
  return broken(
    `the Secret ${namespace}/${name} has no key ${id}, which is the cluster id, but ${keys}, ${therefore}`,
    join,
  );
}

function titleOf({ metadata: { namespace, name } }: KubeObject): string {
  return `${namespace}/${name}`;
}

/** Only istioctl uses the annotations, and it creates one Secret for each cluster. */
function checkAnnotations(
  secret: KubeObject,
  { name, annotations }: RemoteSecretIdentity,
  join: string,
): Observation[] {
  const { metadata } = secret;
  if (metadata.name !== name || clusterIdsIn(secret).length > 1) return [];
  return Object.entries(annotations).flatMap(([key, value]) =>
    metadata.annotations?.[key] === value
      ? []
      : [
          warning(
            `the Secret ${titleOf(secret)} lacks the annotation ${key}=${value}, which istioctl needs to recognise it`,
            join,
          ),
        ],
  );
}

function checkServer(
  { server, skipVerify, ca }: Pick<ReaderAccess, 'server' | 'skipVerify' | 'ca'>,
  { name, apiServer, apiServerCa }: ClusterCore,
  join: string,
): Observation[] {
  const { protocol, hostname, origin } = new URL(server);
  if (protocol !== 'https:')
    return [
      broken(
        `the kubeconfig for the primary uses ${origin}, which has no TLS, so the primary sends no credentials`,
        `Set apiServer to an https URL. ${join}`,
      ),
    ];
  if (skipVerify)
    return [
      broken(
        `the kubeconfig for the primary sends its credentials to ${origin} without verifying the server`,
        `Put the CA into the context of ${name}. ${join}`,
      ),
    ];
  if (!isReachable(hostname))
    return [
      broken(
        `the kubeconfig for the primary uses ${origin}, which is another ${isLocal(hostname) ? 'machine in each pod' : 'server in each cluster'}`,
        `Set apiServer to the URL of the API server, as the primary reaches it. ${join}`,
      ),
    ];
  if (apiServer !== undefined && !isSameServer(apiServer, server))
    return [
      warning(
        `the kubeconfig for the primary uses ${origin}, and mesh.yaml says ${new URL(apiServer).origin}`,
        `${join}, or correct apiServer`,
      ),
    ];
  return apiServerCa === undefined || hasAuthority(ca, apiServerCa)
    ? []
    : [
        warning(
          `the kubeconfig for the primary trusts ${origin} by another CA than apiServerCa of mesh.yaml`,
          `${join}, or correct apiServerCa`,
        ),
      ];
}

/** @param apiServerCa as written in mesh.yaml */
function hasAuthority(ca: string | undefined, apiServerCa: string): boolean {
  if (ca === undefined || apiServerCa === PUBLIC_CA) return ca === undefined && apiServerCa === PUBLIC_CA;
  return sharesCertificate(ca, apiServerCa);
}

/**
 * Tries the kubeconfig from this machine, which may not reach every address that the primary reaches. So only refused
 * credentials count as broken.
 */
async function tryAccess(
  context: SecretContext,
  remote: ClusterCore,
  access: ReaderAccess,
  join: string,
): Promise<Observation[]> {
  const { openReader, membership } = context;
  const { token } = access;
  const revoked = token === undefined ? undefined : await revokedThere(context, remote, token);
  const renewal = `${join}, which brings the current token`;
  if (revoked !== undefined) return [broken(`the token on the primary ${revoked}`, renewal)];
  const end = token === undefined ? undefined : checkTokenEnd(token, remote.name);
  if (end?.status === 'broken') return [end];
  const credential =
    token === undefined ? foreignCredential(access, join) : { what: 'the token on the primary', renewal };
  const found = (await checkReader(openReader(access), credential, membership)).map((one) =>
    one.status === 'unknown'
      ? warning(
          one.message,
          'It may work from the primary all the same: try it there, or repair what the message says',
        )
      : one,
  );
  return end === undefined ? found : [...found, end];
}

/** Whether the remote says that it revoked a token. A remote that cannot be opened says nothing. */
async function revokedThere(
  { openRemote }: SecretContext,
  remote: ClusterCore,
  token: string,
): Promise<string | undefined> {
  try {
    return await whyRevoked(token, openRemote(remote));
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Another tool created this kubeconfig, so the rights of its user need not match the manifests. */
function foreignCredential({ certificate }: ReaderAccess, join: string) {
  const what = certificate === undefined ? 'the password' : 'the client certificate';
  const instead = `${join}, whose token has the rights of the account`;
  return { what: `${what} on the primary`, instead, renewal: instead };
}
