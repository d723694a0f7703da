import { addOnFiles, addOnKinds } from '../add-ons';
import { wavesByCluster } from '../add-ons/rollout/rollout';
import type { PlannedFile } from '../kubernetes/part';
import { views } from '../mesh/primaries';
import type { OutputReport } from '../output/folder';
import type { MeshOutput } from '../output/mesh-files';
import { type SynthOptions, writeMesh } from '../output/synth-mesh';
import type { ClusterModel, PageModel } from '../page/page-model';
import { lineOf } from './loaded-lines';
import type { Mesh } from './mesh';

/**
 * Writes the manifests of a mesh, one folder for each cluster, and a page that shows the mesh. Writes nothing unless
 * every cluster can be rendered. Unchanged files keep their timestamps. Files of removed clusters are deleted; files
 * that this tool did not create stay.
 * @returns paths below `outdir` that were added, changed, removed or left alone
 * @throws UserError for an unknown cluster or an invalid manifest, OutputError if the folder cannot be written
 */
export function synthMesh(mesh: Mesh, options: SynthOptions = {}): OutputReport {
  return writeMesh(outputOf(mesh), options);
}

/** Returns the output of a mesh: the files of its line and of its add-ons. */
export function outputOf(mesh: Mesh): MeshOutput {
  const line = lineOf(mesh);
  return {
    mesh,
    kinds: [...line.kinds, ...addOnKinds],
    files: () => plannedFiles(mesh),
    argoCdFiles: () => line.argoCdFiles?.(mesh) ?? [],
    page: () => withWaves(line.pageModel(mesh), mesh),
  };
}

/** Yields every file of a mesh: those of each primary, then those of each remote, in the order of mesh.yaml. */
export function* plannedFiles(mesh: Mesh): Generator<PlannedFile> {
  const line = lineOf(mesh);
  const others = addOnFiles(mesh);
  const seen = views<Mesh>(mesh);
  for (const view of seen) {
    const { name, namespace, kubernetes } = view.primary;
    yield* line.primaryFiles(view);
    yield* others({ name, kubernetes, namespaces: [namespace, ...labelledNamespaces(view.primary)] });
  }
  const viewOf = new Map(seen.map((view) => [view.primary.name, view]));
  for (const remote of mesh.remotes) {
    const { name, kubernetes, injectedNamespaces } = remote;
    yield* line.remoteFiles(viewOf.get(remote.primary) ?? mesh, remote);
    const namespaces = [mesh.primary.namespace, ...injectedNamespaces];
    yield* others({ name, kubernetes, namespaces, remote });
  }
}

/** Returns the namespaces that the files of a primary create in order to label them. */
function labelledNamespaces(primary: Mesh['primary']): readonly string[] {
  return 'ambientNamespaces' in primary ? [...primary.injectedNamespaces, ...primary.ambientNamespaces] : [];
}

/** Adds the wave of each cluster to the page of a mesh. */
function withWaves(page: PageModel, mesh: Mesh): PageModel {
  const waves = wavesByCluster(mesh);
  if (waves.size === 0) return page;
  const noted = <C extends ClusterModel>(cluster: C): C => {
    const wave = waves.get(cluster.name);
    return wave === undefined
      ? cluster
      : { ...cluster, notes: [...(cluster.notes ?? []), `wave ${wave.name}`] };
  };
  return { ...page, primaries: page.primaries.map(noted), remotes: page.remotes.map(noted) };
}
