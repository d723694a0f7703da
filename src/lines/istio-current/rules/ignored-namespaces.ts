import { placedClusters } from '../../../mesh/primaries';
import { errorAt, type Problem } from '../../../problem';
import { IGNORED_NAMESPACES } from '../facts/ignored-namespaces';
import type { MeshCurrent } from '../mesh';

/** istiod injects into none of these. The rule for every line covers only two of them. */
export function injectedNamespacesAreNotIgnored(mesh: MeshCurrent): Problem[] {
  const known = ['kube-system', 'kube-public'];
  const ignored = IGNORED_NAMESPACES.filter((namespace) => !known.includes(namespace));
  return placedClusters(mesh).flatMap(({ cluster: { injectedNamespaces = [] }, path }) =>
    injectedNamespaces.flatMap((namespace, index) =>
      ignored.includes(namespace)
        ? [
            errorAt(
              [...path, 'injectedNamespaces', index],
              `expected a namespace of applications, got "${namespace}", which the injector ignores`,
              'Remove it',
            ),
          ]
        : [],
    ),
  );
}
