import { isAtLeast } from '../kubernetes/version';
import { errorAt, type Path, type Problem, quoted } from '../problem';
import type { MeshCore } from './mesh';
import { isReachable } from './reachable';

/** A cluster id is the name of a folder, a Secret and a context, so no two clusters share one. */
export function clusterNamesAreUnique({ primary, remotes }: MeshCore): Problem[] {
  const seen = new Set([primary.name]);
  return remotes.flatMap(({ name }, index) => {
    const isNew = !seen.has(name);
    seen.add(name);
    if (isNew) return [];
    const owner = name === primary.name ? 'the primary' : 'a remote further up';
    const message = `expected a name of its own, got "${name}", which ${owner} has too`;
    return errorAt(['remotes', index, 'name'], message, 'Rename one of the two clusters');
  });
}

/** A mesh without remotes has nothing to synthesize. */
export function remotesAreNotEmpty({ remotes }: MeshCore): Problem | [] {
  if (remotes.length > 0) return [];
  const message = 'expected at least one remote cluster, got an empty list';
  return errorAt(['remotes'], message, 'Add the cluster that joins the mesh');
}

const NEVER_INJECTED = ['kube-system', 'kube-public'];

/** Injection into Istio's own or Kubernetes' namespaces never happens, or keeps them from starting. */
export function injectedNamespacesAreApplications({ primary, remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ injectedNamespaces }, remote) =>
    injectedNamespaces.flatMap((namespace, index): Problem | [] => {
      const path = ['remotes', remote, 'injectedNamespaces', index];
      const refused = (why: string, ...reliesOn: Path[]) =>
        errorAt(
          path,
          `expected a namespace of applications, got "${namespace}", ${why}`,
          'Remove it',
          ...reliesOn,
        );
      if (namespace === primary.namespace)
        return refused('where Istio itself runs', ['primary', 'namespace']);
      if (NEVER_INJECTED.includes(namespace)) return refused('which the injector ignores');
      if (injectedNamespaces.indexOf(namespace) === index) return [];
      const message = `expected each namespace once, got "${namespace}" again`;
      return errorAt(path, message, 'Remove one of the two');
    }),
  );
}

/** No line runs below Kubernetes 1.9. Source: the guide's prerequisites. */
export function primaryKubernetesIsKnown({ primary }: MeshCore): Problem | [] {
  if (primary.kubernetes === undefined || isAtLeast(primary.kubernetes, '1.9')) return [];
  const message = `expected Kubernetes 1.9 or newer, got "${primary.kubernetes}"`;
  return errorAt(['primary', 'kubernetes'], message, 'Upgrade the cluster');
}

/** The primary reaches a remote's API server from its own pods and sends a token there. */
export function apiServersAreReachableAndEncrypted({ remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ apiServer }, index) => {
    const fault = apiServer === undefined ? undefined : apiServerFault(new URL(apiServer), apiServer);
    if (fault === undefined) return [];
    const [expected, fix] = fault;
    return errorAt(['remotes', index, 'apiServer'], `expected ${expected}, got ${quoted(apiServer)}`, fix);
  });
}

/** A CA belongs to a server. */
export function apiServerCasHaveTheirServer({ remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ apiServer, apiServerCa }, index) =>
    apiServerCa === undefined || apiServer !== undefined
      ? []
      : errorAt(
          ['remotes', index, 'apiServerCa'],
          'expected apiServer beside apiServerCa, got nothing',
          'Add the URL whose certificate the CA has signed, or remove apiServerCa',
        ),
  );
}

/** What was expected, and what to do. */
function apiServerFault(url: URL, text: string): [string, string] | undefined {
  if (/^[^?#]*@/.test(text))
    return ['a URL without user and password', 'Leave them out: mesh.yaml holds no secrets'];
  if (url.protocol !== 'https:')
    return ['an https URL, since the token travels over it', 'Use the https port of the API server'];
  if (!isReachable(url.hostname)) {
    return [
      'an address that other clusters reach',
      'Use the URL at which pods of the primary reach this API server',
    ];
  }
  if (/[?#]/.test(text)) return ['a URL without query and fragment', 'Leave out what stands behind ? or #'];
  return undefined;
}
