import type { PlannedFile } from '../kubernetes/part';
import { LARGEST_FILE } from '../kubernetes/split-files';
import { ServiceCopies } from '../mesh/shared-services/copies';
import { serviceFiles } from '../mesh/shared-services/files';
import { remoteSecretFiles } from '../remote-secret/files';
import { exposureParts } from './exposure-parts';
import { WORKLOADS_MARK } from './injected-workloads-mark';
import type { Mesh10 } from './mesh';
import { primaryMutualTlsParts, remoteParts } from './parts';

/** Every file of a mesh: the primary's first, then one for each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: Mesh10): Generator<PlannedFile> {
  const mutualTls = primaryMutualTlsParts(mesh);
  if (mutualTls.length > 0)
    yield { cluster: mesh.primary.name, name: 'mutual-tls.k8s.yaml', parts: mutualTls };
  const exposure = exposureParts(mesh);
  if (exposure.length > 0) yield { cluster: mesh.primary.name, name: 'exposure.k8s.yaml', parts: exposure };
  yield* remoteSecretFiles(mesh);
  const copies = new ServiceCopies(mesh.sharedServices);
  yield* serviceFiles(copies, mesh.primary.name, [mesh.primary.namespace]);
  for (const remote of mesh.remotes) {
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
    yield* serviceFiles(copies, remote.name, [mesh.primary.namespace, ...remote.injectedNamespaces]);
    yield* workloadFiles(remote.name, remote.workloads ?? []);
  }
}

/** The documents are people's own objects, without our label: the first line tells whose file it is. */
function* workloadFiles(cluster: string, documents: readonly string[]): Generator<PlannedFile> {
  let text = '';
  let files = 0;
  const file = (): PlannedFile => {
    files += 1;
    const name = files === 1 ? 'workloads.k8s.yaml' : `workloads-${files}.k8s.yaml`;
    return { cluster, name, parts: [], text: text.replace(/^---/, WORKLOADS_MARK) };
  };
  for (const document of documents) {
    if (text !== '' && text.length + document.length > LARGEST_FILE) {
      yield file();
      text = '';
    }
    text += document;
  }
  if (text !== '') yield file();
}
