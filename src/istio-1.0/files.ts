import type { Mesh10 } from './mesh';
import { type Part, primaryMutualTlsParts, remoteParts } from './parts';

/** One file of the output, not yet rendered. */
export interface PlannedFile {
  readonly cluster: string;
  /** File name within the cluster's folder. */
  readonly name: string;
  readonly parts: readonly Part[];
}

/** Every file of a mesh: the primary's first, then one for each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: Mesh10): Generator<PlannedFile> {
  const mutualTls = primaryMutualTlsParts(mesh);
  if (mutualTls.length > 0) yield { cluster: mesh.primary.name, name: 'mutual-tls.k8s.yaml', parts: mutualTls };
  for (const remote of mesh.remotes) {
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
  }
}
