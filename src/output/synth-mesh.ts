import type { MeshCore } from '../mesh/mesh';
import { UserError } from '../problem';
import { validFiles } from '../validate/passing';
import type { Validation } from '../validate/validate-files';
import { type OutputFile, type OutputReport, writeOutput } from './folder';
import { credentialGuard } from './folder/credential-guard';
import { outputFiles } from './mesh-files';
import type { MeshOutput } from './mesh-output';
import { isOwnFile, mayReplace } from './own-files';

export interface SynthOptions {
  /** Folder to write to, with a folder for each cluster below it. @default 'dist' */
  readonly outdir?: string;
  /** Ids of the clusters to write; all others stay as they are. @default - every cluster */
  readonly clusters?: readonly string[];
  /** Validates the manifests before any is written. @internal */
  readonly validation?: Validation;
  /** Called as files are rendered: how many clusters of how many. @default - nobody asks */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes the manifests of a mesh, one folder for each cluster, and a page that shows the mesh. Nothing is written unless every cluster can be
 * rendered; files that do not change keep their time stamps; files of clusters that are gone are removed, files that
 * this tool did not make stay.
 * @returns paths below `outdir` of what was added, changed, removed and left alone
 * @throws UserError for an unknown cluster or a manifest that is not valid, OutputError when the folder cannot be written
 */
export function writeMesh(output: MeshOutput, options: SynthOptions = {}): OutputReport {
  const { mesh } = output;
  const clusters = selectedClusters(mesh, options.clusters ?? []);
  const rendered = counted(outputFiles(output, clusters), mesh.remotes.length, options.onProgress);
  const files = options.validation === undefined ? rendered : validFiles(rendered, options.validation);
  return writeOutput(files, {
    outdir: options.outdir ?? 'dist',
    inspect: credentialGuard(),
    ...ownership(clusters),
  });
}

function* counted(
  files: Iterable<OutputFile>,
  total: number,
  tell: SynthOptions['onProgress'],
): Generator<OutputFile> {
  let done = 0;
  for (const file of files) {
    yield file;
    tell?.(Math.min(++done, total), total);
  }
}

/** The ids as given, once it is sure that the mesh has them. */
export function selectedClusters(mesh: MeshCore, clusters: readonly string[]): readonly string[] {
  const known = new Set([mesh.primary.name, ...mesh.remotes.map(({ name }) => name)]);
  const unknown = clusters.filter((cluster) => !known.has(cluster));
  if (unknown.length === 0) return clusters;
  throw new UserError(
    `no cluster ${unknown.map((name) => JSON.stringify(name)).join(', ')} in the mesh. Name one of its clusters: ${[...known].slice(0, 20).join(', ')}${known.size > 20 ? ', …' : ''}`,
  );
}

/** Which files of the output folder are ours, and which are none of this run's business. */
export function ownership(clusters: readonly string[]) {
  const kept =
    clusters.length === 0 ? {} : { keep: (path: string) => !clusters.includes(path.split('/')[0] ?? '') };
  return { isOwn: isOwnFile, mayReplace, ...kept };
}
