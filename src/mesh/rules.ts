import { isAtLeast } from '../kubernetes/version';
import { errorAt, type Path, type Problem, quoted } from '../problem';
import type { MeshCore } from './mesh';
import { pathOfPrimary, placedClusters } from './primaries';
import { isReachable } from './reachable';

/** A cluster id is the name of a folder, a Secret and a context, so it must be unique. */
export function clusterNamesAreUnique(mesh: MeshCore): Problem[] {
  const primaries = new Set<string>();
  const remotes = new Set<string>();
  return placedClusters(mesh).flatMap(({ cluster: { name }, path }) => {
    const isPrimary = path[0] !== 'remotes';
    const [owner] = [
      ...(primaries.has(name) ? [mesh.listsPrimaries ? 'a primary' : 'the primary'] : []),
      ...(remotes.has(name) ? ['a remote further up'] : []),
    ];
    (isPrimary ? primaries : remotes).add(name);
    if (owner === undefined) return [];
    const message = `expected a name of its own, got "${name}", which ${owner} has too`;
    return errorAt([...path, 'name'], message, 'Rename one of the two clusters');
  });
}

/** A mesh of one cluster has nothing to synthesize. */
export function remotesAreNotEmpty({ primaries, remotes }: MeshCore): Problem | [] {
  if (remotes.length > 0 || primaries.length > 1) return [];
  const message = 'expected at least one remote cluster, got an empty list';
  return errorAt(['remotes'], message, 'Add the cluster that joins the mesh');
}

const NEVER_INJECTED = ['kube-system', 'kube-public'];

/** Istio never injects into its own namespace or Kubernetes's, or injection keeps their pods from starting. */
export function injectedNamespacesAreApplications(mesh: MeshCore): Problem[] {
  const { primary } = mesh;
  return placedClusters(mesh).flatMap(({ cluster: { injectedNamespaces = [] }, path: at }) =>
    injectedNamespaces.flatMap((namespace, index): Problem | [] => {
      const path = [...at, 'injectedNamespaces', index];
      const refused = (why: string, ...reliesOn: Path[]) =>
        errorAt(
          path,
          `expected a namespace of applications, got "${namespace}", ${why}`,
          'Remove it',
          ...reliesOn,
        );
      if (namespace === primary.namespace)
        return refused('where Istio itself runs', [...pathOfPrimary(mesh, 0), 'namespace']);
      if (NEVER_INJECTED.includes(namespace)) return refused('which the injector ignores');
      if (injectedNamespaces.indexOf(namespace) === index) return [];
      const message = `expected each namespace once, got "${namespace}" again`;
      return errorAt(path, message, 'Remove one of the two');
    }),
  );
}

/** No line supports Kubernetes before 1.9. Source: the guide's prerequisites. */
export function primaryKubernetesIsKnown(mesh: MeshCore): Problem[] {
  return mesh.primaries.flatMap(({ kubernetes }, index) => {
    if (kubernetes === undefined || isAtLeast(kubernetes, '1.9')) return [];
    const message = `expected Kubernetes 1.9 or newer, got "${kubernetes}"`;
    return errorAt([...pathOfPrimary(mesh, index), 'kubernetes'], message, 'Upgrade the cluster');
  });
}

/** The primary reaches a remote's API server from its own pods and sends a token there. */
export function apiServersAreReachableAndEncrypted(mesh: MeshCore): Problem[] {
  return placedClusters(mesh).flatMap(({ cluster: { apiServer }, path }) => {
    const fault = apiServer === undefined ? undefined : apiServerFault(new URL(apiServer), apiServer);
    if (fault === undefined) return [];
    const [expected, fix] = fault;
    return errorAt([...path, 'apiServer'], `expected ${expected}, got ${quoted(apiServer)}`, fix);
  });
}

/** A CA needs a server that it belongs to. */
export function apiServerCasHaveTheirServer(mesh: MeshCore): Problem[] {
  return placedClusters(mesh).flatMap(({ cluster: { apiServer, apiServerCa }, path }) =>
    apiServerCa === undefined || apiServer !== undefined
      ? []
      : errorAt(
          [...path, 'apiServerCa'],
          'expected apiServer beside apiServerCa, got nothing',
          'Add the URL whose certificate the CA has signed, or remove apiServerCa',
        ),
  );
}

/** Returns the expected value and what to do. Undefined if the URL is valid. */
function apiServerFault(url: URL, text: string): [string, string] | undefined {
  if (/^[^?#]*@/.test(text))
    return ['a URL without user and password', 'Leave them out: mesh.yaml must not contain secrets'];
  if (url.protocol !== 'https:')
    return ['an https URL, since the token travels over it', 'Use the https port of the API server'];
  if (!isReachable(url.hostname)) {
    return [
      'an address that other clusters reach',
      'Use the URL of this API server as pods of the primary reach it',
    ];
  }
  if (/[?#]/.test(text)) return ['a URL without query and fragment', 'Leave out everything from ? or # on'];
  return undefined;
}
