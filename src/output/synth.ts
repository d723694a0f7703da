import { join } from 'node:path';
import { validMesh } from '../mesh/valid-mesh';
import type { Problem } from '../problem';
import { validFiles } from '../validate/passing';
import type { ValidationMaker } from '../validate/validate-files';
import type { OutputReport } from './folder';
import { credentialGuard, meshFiles } from './mesh-files';
import { selectedClusters, synthMesh } from './synth-mesh';

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
