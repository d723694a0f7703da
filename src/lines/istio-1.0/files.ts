import { remoteSecretFiles } from '../../add-ons/credentials-in-git/files';
import { WORKLOADS_MARK } from '../../output/workloads-mark';
import { ServiceCopies } from '../../add-ons/shared-services/copies';
import { serviceFiles } from '../../add-ons/shared-services/files';
import type { PlannedFile } from '../../kubernetes/part';
import { textFiles } from '../../kubernetes/text-files';
import { exposureParts } from './exposure-parts';
import type { Mesh10 } from './mesh';
import { primaryMutualTlsParts, remoteParts } from './parts';

/** Every file of a mesh: the primary's first, then one for each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: Mesh10): Generator<PlannedFile> {
  const mutualTls = primaryMutualTlsParts(mesh);
  if (mutualTls.length > 0)
    yield { cluster: mesh.primary.name, name: 'mutual-tls.k8s.yaml', parts: mutualTls };
  const exposure = exposureParts(mesh);
  if (exposure.length > 0) yield { cluster: mesh.primary.name, name: 'exposure.k8s.yaml', parts: exposure };
  if (mesh.credentials !== undefined) yield* remoteSecretFiles(mesh);
  const copies = new ServiceCopies(mesh.sharedServices);
  yield* serviceFiles(copies, mesh.primary.name, [mesh.primary.namespace]);
  for (const remote of mesh.remotes) {
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
    yield* serviceFiles(copies, remote.name, [mesh.primary.namespace, ...remote.injectedNamespaces]);
    yield* workloadFiles(remote.name, remote.workloads ?? []);
  }
}

/** The documents are people's own objects, without our label: the first line tells whose file it is. */
function workloadFiles(cluster: string, documents: readonly string[]): PlannedFile[] {
  return textFiles(documents).map((text, index) => ({
    cluster,
    name: index === 0 ? 'workloads.k8s.yaml' : `workloads-${index + 1}.k8s.yaml`,
    parts: [],
    text: text.replace(/^---/, WORKLOADS_MARK),
  }));
}
