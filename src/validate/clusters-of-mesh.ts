import type { MeshCore } from '../mesh/mesh';
import type { ClusterFacts } from './known-at-run-time';

/** What validating manifests needs to know of the release line of a mesh. Each line says it. */
export interface ValidatedLine {
  /** What the primary is taken for when the mesh does not say: the newest Kubernetes that the line runs on. */
  readonly newestKubernetes: string;
  /** Services of Istio's own installation on the primary that our files route to. */
  readonly primaryServices: readonly string[];
  /** Identities of objects that people make themselves in a remote cluster, by cluster id. */
  readonly given: ReadonlyMap<string, readonly string[]>;
}

/**
 * The clusters of a mesh by the name of their folder. Another folder is taken for one that tools beside the primary
 * read, such as Argo CD.
 */
export function clustersOf(mesh: MeshCore, line: ValidatedLine): (folder: string) => ClusterFacts {
  const { primary } = mesh;
  const { newestKubernetes, primaryServices, given } = line;
  const istioNamespace = primary.namespace;
  const remotes = new Map(
    mesh.remotes.map(({ name, kubernetes }) => [
      name,
      { name, kubernetes, primary: false, istioNamespace, primaryServices, given: given.get(name) ?? [] },
    ]),
  );
  return (name) =>
    remotes.get(name) ?? {
      name,
      kubernetes: primary.kubernetes ?? newestKubernetes,
      primary: true,
      istioNamespace,
      primaryServices,
    };
}
