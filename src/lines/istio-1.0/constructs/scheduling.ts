import type { Affinity } from '../../../kubernetes/manifest';
import { isAtLeast } from '../../../kubernetes/version';
import type { Scheduling } from '../options/scheduling';

/**
 * Node affinity by processor architecture: weight 0 excludes an architecture, other weights prefer it.
 * The label `kubernetes.io/arch` exists from Kubernetes 1.14 on.
 * Source: 1.0.9, install/kubernetes/helm/istio-remote/templates/_affinity.tpl.
 */
export function architectureAffinity({ architectures }: Scheduling, kubernetes: string): Affinity {
  const key = isAtLeast(kubernetes, '1.14') ? 'kubernetes.io/arch' : 'beta.kubernetes.io/arch';
  const allowed = Object.entries(architectures)
    .filter(([, weight]) => weight > 0)
    .sort(([left], [right]) => (left < right ? -1 : 1));
  const among = (values: string[]) => [{ key, operator: 'In', values }];
  return {
    nodeAffinity: {
      requiredDuringSchedulingIgnoredDuringExecution: {
        nodeSelectorTerms: [{ matchExpressions: among(allowed.map(([name]) => name)) }],
      },
      preferredDuringSchedulingIgnoredDuringExecution: allowed.map(([name, weight]) => ({
        weight,
        preference: { matchExpressions: among([name]) },
      })),
    },
  };
}
