import { errorAt, type Problem } from '../../problem';
import type { SharedServiceProps } from './shared-service';

const OF_KUBERNETES = ['kube-system', 'kube-public', 'kube-node-lease'];

/** What every cluster has of its own is not shared: a copy would take its place. */
export function istiosOwn({ name, namespace }: SharedServiceProps, istio: string): Problem[] {
  const wrong = (owner: string): Problem[] => [
    errorAt(
      ['metadata', 'name'],
      `expected a service of applications, got ${namespace}/${name}, which ${owner} has in each cluster`,
      'Remove it from the shared services',
    ),
  ];
  if (OF_KUBERNETES.includes(namespace) || (namespace === 'default' && name === 'kubernetes'))
    return wrong('Kubernetes');
  return namespace === istio && name.startsWith('istio-') ? wrong('Istio') : [];
}
