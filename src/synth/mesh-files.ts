import { findCredentials } from '../credentials/find-credentials';
import { plannedFiles } from '../istio-1.0/files';
import type { Mesh } from '../mesh/mesh';
import { UserError } from '../problem';
import type { OutputFile } from './output/output-file';
import { Renderer } from './render';

/**
 * The files of a mesh, rendered one at a time.
 * @param clusters only these cluster ids; empty for all
 * @throws UserError when a rendered file would hold something that looks like a credential
 */
export function* meshFiles(mesh: Mesh, clusters: readonly string[] = []): Generator<OutputFile> {
  const renderer = new Renderer();
  let checked: string | undefined;
  for (const { cluster, name, parts } of filesOfLine(mesh)) {
    if (clusters.length > 0 && !clusters.includes(cluster)) continue;
    const path = `${cluster}/${name}`;
    const text = renderer.file(parts);
    // Equal clusters share one text, looked through once.
    if (text !== checked) refuseCredentials(path, text);
    checked = text;
    yield { path, text };
  }
}

function filesOfLine(mesh: Mesh) {
  switch (mesh.line) {
    case '1.0':
      return plannedFiles(mesh);
    case 'current':
      throw new UserError(`Istio ${mesh.istio} is not supported yet, only 1.0.0 to 1.0.9`);
  }
}

function refuseCredentials(path: string, text: string): void {
  const findings = findCredentials(text);
  if (findings.length === 0) return;
  throw new UserError(
    findings.map(({ line, column, what }) => ({
      severity: 'error',
      file: path,
      path: [],
      position: { line, column },
      message: `would hold a credential (${what})`,
      fix: 'Take it out of mesh.yaml: nothing secret is ever written below the output folder',
    })),
  );
}
