import type { PlannedFile } from '../kubernetes/part';
import { ServiceCopies } from '../mesh/shared-services/copies';
import { serviceFiles } from '../mesh/shared-services/files';
import { remoteSecretFiles } from '../remote-secret/files';
import type { MeshCurrent } from './mesh';

/** Every file of a mesh: the primary's first, then those of each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: MeshCurrent): Generator<PlannedFile> {
  yield* remoteSecretFiles(mesh);
  const copies = new ServiceCopies(mesh.sharedServices);
  yield* serviceFiles(copies, mesh.primary.name, [mesh.primary.namespace]);
  for (const remote of mesh.remotes)
    yield* serviceFiles(copies, remote.name, [mesh.primary.namespace, ...remote.injectedNamespaces]);
}
