import type { Remote10 } from '../../istio-1.0/mesh';
import type { KubeObject } from '../../live/cluster';
import { labelledSecrets } from '../../live/joined-secret';
import { isLocal } from '../../mesh/rules/networks';
import { MULTI_CLUSTER_LABEL } from '../../remote-secret/identity';
import type { OpenReader, PrimaryContext } from '../context';
import { decodedAt, fieldAt } from '../fields';
import { broken, type Judgement, ok, warning } from '../finding';
import { type StoredKubeconfig, storedKubeconfig } from '../kubeconfig';
import { judgeReader } from '../remote/reader';

/** Everything on the primary about one remote: its Secret is there and what is in it works. */
export async function remoteSecret(
  { cluster, mesh, openReader }: Pick<PrimaryContext, 'cluster' | 'mesh' | 'openReader'>,
  remote: Remote10,
): Promise<Judgement[]> {
  const { namespace } = mesh.primary;
  const { name } = remote;
  const join = `Run \`istio-remote join ${name}\``;
  const secret = await cluster.get({ apiVersion: 'v1', kind: 'Secret', name, namespace });
  if (secret === undefined)
    return [
      broken(
        `there is no Secret ${namespace}/${name} on the primary, so Pilot does not read this cluster`,
        join,
      ),
    ];
  const wrong = wrongWithSecret(secret, namespace, name);
  if (wrong !== undefined) return [broken(wrong, `${join}, which makes it anew`)];
  const kubeconfig = storedKubeconfig(decodedAt(secret, 'data', name) ?? '');
  if (typeof kubeconfig === 'string')
    return [
      broken(
        `the kubeconfig in the Secret ${namespace}/${name} ${kubeconfig}`,
        `${join}, which makes it anew`,
      ),
    ];
  return [...judgeServer(kubeconfig, remote), ...(await tryKubeconfig(kubeconfig, name, openReader))];
}

function wrongWithSecret(secret: KubeObject, namespace: string, name: string): string | undefined {
  if (secret.metadata.labels?.[MULTI_CLUSTER_LABEL] !== 'true')
    return `the Secret ${namespace}/${name} lacks the label ${MULTI_CLUSTER_LABEL}=true, so Pilot does not look at it`;
  const keys = keysOf(secret);
  return keys.length === 1 && keys[0] === name
    ? undefined
    : `expected the key ${name} alone in the Secret ${namespace}/${name}, since keys are cluster ids, got ${keys.join(', ') || 'none'}`;
}

function judgeServer({ server, skipVerify }: StoredKubeconfig, { name, apiServer }: Remote10): Judgement[] {
  const { protocol, hostname, origin } = new URL(server);
  const join = `Run \`istio-remote join ${name}\``;
  if (protocol !== 'https:' || skipVerify)
    return [
      broken(
        `the kubeconfig for the primary sends the token to ${origin} without verifying who listens`,
        `Set apiServer to an https URL. ${join}`,
      ),
    ];
  if (isLocal(hostname))
    return [
      broken(
        `the kubeconfig for the primary names ${origin}, which is another machine in each pod`,
        `Set apiServer to the URL at which the primary reaches the API server. ${join}`,
      ),
    ];
  return apiServer === undefined || sameUrl(apiServer, server)
    ? []
    : [
        warning(
          `the kubeconfig for the primary names ${origin}, and mesh.yaml says ${new URL(apiServer).origin}`,
          `${join}, or correct apiServer`,
        ),
      ];
}

function sameUrl(left: string, right: string): boolean {
  const bare = (text: string): string => new URL(text).href.replace(/\/$/, '');
  return bare(left) === bare(right);
}

/** From this machine, which may not reach what the primary reaches: only a refused token is sure to be wrong. */
async function tryKubeconfig(
  kubeconfig: StoredKubeconfig,
  name: string,
  openReader: OpenReader,
): Promise<Judgement[]> {
  const judged = await judgeReader(openReader({ name, ...kubeconfig }), 'the token on the primary');
  return judged.map((one) =>
    one.status === 'unknown'
      ? warning(
          one.message,
          'It may work from the primary all the same: try it there, or repair what stands in the message',
        )
      : one,
  );
}

/** Secrets of clusters that are not in the mesh: Pilot waits for each of them when it starts. */
export async function staleSecrets({ cluster, mesh }: PrimaryContext): Promise<Judgement[]> {
  const known = new Set(mesh.remotes.map(({ name }) => name));
  const labelled = await labelledSecrets(cluster, mesh.primary.namespace);
  const keys = labelled.flatMap((secret) =>
    keysOf(secret).map((key) => ({ key, secret: secret.metadata.name })),
  );
  const stale = keys.filter(({ key }) => !known.has(key));
  const twice = keys.filter(({ key, secret }) => known.has(key) && secret !== key);
  const found = [
    ...stale.map(({ key, secret }) =>
      broken(
        `the Secret ${secret} makes Pilot read the cluster ${key}, which is not in mesh.yaml; a dead one keeps Pilot from starting`,
        `Run \`istio-remote leave ${key}\`, or add it to mesh.yaml`,
      ),
    ),
    ...twice.map(({ key, secret }) =>
      broken(
        `the Secret ${secret} holds the cluster ${key}, which has a Secret of its own name`,
        `Delete the Secret ${secret}: Pilot takes a cluster id only once`,
      ),
    ),
  ];
  return found.length > 0 ? found : [ok('every cluster that Pilot reads is in mesh.yaml')];
}

function keysOf(secret: KubeObject): string[] {
  const data = fieldAt(secret, 'data');
  return typeof data === 'object' && data !== null ? Object.keys(data) : [];
}
