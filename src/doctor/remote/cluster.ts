import type { Cluster, KubeObject } from '../../kubernetes/api/cluster';
import { systemUid } from '../../membership/prove-cluster';
import { UserError } from '../../problem';
import type { Check, RemoteContext } from '../context';
import { broken, type Observation, ok, unknown } from '../finding';

/** Checks that the context does not lead to the primary's cluster. */
export const separateCluster: Check<RemoteContext> = async ({ cluster, mesh, primaryIdentity }) => {
  const [own, primary] = await Promise.all([systemUid(cluster), primaryIdentity()]);
  if (own === undefined)
    return unknown(
      'the context may not read the namespace kube-system',
      'Grant get on it to compare clusters',
    );
  // The primary's own findings report that it does not answer.
  return own === primary
    ? broken(
        `context ${cluster.context.shown} leads to the same cluster as ${mesh.primary.name}, the primary`,
        'Set context of the two clusters in mesh.yaml, or name their contexts like the clusters',
      )
    : ok('it is another cluster than the primary');
};

/** Returns what identifies a cluster, or undefined if it does not answer. */
export async function identityOf(open: () => Cluster): Promise<string | undefined> {
  try {
    return await systemUid(open());
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** Returns the namespace of Istio. If it is missing or being deleted: what is wrong. */
export async function livingNamespace(
  cluster: Cluster,
  name: string,
): Promise<{ readonly namespace: KubeObject } | { readonly wrong: Observation }> {
  const namespace = await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name });
  if (namespace === undefined)
    return { wrong: broken(`there is no namespace ${name}`, `Apply the manifests of ${cluster.name}`) };
  if (namespace.metadata.deletionTimestamp !== undefined)
    return {
      wrong: broken(
        `the namespace ${name} is being deleted`,
        'Wait until it is gone, then apply the manifests',
      ),
    };
  return { namespace };
}
