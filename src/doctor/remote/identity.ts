import type { Cluster } from '../../kubernetes/api/cluster';
import { textAt } from '../../kubernetes/fields';
import { UserError } from '../../problem';
import type { RemoteContext } from '../context';
import { broken, type Judgement, ok } from '../finding';

/** The context leads to another cluster than the primary's. */
export async function separateCluster({
  cluster,
  mesh,
  primaryIdentity,
}: RemoteContext): Promise<Judgement[]> {
  const [own, primary] = await Promise.all([identity(cluster), primaryIdentity()]);
  // A primary that does not answer is reported with the primary.
  return own !== undefined && own === primary
    ? [
        broken(
          `context ${cluster.context.name} leads to the same cluster as ${mesh.primary.name}, the primary`,
          'Set context of the two clusters in mesh.yaml, or name their contexts like the clusters',
        ),
      ]
    : [ok('it is another cluster than the primary')];
}

/** The namespace kube-system is as old as its cluster and never made anew. */
async function identity(cluster: Cluster): Promise<string | undefined> {
  return textAt(
    await cluster.get({ apiVersion: 'v1', kind: 'Namespace', name: 'kube-system' }),
    'metadata',
    'uid',
  );
}

/** What tells a cluster from every other; undefined when it does not answer. */
export async function identityOf(open: () => Cluster): Promise<string | undefined> {
  try {
    return await identity(open());
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}
