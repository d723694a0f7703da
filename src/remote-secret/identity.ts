import { labels } from '../kubernetes/labels';
import type { LineName } from '../mesh/mesh';

/**
 * The label by which the primary finds the clusters that it reads.
 * Source: 1.0.9 and 1.30, pkg/kube/secretcontroller and pkg/kube/multicluster.
 */
export const MULTI_CLUSTER_LABEL = 'istio/multiCluster';

/** What `istioctl create-remote-secret` puts in front of the cluster id, and where it repeats the id. */
const CURRENT = { prefix: 'istio-remote-secret-', annotation: 'networking.istio.io/cluster' } as const;

/** What makes a Secret on the primary the credential of a remote cluster; its one key is the cluster id. */
export interface RemoteSecretIdentity {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
}

/** How the Secret of a remote is called. Pilot 1.0 goes by the label alone; name and key are the guide's. */
export function remoteSecretIdentity(line: LineName, cluster: string): RemoteSecretIdentity {
  const own = labels('remote-cluster', { [MULTI_CLUSTER_LABEL]: 'true' });
  return line === '1.0'
    ? { name: cluster, labels: own, annotations: {} }
    : {
        name: `${CURRENT.prefix}${cluster}`,
        labels: own,
        annotations: { [CURRENT.annotation]: cluster },
      };
}
