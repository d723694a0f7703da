import type { Cluster } from '../../kubernetes/api/cluster';
import { systemUid } from '../../membership/same-cluster';
import { UserError } from '../../problem';
import type { RemoteContext } from '../context';
import { broken, type Judgement, ok, unknown } from '../finding';

/** The context leads to another cluster than the primary's. */
export async function separateCluster({
  cluster,
  mesh,
  primaryIdentity,
}: RemoteContext): Promise<Judgement[]> {
  const [own, primary] = await Promise.all([systemUid(cluster), primaryIdentity()]);
  if (own === undefined)
    return [
      unknown('the context may not read the namespace kube-system', 'Grant get on it to compare clusters'),
    ];
  // A primary that does not answer is reported with the primary.
  return own === primary
    ? [
        broken(
          `context ${cluster.context.name} leads to the same cluster as ${mesh.primary.name}, the primary`,
          'Set context of the two clusters in mesh.yaml, or name their contexts like the clusters',
        ),
      ]
    : [ok('it is another cluster than the primary')];
}

/** What tells a cluster from every other; undefined when it does not answer. */
export async function identityOf(open: () => Cluster): Promise<string | undefined> {
  try {
    return await systemUid(open());
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
