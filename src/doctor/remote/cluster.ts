import type { Cluster, KubeObject } from '../../kubernetes/api/cluster';
import { systemUid } from '../../membership/member-mesh';
import { UserError } from '../../problem';
import type { Check, RemoteContext } from '../context';
import { broken, type Observation, ok, unknown, warning } from '../finding';

/** The context leads to another cluster than the primary's. */
export const separateCluster: Check<RemoteContext> = async ({ cluster, mesh, primaryIdentity }) => {
  const [own, primary] = await Promise.all([systemUid(cluster), primaryIdentity()]);
  if (own === undefined)
    return unknown(
      'the context may not read the namespace kube-system',
      'Grant get on it to compare clusters',
    );
  // A primary that does not answer is reported with the primary.
  return own === primary
    ? broken(
        `context ${cluster.context.name} leads to the same cluster as ${mesh.primary.name}, the primary`,
        'Set context of the two clusters in mesh.yaml, or name their contexts like the clusters',
      )
    : ok('it is another cluster than the primary');
};

/** What tells a cluster from every other; undefined when it does not answer. */
export async function identityOf(open: () => Cluster): Promise<string | undefined> {
  try {
    return await systemUid(open());
  } catch (error) {
    if (error instanceof UserError) return undefined;
    throw error;
  }
}

/** The namespace of Istio; or, when it is not there to stay, what is wrong. */
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

/** The namespaces of applications are labelled as mesh.yaml says. */
export const injectedNamespaces: Check<RemoteContext> = async ({ cluster, membership, remote }) => {
  const { key, value } = membership.injectionLabel;
  const live = await cluster.list({ apiVersion: 'v1', kind: 'Namespace' });
  const labelled = live
    .filter(({ metadata }) => metadata.labels?.[key] === value)
    .map(({ metadata }) => metadata.name);
  const declared = remote.injectedNamespaces;
  const missing = declared.filter((name) => !labelled.includes(name));
  const more = labelled.filter((name) => !declared.includes(name));
  const label = `${key}=${value}`;
  if (missing.length + more.length === 0)
    return ok(
      declared.length === 0 ? 'no namespace is injected' : `${declared.join(', ')} labelled ${label}`,
    );
  const observations: Observation[] = [];
  if (missing.length > 0)
    observations.push(
      broken(
        `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not labelled ${label}`,
        `Apply the manifests of ${cluster.name}, then restart the pods there`,
      ),
    );
  if (more.length > 0)
    observations.push(
      warning(
        `${more.join(', ')} ${more.length === 1 ? 'is' : 'are'} labelled ${label}, which mesh.yaml does not say`,
        'Add it to injectedNamespaces, or remove the label',
      ),
    );
  return observations;
};
