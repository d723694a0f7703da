import { errorAt, type Problem, relyingOn } from '../../problem';
import type { MeshCore } from '../mesh';

/** A cluster id is the name of a folder, a Secret and a context, so no two clusters share one. */
export function clusterNamesAreUnique({ primary, remotes }: MeshCore): Problem[] {
  const seen = new Set([primary.name]);
  return remotes.flatMap(({ name }, index) => {
    const isNew = !seen.has(name);
    seen.add(name);
    if (isNew) return [];
    const owner = name === primary.name ? 'the primary' : 'a remote further up';
    return [
      errorAt(
        ['remotes', index, 'name'],
        `expected a name of its own, got "${name}", which ${owner} has too`,
        'Rename one of the two clusters',
      ),
    ];
  });
}

/** A mesh without remotes has nothing to synthesize. */
export function hasARemote({ remotes }: MeshCore): Problem[] {
  return remotes.length > 0
    ? []
    : [
        errorAt(
          ['remotes'],
          'expected at least one remote cluster, got an empty list',
          'Add the cluster that joins the mesh',
        ),
      ];
}

const NEVER_INJECTED = ['kube-system', 'kube-public'];

/** Injection into Istio's own or Kubernetes' namespaces never happens, or keeps them from starting. */
export function injectedNamespacesAreApplications({ primary, remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ injectedNamespaces }, remote) =>
    injectedNamespaces.flatMap((namespace, index): Problem[] => {
      const path = ['remotes', remote, 'injectedNamespaces', index];
      if (namespace === primary.namespace) {
        return [
          relyingOn(
            errorAt(
              path,
              `expected a namespace of applications, got "${namespace}", where Istio itself runs`,
              'Remove it',
            ),
            ['primary', 'namespace'],
          ),
        ];
      }
      if (NEVER_INJECTED.includes(namespace)) {
        return [
          errorAt(
            path,
            `expected a namespace of applications, got "${namespace}", which the injector ignores`,
            'Remove it',
          ),
        ];
      }
      if (injectedNamespaces.indexOf(namespace) === index) return [];
      return [
        errorAt(path, `expected each namespace once, got "${namespace}" again`, 'Remove one of the two'),
      ];
    }),
  );
}
