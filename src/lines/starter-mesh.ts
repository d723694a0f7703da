import { quoted, UsageError } from '../problem';
import { loadLines } from './registry';

/** A mesh.yaml as a person might begin it. @throws UsageError for a release of no line */
export async function starterMesh(istio: string): Promise<string> {
  for (const line of await loadLines()) {
    const mesh = line.starterMesh(istio);
    if (mesh !== undefined) return mesh;
  }
  throw new UsageError(
    `--istio: expected a release of Istio: 1.0.0 to 1.0.9, or 1.28 and newer, got ${quoted(istio)}. Name the release that the primary runs`,
  );
}
