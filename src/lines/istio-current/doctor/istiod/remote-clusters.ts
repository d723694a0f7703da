import type { ReadContext } from '../../../../doctor/context';
import { broken, type Observation, ok, unknown, warning } from '../../../../doctor/finding';
import { ClusterError, type KubeObject } from '../../../../kubernetes/api/cluster';
import { decodedAt } from '../../../../kubernetes/fields';
import { systemUid } from '../../../../membership/prove-cluster';
import { holdersOf } from '../../../../membership/secret-holders';
import { remoteSecretIdentity } from '../../../../remote-secret/remote-secret';
import { storedKubeconfig } from '../../../../remote-secret/stored-kubeconfig';
import type { MeshCurrent } from '../../mesh';
import type { ListedCluster } from './debug-answers';
import type { IstiodAnswers } from './istiod-answers';
import { eachReplica } from './replica-observations';
import type { Replica } from './replicas';

/** Checks that each replica of istiod reads the cluster through its Secret, and reached it. */
export async function remoteClusters(
  answers: IstiodAnswers,
  context: ReadContext<MeshCurrent>,
): Promise<Observation[]> {
  const { name: primary } = answers.mesh.primary;
  const replicas = await answers.answering();
  if (replicas.length === 0)
    return [unknown('istiod was not asked about this cluster', `See istiod-replicas of ${primary}`)];
  const secrets = holdersOf(await answers.secrets(), context.remote.name);
  const observed = await eachReplica(replicas, (replica) => observeReplica(replica, secrets, context));
  const used = replicas.flatMap((replica) => listed(replica, context.remote.name)?.secret ?? []);
  const secret = secrets.find((known) => used.includes(titleOf(known)));
  return secret === undefined ? observed : [...observed, ...(await observeIdentity(secret, context))];
}

/** Returns the entry of a remote in a replica's list. Its own cluster has no Secret. */
export function listed(replica: Replica, id: string): ListedCluster | undefined {
  return replica.clusters.find((cluster) => cluster.id === id && cluster.secret !== undefined);
}

function observeReplica(
  replica: Replica,
  secrets: readonly KubeObject[],
  context: ReadContext<MeshCurrent>,
): Observation {
  const { name } = context.remote;
  const found = listed(replica, name);
  if (found === undefined) return whyNotListed(replica, secrets, context);
  const secret = `the Secret ${found.secret}`;
  const join = `Run \`istio-remote join ${name}\``;
  if (!secrets.some((known) => titleOf(known) === found.secret))
    return broken(
      `still reads ${name} through ${secret}, which no longer contains it`,
      `Restart istiod, which missed that; then, unless another Secret contains ${name}: ${join}`,
    );
  if (found.status === 'synced') return ok(`reads ${name} through ${secret}`);
  if (found.status === 'syncing')
    return warning(
      `is still reading ${name} through ${secret}, and has not finished`,
      'Repeat in a minute: after 30 s istiod calls it a timeout',
    );
  return broken(
    `gets no answer from ${name} with the kubeconfig in ${secret} (${found.status})`,
    `See secret-on-primary: whether the primary reaches this API server, and whether the token is accepted. Then: ${join}`,
  );
}

/**
 * Says why a cluster is not listed. Source: release-1.30, pkg/kube/multicluster/secretcontroller.go
 * (addRemoteConfig): it leaves out its own id and kubeconfigs that it does not accept.
 */
function whyNotListed(
  replica: Replica,
  [secret]: readonly KubeObject[],
  { mesh, remote }: ReadContext<MeshCurrent>,
): Observation {
  const { name } = remote;
  const join = `Run \`istio-remote join ${name}\``;
  if (replica.ownId === name)
    return broken(
      `calls its own cluster ${name}, so that it ignores every Secret with this id`,
      'Correct global.multiCluster.clusterName of the chart istiod, or the names in mesh.yaml',
    );
  if (secret === undefined) {
    const own = `${mesh.primary.namespace}/${remoteSecretIdentity(mesh.line, name).name}`;
    const others = replica.clusters.filter((cluster) => cluster.secret === own).map(({ id }) => id);
    return others.length > 0
      ? broken(
          `reads this cluster as ${others.join(', ')}, which is the key in the Secret ${own}, and mesh.yaml calls it ${name}: its pods count for another cluster`,
          `${join}, which recreates the Secret, or correct the name in mesh.yaml`,
        )
      : broken(`does not read ${name}: no labelled Secret contains this cluster`, join);
  }
  const stored = storedKubeconfig(decodedAt(secret, 'data', name) ?? '');
  return 'server' in stored
    ? broken(
        `does not read ${name}, though the Secret ${titleOf(secret)} contains it: it missed the Secret`,
        `Restart this istiod, or delete the Secret; then: ${join}`,
      )
    : broken(
        `does not accept the kubeconfig in the Secret ${titleOf(secret)}: it ${stored.wrong ?? stored.outside}`,
        `${join}, which recreates it`,
      );
}

/** Checks that the kubeconfig leads to the cluster of the context, as far as this machine can see. */
async function observeIdentity(
  secret: KubeObject,
  { cluster, remote, openReader }: ReadContext<MeshCurrent>,
): Promise<Observation[]> {
  const { name } = remote;
  const stored = storedKubeconfig(decodedAt(secret, 'data', name) ?? '');
  if (!('server' in stored)) return [];
  try {
    const [there, here] = await Promise.all([systemUid(openReader({ name, ...stored })), systemUid(cluster)]);
    return there === undefined || here === undefined || there === here
      ? []
      : [
          broken(
            `the kubeconfig in the Secret ${titleOf(secret)} leads to another cluster than the context ${cluster.context.shown}: istiod assigns the pods of that cluster to ${name}`,
            `Run \`istio-remote join ${name}\`, or correct the context in mesh.yaml`,
          ),
        ];
  } catch (error) {
    // The primary may reach a server that this machine does not.
    if (error instanceof ClusterError) return [];
    throw error;
  }
}

function titleOf({ metadata }: KubeObject): string {
  return `${metadata.namespace}/${metadata.name}`;
}
