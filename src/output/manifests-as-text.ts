import { validFiles } from '../validate/passing';
import type { Validation } from '../validate/validate-files';
import { credentialGuard } from './folder/credential-guard';
import { meshFiles } from './mesh-files';
import type { MeshOutput } from './mesh-output';
import { selectedClusters } from './synth-mesh';

/**
 * The manifests of a mesh, a file at a time; together they are one stream of YAML documents.
 * @param clusters ids of the clusters; empty for all
 * @throws UserError
 */
export function* manifestsAsText(
  output: MeshOutput,
  clusters: readonly string[],
  validation?: Validation,
): Generator<string> {
  const guard = credentialGuard();
  const rendered = meshFiles(output, selectedClusters(output.mesh, clusters));
  for (const file of validation === undefined ? rendered : validFiles(rendered, validation)) {
    guard(file);
    // What is no manifest would become one in `kubectl apply -f -`.
    if (file.path.endsWith('.yaml')) yield file.text;
  }
}
