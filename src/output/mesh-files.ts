import type { ArgoCd } from '../add-ons/argocd/argocd';
import { argoCdFiles } from '../add-ons/argocd/files';
import { objectsInText } from '../add-ons/argocd/objects-in-text';
import { RenderedMesh } from '../add-ons/argocd/rendered-mesh';
import { WORKLOADS_MARK } from '../kubernetes/labels';
import type { MeshCore } from '../mesh/mesh';
import { ClusterOutputs } from '../page/cluster-outputs';
import { pages } from '../page/pages';
import type { OutputFile } from './folder/output-file';
import { imagesInManifests } from './images';
import type { MeshOutput } from './mesh-output';
import { Renderer } from './render';

/** A file of manifests. */
export interface MeshFile extends OutputFile {
  /** Images that it names. */
  readonly images: readonly string[];
}

/**
 * The manifests of a mesh, one file at a time. Equal files are the same string.
 * @param clusters only these cluster ids; empty for all
 */
export function* meshFiles(output: MeshOutput, clusters: readonly string[] = []): Generator<MeshFile> {
  const { mesh } = output;
  const { argocd } = mesh;
  const renderer = new Renderer(argocd !== undefined);
  const rendered = new RenderedMesh(mesh.primary.namespace);
  for (const { cluster, name, parts, text } of output.files()) {
    if (clusters.length > 0 && !clusters.includes(cluster)) continue;
    const file =
      text === undefined ? renderer.file(parts) : { text, objects: [], images: imagesInText(text) };
    if (argocd !== undefined && clusters.length === 0)
      rendered.add(cluster, text === undefined ? file.objects : objectsInText(text), text !== undefined);
    yield { path: `${cluster}/${name}`, text: file.text, images: file.images };
  }
  // What the project allows depends on all clusters.
  if (argocd !== undefined && clusters.length === 0) yield* filesForArgoCd(mesh, argocd, rendered);
}

/** They belong to no cluster of the mesh, and have no waves: nothing waits for them. */
function* filesForArgoCd(mesh: MeshCore, argocd: ArgoCd, rendered: RenderedMesh): Generator<MeshFile> {
  const renderer = new Renderer();
  for (const { cluster, name, parts, text } of argoCdFiles(mesh, argocd, rendered))
    yield { path: `${cluster}/${name}`, text: text ?? renderer.file(parts).text, images: [] };
}

/** Of files that are not made of parts only those with workloads name images. */
function imagesInText(text: string): string[] {
  return text.startsWith(WORKLOADS_MARK) ? imagesInManifests(text) : [];
}

/**
 * Everything that belongs into the output folder: the manifests, and behind them the page of the mesh.
 * @param clusters only these cluster ids, and no page, which is about all of them; empty for all
 */
export function* outputFiles(output: MeshOutput, clusters: readonly string[] = []): Generator<OutputFile> {
  const outputs = new ClusterOutputs();
  for (const file of meshFiles(output, clusters)) {
    outputs.add(file);
    yield file;
  }
  if (clusters.length === 0) yield* pages(output.page(), outputs, output.mesh.warnings ?? []);
}
