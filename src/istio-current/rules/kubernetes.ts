import { isAtLeast } from '../../kubernetes/version';
import { errorAt, type Problem } from '../../problem';
import { oldestKubernetes } from '../facts/releases';
import type { MeshCurrent } from '../mesh';

/** A remote's API server has every kind that its webhook and its sidecars need. */
export function kubernetesRunsCurrentIstio({ istio, remotes }: MeshCurrent): Problem[] {
  const oldest = oldestKubernetes(istio);
  return remotes.flatMap(({ kubernetes, allowUnsupportedKubernetes }, index) =>
    allowUnsupportedKubernetes || isAtLeast(kubernetes, oldest)
      ? []
      : [
          errorAt(
            ['remotes', index, 'kubernetes'],
            `expected Kubernetes ${oldest} or newer for Istio ${istio}, got "${kubernetes}"`,
            'Upgrade the cluster, or write allowUnsupportedKubernetes: true',
          ),
        ],
  );
}
