import { ServiceCopies } from '../mesh/shared-services/copies';
import { exposureParts } from './exposure-parts';
import { WORKLOADS_MARK } from './injected-workloads-mark';
import type { Mesh10 } from './mesh';
import { type Part, primaryMutualTlsParts, remoteParts, serviceParts } from './parts';

/** One file of the output, not yet rendered. */
export interface PlannedFile {
  readonly cluster: string;
  /** File name within the cluster's folder. */
  readonly name: string;
  readonly parts: readonly Part[];
  /** The file itself, when it is not made of parts. */
  readonly text?: string;
}

/** Every file of a mesh: the primary's first, then one for each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: Mesh10): Generator<PlannedFile> {
  const mutualTls = primaryMutualTlsParts(mesh);
  if (mutualTls.length > 0)
    yield { cluster: mesh.primary.name, name: 'mutual-tls.k8s.yaml', parts: mutualTls };
  const exposure = exposureParts(mesh);
  if (exposure.length > 0) yield { cluster: mesh.primary.name, name: 'exposure.k8s.yaml', parts: exposure };
  const copies = new ServiceCopies(mesh.sharedServices);
  yield* serviceFiles(copies, mesh.primary.name, [mesh.primary.namespace]);
  for (const remote of mesh.remotes) {
    yield { cluster: remote.name, name: 'istio-remote.k8s.yaml', parts: remoteParts(mesh, remote) };
    yield* serviceFiles(copies, remote.name, [mesh.primary.namespace, ...remote.injectedNamespaces]);
    yield* workloadFiles(remote.name, remote.workloads ?? []);
  }
}

/** Namespaces that every cluster has. */
const ALWAYS_THERE = ['default'];

/** As JSON, with room for the blanks of YAML: `cdk8s synth --stdout` mixes up files of more than 64 KB. */
const LARGEST_FILE = 45_000;

function* serviceFiles(
  copies: ServiceCopies,
  cluster: string,
  namespaces: readonly string[],
): Generator<PlannedFile> {
  let parts: Part[] = [];
  let size = 0;
  let files = 0;
  const file = (): PlannedFile => {
    files += 1;
    return { cluster, name: files === 1 ? 'services.k8s.yaml' : `services-${files}.k8s.yaml`, parts };
  };
  for (const part of serviceParts(copies.for(cluster), [...ALWAYS_THERE, ...namespaces])) {
    const length = JSON.stringify(part.props).length + 200;
    if (size + length > LARGEST_FILE && parts.length > 0) {
      yield file();
      parts = [];
      size = 0;
    }
    parts.push(part);
    size += length;
  }
  if (parts.length > 0) yield file();
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
