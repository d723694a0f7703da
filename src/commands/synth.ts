import { join } from 'node:path';
import { readMesh } from '../mesh/read-mesh';
import type { OutputReport } from '../output/folder';
import { credentialGuard, meshFiles } from '../output/mesh-files';
import { selectedClusters, synthMesh } from '../output/synth-mesh';
import type { Problem } from '../problem';
import { UserError } from '../problem';
import { validFiles } from '../validate/passing';
import type { ValidationMaker } from '../validate/validate-files';

export interface SynthCommandOptions {
  /** Path of mesh.yaml. */
  readonly config: string;
  readonly outdir: string;
  /** Ids of the clusters to write; empty for all. */
  readonly clusters: readonly string[];
  /** Makes what validates the manifests of a mesh. @default - they are not validated */
  readonly validationOf?: ValidationMaker | undefined;
  /** Called as clusters are rendered, with how many of how many. */
  readonly onProgress?: (done: number, total: number) => void;
}

export interface SynthResult {
  readonly report: OutputReport;
  readonly warnings: readonly Problem[];
}

/** Reads a mesh and writes its manifests. @throws UserError, OutputError */
export function synth({
  config,
  outdir,
  clusters,
  validationOf,
  onProgress,
}: SynthCommandOptions): SynthResult {
  const { mesh, warnings } = validMesh(config);
  const validation = validationOf?.(mesh, (path) => join(outdir, path));
  const report = synthMesh(mesh, {
    outdir,
    clusters,
    ...(validation === undefined ? {} : { validation }),
    ...(onProgress === undefined ? {} : { onProgress }),
  });
  return { report, warnings };
}

/** The manifests of a mesh as one stream of YAML documents. @throws UserError */
export function* synthToText(
  config: string,
  clusters: readonly string[],
  validationOf?: ValidationMaker,
): Generator<string, readonly Problem[]> {
  const { mesh, warnings } = validMesh(config);
  const guard = credentialGuard();
  const rendered = meshFiles(mesh, selectedClusters(mesh, clusters));
  for (const file of validationOf === undefined ? rendered : validFiles(rendered, validationOf(mesh))) {
    guard(file);
    // What is no manifest would become one in `kubectl apply -f -`.
    if (file.path.endsWith('.yaml')) yield file.text;
  }
  return warnings;
}

/** The mesh of a file and its warnings. @throws UserError with every error of the file */
export function validMesh(config: string) {
  const { mesh, problems } = readMesh(config);
  if (mesh === undefined) throw new UserError(problems);
  return { mesh, warnings: problems };
}
