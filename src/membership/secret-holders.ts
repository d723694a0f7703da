import { isMap } from '../is-map';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import { listAt, textAt } from '../kubernetes/fields';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL } from '../remote-secret/remote-secret';
import type { LineMembership } from './line-membership';
import { refTo } from './remote-objects';

/*
 * A control plane identifies a Secret by its label, and clusters by its keys. It ignores the Secret's name. Source:
 * 1.28 to 1.31, pkg/kube/multicluster/secretcontroller.go (NewController, addSecret); the same in 1.0.9.
 */

/** Secrets that make the control plane read clusters. */
export function labelledSecrets(primary: Cluster, namespace: string): Promise<readonly KubeObject[]> {
  const kind = { apiVersion: 'v1', kind: 'Secret' };
  return primary.list(kind, { namespace, labels: `${MULTI_CLUSTER_LABEL}=true` });
}

/** Whether the control plane reads the clusters of a Secret. */
export function isLabelled({ metadata }: KubeObject): boolean {
  return metadata.labels?.[MULTI_CLUSTER_LABEL] === 'true';
}

/** The clusters that a Secret makes the control plane read. */
export function clusterIdsIn(secret: KubeObject): string[] {
  return Object.keys(dataOf(secret));
}

/** Returns the data of a Secret, by key. */
export function dataOf({ data }: KubeObject): Readonly<Record<string, unknown>> {
  return isMap(data) ? data : {};
}

/** Returns the labelled Secrets that contain the kubeconfig of a cluster. */
export function holdersOf(labelled: readonly KubeObject[], cluster: string): KubeObject[] {
  return labelled.filter((secret) => clusterIdsIn(secret).includes(cluster));
}

/** Lists the other clusters of a Secret for messages. Undefined if it has only this cluster. */
export function otherClusters(secret: KubeObject, cluster: string): string | undefined {
  const others = clusterIdsIn(secret).filter((key) => key !== cluster);
  if (others.length === 0) return undefined;
  return `${others.slice(0, 10).join(', ')}${others.length > 10 ? ', …' : ''}`;
}

/**
 * Returns the owner that would recreate a deleted Secret, for example `ExternalSecret eu`. Undefined if it has none.
 */
export function ownerOf({ metadata }: KubeObject): string | undefined {
  const [owner] = listAt(metadata, 'ownerReferences');
  const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')];
  return kind === undefined || name === undefined ? undefined : `${kind} ${name}`;
}

/**
 * Removes a cluster from a Secret, and deletes the Secret with its last cluster. A change by another client in the
 * meantime is a conflict.
 */
export async function takeOut(primary: Cluster, secret: KubeObject, cluster: string): Promise<void> {
  if (otherClusters(secret, cluster) === undefined) {
    await primary.delete(refTo(secret), secret.metadata.uid);
    return;
  }
  const { resourceVersion } = secret.metadata;
  const metadata = resourceVersion === undefined ? {} : { metadata: { resourceVersion } };
  await primary.patch(refTo(secret), { ...metadata, data: { [cluster]: null } });
}

/**
 * Refuses to remove one cluster from a Secret of several if the control plane only notices whole Secrets.
 * @param rejoined the clusters that join again after the Secret is deleted
 * @throws UserError
 */
export function refuseShared(
  primary: Cluster,
  holder: KubeObject,
  cluster: string,
  { controlPlane, remoteSecret }: Pick<LineMembership, 'controlPlane' | 'remoteSecret'>,
  rejoined: readonly string[],
): void {
  const rest = otherClusters(holder, cluster);
  if (rest === undefined || remoteSecret.noticesKeys) return;
  const { namespace, name } = holder.metadata;
  throw new UserError(
    `${primary.name} (${primary.server}): the Secret ${namespace}/${name} has the kubeconfigs of other clusters as well: ${rest}, and ${controlPlane} does not notice when one of them is removed. Delete it and at once run \`istio-remote join ${rejoined.slice(0, 10).join(' ')}\``,
  );
}
