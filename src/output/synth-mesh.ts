import { basename, dirname } from 'node:path';
import { Patching } from '../add-ons/patches/patching';
import type { MeshCore } from '../mesh/mesh';
import { clustersOf } from '../mesh/primaries';
import { type Problem, UserError } from '../problem';
import type { Validation } from '../validate/validate-files';
import { type OutputFile, type OutputReport, writeOutput } from './folder';
import { credentialGuard } from './folder/credential-guard';
import { type MeshOutput, meshFiles, outputFiles } from './mesh-files';
import { ownership } from './own-files';

export interface SynthOptions {
  /** Output folder; each cluster gets a folder in it. @default 'dist' */
  readonly outdir?: string;
  /** Ids of the clusters to write. All others stay unchanged. @default - every cluster */
  readonly clusters?: readonly string[];
  /** Validates the manifests before the first is written. @internal */
  readonly validation?: Validation;
  /**
   * Called while files are rendered, with the number of finished clusters and of all.
   * @default - no progress is reported
   */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Writes the manifests of a mesh; see `synthMesh` of the library.
 * @throws UserError for an unknown cluster or an invalid manifest, OutputError if the folder cannot be written
 */
export function writeMesh(output: MeshOutput, options: SynthOptions = {}): OutputReport {
  const { mesh } = output;
  const clusters = selectedClusters(mesh, options.clusters ?? []);
  const patching = new Patching(mesh);
  const rendered = counted(
    outputFiles(output, clusters, patching),
    clustersOf(mesh).length - 1,
    options.onProgress,
  );
  const files =
    options.validation === undefined ? rendered : validFiles(rendered, options.validation, patching);
  return writeOutput(files, {
    outdir: options.outdir ?? 'dist',
    inspect: credentialGuard(),
    ...ownership(clusters),
  });
}

function* counted(
  files: Iterable<OutputFile>,
  total: number,
  report: SynthOptions['onProgress'],
): Generator<OutputFile> {
  let done = 0;
  for (const file of files) {
    yield file;
    report?.(Math.min(++done, total), total);
  }
}

/** Returns the ids. @throws UserError for an id that the mesh does not have */
export function selectedClusters(mesh: MeshCore, clusters: readonly string[]): readonly string[] {
  const names = new Set(clustersOf(mesh).map(({ name }) => name));
  const unknown = clusters.filter((cluster) => !names.has(cluster));
  if (unknown.length === 0) return clusters;
  throw new UserError(
    `no cluster ${unknown.map((name) => JSON.stringify(name)).join(', ')} in the mesh. Name one of its clusters: ${[...names].slice(0, 20).join(', ')}${names.size > 20 ? ', …' : ''}`,
  );
}

/**
 * Yields the manifests of a mesh, a file at a time. Together they are one stream of YAML documents.
 * @param clusters ids of the clusters; empty for all
 * @throws UserError
 * @internal
 */
export function* manifestsAsText(
  output: MeshOutput,
  clusters: readonly string[],
  validation?: Validation,
): Generator<string> {
  const guard = credentialGuard();
  const patching = new Patching(output.mesh);
  const rendered = meshFiles(output, selectedClusters(output.mesh, clusters), patching);
  for (const file of validation === undefined ? rendered : validFiles(rendered, validation, patching)) {
    guard(file);
    // `kubectl apply -f -` would read any other file as a manifest.
    if (file.path.endsWith('.yaml')) yield file.text;
  }
}

/** Yields the same files and passes each to the validation. @internal */
export function* observed(files: Iterable<OutputFile>, validation: Validation): Generator<OutputFile> {
  for (const file of files) {
    validation.pass(file);
    yield file;
  }
}

/** Yields the same files. @throws UserError after the last one, with every problem */
function* validFiles(
  files: Iterable<OutputFile>,
  validation: Validation,
  patching: Patching,
): Generator<OutputFile> {
  yield* observed(files, validation);
  const problems = problemsOf(validation, patching);
  if (problems.length > 0) throw new UserError(problems);
}

/** Returns every problem of the files so far. A problem that a patch caused has the patch's place. @internal */
export function problemsOf(validation: Validation, patching: Patching): Problem[] {
  return patching.blamed(validation.problems(), ({ file = '' }) => basename(dirname(file)));
}
