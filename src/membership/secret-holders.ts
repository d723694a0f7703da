import { isMap } from '../is-map';
import type { Cluster, KubeObject } from '../kubernetes/api/cluster';
import { listAt, textAt } from '../kubernetes/fields';
import { UserError } from '../problem';
import { MULTI_CLUSTER_LABEL } from '../remote-secret/remote-secret';
import type { LineMembership } from './line-membership';
import { refTo } from './remote-objects';

/*
 * A control plane goes by the label of a Secret and by its keys, which are cluster ids. The name of the Secret says nothing.
 * Source: 1.28 to 1.31, pkg/kube/multicluster/secretcontroller.go (NewController, addSecret); the same in 1.0.9.
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

/** What a Secret has, by key. */
export function dataOf({ data }: KubeObject): Readonly<Record<string, unknown>> {
  return isMap(data) ? data : {};
}

/** Of labelled Secrets those with the kubeconfig of a cluster. */
export function holdersOf(labelled: readonly KubeObject[], cluster: string): KubeObject[] {
  return labelled.filter((secret) => clusterIdsIn(secret).includes(cluster));
}

/** The other clusters of a Secret, as a list for messages; undefined for a Secret of one cluster. */
export function otherClusters(secret: KubeObject, cluster: string): string | undefined {
  const others = clusterIdsIn(secret).filter((key) => key !== cluster);
  if (others.length === 0) return undefined;
  return `${others.slice(0, 10).join(', ')}${others.length > 10 ? ', …' : ''}`;
}

/** What makes a Secret again when it goes, such as `ExternalSecret eu`; undefined where nothing does. */
export function ownerOf({ metadata }: KubeObject): string | undefined {
  const [owner] = listAt(metadata, 'ownerReferences');
  const [kind, name] = [textAt(owner, 'kind'), textAt(owner, 'name')];
  return kind === undefined || name === undefined ? undefined : `${kind} ${name}`;
}

/** Takes a cluster out of a Secret, which goes with its last cluster. A change by another client in between is a conflict. */
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
 * Where only whole Secrets count, a cluster cannot go from one without the others.
 * @param rejoined the clusters that join again once the Secret is deleted
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
    `${primary.name} (${primary.server}): the Secret ${namespace}/${name} has the kubeconfigs of other clusters as well: ${rest}, and ${controlPlane} does not notice when one of them goes. Delete it and at once run \`istio-remote join ${rejoined.slice(0, 10).join(' ')}\``,
  );
}
