import type { Cluster } from '../kubernetes/api/cluster';
import type { ClusterCore } from '../mesh/mesh';

type Open = (cluster: ClusterCore) => Cluster;

/** Opens each cluster only once, so that it logs in once. */
export function openedOnce(open: Open): Open {
  const opened = new Map<string, Cluster>();
  return (cluster) => {
    const found = opened.get(cluster.name) ?? open(cluster);
    opened.set(cluster.name, found);
    return found;
  };
}
