import { isAtLeast } from '../../kubernetes/version';
import { errorAt, type Problem } from '../../problem';
import type { MeshCore } from '../mesh';

/** No line runs below Kubernetes 1.9. Source: the guide's prerequisites. */
export function primaryKubernetesIsKnown({ primary }: MeshCore): Problem[] {
  if (primary.kubernetes === undefined || isAtLeast(primary.kubernetes, '1.9')) return [];
  return [
    errorAt(
      ['primary', 'kubernetes'],
      `expected Kubernetes 1.9 or newer, got "${primary.kubernetes}"`,
      'Upgrade the cluster',
    ),
  ];
}
