import { withDefinitionWave } from '../../add-ons/argocd/definition-wave';
import { remoteSecretFiles } from '../../add-ons/credentials-in-git/files';
import { ServiceCopies } from '../../add-ons/shared-services/copies';
import { serviceFiles } from '../../add-ons/shared-services/files';
import type { PlannedFile } from '../../kubernetes/part';
import { definitionFiles } from './definitions/files';
import { exposureParts } from './exposure-parts';
import type { MeshCurrent } from './mesh';
import { remoteParts } from './parts';

/** Every file of a mesh: the primary's first, then those of each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: MeshCurrent): Generator<PlannedFile> {
  const { primary } = mesh;
  const exposure = exposureParts(mesh);
  if (exposure.length > 0) yield { cluster: primary.name, name: 'exposure.k8s.yaml', parts: exposure };
  if (mesh.credentials !== undefined) yield* remoteSecretFiles(mesh);
  const copies = new ServiceCopies(mesh.sharedServices);
  yield* serviceFiles(copies, primary.name, [primary.namespace]);
  for (const remote of mesh.remotes) {
    const definitions = remote.definitions ?? [];
    yield* definitionFiles(
      remote.name,
      mesh.argocd === undefined ? definitions : definitions.map(withDefinitionWave),
    );
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
    yield* serviceFiles(copies, remote.name, [primary.namespace, ...remote.injectedNamespaces]);
  }
}
