import type { KubeObject } from '../../kubernetes/api/cluster';
import type { TokenAccess } from '../../kubernetes/api/open-cluster';
import { decodedAt } from '../../kubernetes/fields';
import { clusterIdsIn, labelledSecrets } from '../../membership/joined-secret';
import type { LineMembership } from '../../membership/line-membership';
import type { RemoteCore } from '../../mesh/mesh';
import { isLocal } from '../../mesh/reachable';
import {
  MULTI_CLUSTER_LABEL,
  type RemoteSecretIdentity,
  remoteSecretIdentity,
} from '../../remote-secret/remote-secret';
import { storedKubeconfig } from '../../remote-secret/stored-kubeconfig';
import type { Check, OpenReader, PrimaryContext } from '../context';
import { broken, type Observation, ok, warning } from '../finding';
import { checkReader } from '../remote/reader';

/** Everything on the primary about one remote: its Secret is there and what is in it works. */
export async function remoteSecret(
  { cluster, mesh, membership, openReader }: PrimaryContext,
  remote: RemoteCore,
): Promise<Observation | Observation[]> {
  const { namespace } = mesh.primary;
  const { name: id } = remote;
  const identity = remoteSecretIdentity(mesh.line, id);
  const { name } = identity;
  const join = `Run \`istio-remote join ${id}\``;
  const secret = await cluster.get({ apiVersion: 'v1', kind: 'Secret', name, namespace });
  if (secret === undefined)
    return broken(
      `there is no Secret ${namespace}/${name} on the primary, so ${membership.controlPlane} does not read this cluster`,
      join,
    );
  const fault = secretFault(secret, id, membership);
  if (fault !== undefined) return broken(fault, `${join}, which makes it anew`);
  const kubeconfig = storedKubeconfig(decodedAt(secret, 'data', id) ?? '');
  if (typeof kubeconfig === 'string')
    return broken(
      `the kubeconfig in the Secret ${namespace}/${name} ${kubeconfig}`,
      `${join}, which makes it anew`,
    );
  return [
    checkServer(kubeconfig, remote),
    ...checkAnnotations(secret, identity, join),
    ...(await tryToken({ name: id, ...kubeconfig }, openReader, membership)),
  ].flat();
}

function secretFault(secret: KubeObject, id: string, { controlPlane }: LineMembership): string | undefined {
  const { name, namespace, labels } = secret.metadata;
  if (labels?.[MULTI_CLUSTER_LABEL] !== 'true')
    return `the Secret ${namespace}/${name} lacks the label ${MULTI_CLUSTER_LABEL}=true, so ${controlPlane} does not look at it`;
  const keys = clusterIdsIn(secret);
  return keys.length === 1 && keys[0] === id
    ? undefined
    : `expected the key ${id} alone in the Secret ${namespace}/${name}, since keys are cluster ids, got ${keys.join(', ') || 'none'}`;
}

/** The control plane ignores them; istioctl reads them. */
function checkAnnotations(
  { metadata }: KubeObject,
  { name, annotations }: RemoteSecretIdentity,
  join: string,
): Observation[] {
  return Object.entries(annotations).flatMap(([key, value]) =>
    metadata.annotations?.[key] === value
      ? []
      : [
          warning(
            `the Secret ${metadata.namespace}/${name} lacks the annotation ${key}=${value}, by which istioctl knows it`,
            join,
          ),
        ],
  );
}

function checkServer(
  { server, skipVerify }: Pick<TokenAccess, 'server' | 'skipVerify'>,
  { name, apiServer }: RemoteCore,
): Observation | [] {
  const { protocol, hostname, origin } = new URL(server);
  const join = `Run \`istio-remote join ${name}\``;
  const names = `the kubeconfig for the primary names ${origin}`;
  if (protocol !== 'https:')
    return broken(
      `${names}, which has no TLS, so the primary sends no token`,
      `Set apiServer to an https URL. ${join}`,
    );
  if (skipVerify)
    return broken(
      `the kubeconfig for the primary sends the token to ${origin} without verifying who listens`,
      `Put the CA into the context of ${name}. ${join}`,
    );
  if (isLocal(hostname))
    return broken(
      `${names}, which is another machine in each pod`,
      `Set apiServer to the URL at which the primary reaches the API server. ${join}`,
    );
  return apiServer === undefined || sameUrl(apiServer, server)
    ? []
    : warning(`${names}, and mesh.yaml says ${new URL(apiServer).origin}`, `${join}, or correct apiServer`);
}

function sameUrl(left: string, right: string): boolean {
  const bare = (text: string): string => new URL(text).href.replace(/\/$/, '');
  return bare(left) === bare(right);
}

/** From this machine, which may not reach what the primary reaches: only a refused token is sure to be wrong. */
async function tryToken(
  access: TokenAccess,
  openReader: OpenReader,
  membership: LineMembership,
): Promise<Observation[]> {
  const observed = await checkReader(openReader(access), 'the token on the primary', membership);
  return observed.map((one) =>
    one.status === 'unknown'
      ? warning(
          one.message,
          'It may work from the primary all the same: try it there, or repair what stands in the message',
        )
      : one,
  );
}

/** Secrets of clusters that are not in the mesh: the control plane waits for each of them when it starts. */
export const staleSecrets: Check<PrimaryContext> = async ({ cluster, mesh, membership }) => {
  const { controlPlane, remoteSecret } = membership;
  const { ofDeadCluster } = remoteSecret;
  const known = new Set(mesh.remotes.map(({ name }) => name));
  const labelled = await labelledSecrets(cluster, mesh.primary.namespace);
  const keys = labelled.flatMap((secret) =>
    clusterIdsIn(secret).map((key) => ({ key, secret: secret.metadata.name })),
  );
  const stale = keys.filter(({ key }) => !known.has(key));
  const twice = keys.filter(
    ({ key, secret }) => known.has(key) && secret !== remoteSecretIdentity(mesh.line, key).name,
  );
  const staleStatus = ofDeadCluster.breaks ? broken : warning;
  const found = [
    ...stale.map(({ key, secret }) =>
      staleStatus(
        `the Secret ${secret} makes ${controlPlane} read the cluster ${key}, which is not in mesh.yaml; ${ofDeadCluster.does}`,
        `Run \`istio-remote leave ${key}\`, or add it to mesh.yaml`,
      ),
    ),
    ...twice.map(({ key, secret }) =>
      broken(
        `the Secret ${secret} holds the cluster ${key}, which has a Secret of its own name`,
        `Delete the Secret ${secret}: ${controlPlane} takes a cluster id only once`,
      ),
    ),
  ];
  return found.length > 0 ? found : ok(`every cluster that ${controlPlane} reads is in mesh.yaml`);
};
