import { argoCdFiles } from '../add-ons/argocd/files';
import { RenderedMesh } from '../add-ons/argocd/rendered-mesh';
import { objectsInText } from '../add-ons/argocd/rendered-object';
import { withSyncWave } from '../add-ons/argocd/waves';
import { fluxFiles } from '../add-ons/flux/files';
import { keptByFlux } from '../add-ons/flux/kept-objects';
import type { MeshWithAddOns } from '../add-ons/mesh-with-add-ons';
import { Patching } from '../add-ons/patches/patching';
import type { KindRef } from '../kubernetes/kinds';
import { WORKLOADS_HEADER } from '../kubernetes/labels';
import type { PlannedFile } from '../kubernetes/part';
import { ClusterOutputs } from '../page/cluster-table';
import type { PageModel } from '../page/page-model';
import { pages } from '../page/pages';
import { UserError } from '../problem';
import type { OutputFile } from './folder/output-file';
import { imagesInManifests } from './images';
import { Renderer } from './render';

/** A mesh and its output. The release line implements it. */
export interface MeshOutput {
  readonly mesh: MeshWithAddOns;
  /** Every kind that its line and the add-ons can create in a cluster. */
  readonly kinds: readonly KindRef[];
  /** Yields every file of its clusters: the primary's first, then those of each remote, in the order of mesh.yaml. */
  files(): Iterable<PlannedFile>;
  /** Yields the files for Argo CD itself from its line. */
  argoCdFiles(): Iterable<PlannedFile>;
  /** Returns the content of its page. */
  page(): PageModel;
}

/** A file of manifests. */
interface MeshFile extends OutputFile {
  /** Images in the file. */
  readonly images: readonly string[];
}

/**
 * Yields the manifests of a mesh, one file at a time. Equal files are the same string.
 * @param clusters only these cluster ids; empty for all
 * @param patching applies the patches of the mesh
 * @throws UserError after the files of the clusters, if a patch does not fit
 */
export function* meshFiles(
  output: MeshOutput,
  clusters: readonly string[] = [],
  patching = new Patching(output.mesh),
): Generator<MeshFile> {
  const { mesh } = output;
  const { argocd, flux } = mesh;
  const renderer = new Renderer({
    ...(argocd !== undefined ? { finish: withSyncWave, listed: true } : {}),
    ...(flux !== undefined ? { finish: keptByFlux } : {}),
    patched: mesh.patches !== undefined,
  });
  const rendersAll = clusters.length === 0;
  const withFiles = new Set<string>();
  const rendered = new RenderedMesh(mesh.primary.namespace, output.kinds);
  for (const { cluster, name, parts, text } of output.files()) {
    if (clusters.length > 0 && !clusters.includes(cluster)) continue;
    const file =
      text === undefined
        ? renderer.file(parts, patching.of(cluster))
        : { text, objects: [], images: imagesInText(text) };
    withFiles.add(cluster);
    if (argocd !== undefined && rendersAll)
      rendered.add(cluster, text === undefined ? file.objects : objectsInText(text), text !== undefined);
    yield { path: `${cluster}/${name}`, text: file.text, images: file.images };
  }
  const problems = patching.problems(clusters);
  if (problems.length > 0) throw new UserError(problems);
  // The limits of the project depend on all clusters.
  if (argocd !== undefined && rendersAll)
    yield* filesForTool([...argoCdFiles(mesh, argocd, rendered), ...output.argoCdFiles()]);
  if (flux !== undefined && rendersAll) yield* filesForTool(fluxFiles(mesh, flux, withFiles));
}

/** These files belong to no cluster of the mesh and no wave: nothing waits for them. */
function* filesForTool(files: Iterable<PlannedFile>): Generator<MeshFile> {
  const renderer = new Renderer();
  for (const { cluster, name, parts, text } of files)
    yield { path: `${cluster}/${name}`, text: text ?? renderer.file(parts).text, images: [] };
}

/** Among files without parts, only those with workloads contain images. */
function imagesInText(text: string): string[] {
  return text.startsWith(WORKLOADS_HEADER) ? imagesInManifests(text) : [];
}

/**
 * Yields every file of the output folder: the manifests, then the page of the mesh.
 * @param clusters only these cluster ids, and no page, because the page covers all clusters; empty for all
 */
export function* outputFiles(
  output: MeshOutput,
  clusters: readonly string[] = [],
  patching = new Patching(output.mesh),
): Generator<OutputFile> {
  const outputs = new ClusterOutputs();
  for (const file of meshFiles(output, clusters, patching)) {
    outputs.add(file);
    yield file;
  }
  if (clusters.length === 0) {
    const page = { ...output.page(), patches: patching.uses };
    yield* pages(page, outputs, output.mesh.warnings ?? []);
  }
}

/** An image, and the clusters whose manifests use it. */
export interface ImageUse {
  readonly image: string;
  /** In the order of the mesh file, the primary first. */
  readonly clusters: readonly string[];
}

/** Returns every image in the manifests of a mesh, sorted. */
export function images(output: MeshOutput): ImageUse[] {
  const uses = new Map<string, Set<string>>();
  for (const file of meshFiles(output)) {
    const [cluster = ''] = file.path.split('/');
    for (const image of file.images) uses.set(image, (uses.get(image) ?? new Set()).add(cluster));
  }
  return [...uses]
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([image, clusters]) => ({ image, clusters: [...clusters] }));
}
