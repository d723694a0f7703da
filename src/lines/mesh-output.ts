import { addOnFiles, addOnKinds } from '../add-ons';
import type { PlannedFile } from '../kubernetes/part';
import type { OutputReport } from '../output/folder';
import type { MeshOutput } from '../output/mesh-files';
import { type SynthOptions, writeMesh } from '../output/synth-mesh';
import { lineOf } from './loaded-lines';
import type { Mesh } from './mesh';

/**
 * Writes the manifests of a mesh, one folder for each cluster, and a page that shows the mesh. Nothing is written unless every cluster can be
 * rendered; files that do not change keep their time stamps; files of clusters that are gone are removed, files that
 * this tool did not make stay.
 * @returns paths below `outdir` of what was added, changed, removed and left alone
 * @throws UserError for an unknown cluster or a manifest that is not valid, OutputError when the folder cannot be written
 */
export function synthMesh(mesh: Mesh, options: SynthOptions = {}): OutputReport {
  return writeMesh(outputOf(mesh), options);
}

/** What is to be written for a mesh: what its line renders, and what its add-ons render. */
export function outputOf(mesh: Mesh): MeshOutput {
  const line = lineOf(mesh);
  return {
    mesh,
    kinds: [...line.kinds, ...addOnKinds],
    files: () => plannedFiles(mesh),
    page: () => line.pageModel(mesh),
  };
}

/** Every file of a mesh: the primary's first, then those of each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: Mesh): Generator<PlannedFile> {
  const line = lineOf(mesh);
  const { primary, remotes } = mesh;
  const { namespace } = primary;
  const others = addOnFiles(mesh);
  yield* line.primaryFiles(mesh);
  yield* others({ name: primary.name, namespaces: [namespace] });
  for (const remote of remotes) {
    yield* line.remoteFiles(mesh, remote);
    const namespaces = [namespace, ...remote.injectedNamespaces];
    yield* others({ name: remote.name, namespaces, remote });
  }
}
