import type { ArgoCd } from '../argocd/argocd';
import { argoCdFiles } from '../argocd/files';
import { objectsInText } from '../argocd/objects-in-text';
import { RenderedMesh } from '../argocd/rendered-mesh';
import { type CredentialFinding, findCredentials } from '../credentials/find-credentials';
import { plannedFiles as files10 } from '../istio-1.0/files';
import { plannedFiles as filesCurrent } from '../istio-current/files';
import type { Mesh } from '../mesh/mesh';
import { type Problem, UserError } from '../problem';
import type { OutputFile } from './output/output-file';
import { Renderer } from './render';

/**
 * The files of a mesh, rendered one at a time. Equal files are the same string.
 * @param clusters only these cluster ids; empty for all
 */
export function* meshFiles(mesh: Mesh, clusters: readonly string[] = []): Generator<OutputFile> {
  const { argocd } = mesh;
  const renderer = new Renderer(argocd !== undefined);
  const rendered = new RenderedMesh(mesh.primary.namespace);
  for (const { cluster, name, parts, text } of filesOfLine(mesh)) {
    if (clusters.length > 0 && !clusters.includes(cluster)) continue;
    const file = text === undefined ? renderer.file(parts) : { text, objects: [] };
    if (argocd !== undefined && clusters.length === 0)
      rendered.add(cluster, text === undefined ? file.objects : objectsInText(text), text !== undefined);
    yield { path: `${cluster}/${name}`, text: file.text };
  }
  // What the project allows depends on all clusters.
  if (argocd !== undefined && clusters.length === 0) yield* filesForArgoCd(mesh, argocd, rendered);
}

/** They belong to no cluster of the mesh, and have no waves: nothing waits for them. */
function* filesForArgoCd(mesh: Mesh, argocd: ArgoCd, rendered: RenderedMesh): Generator<OutputFile> {
  const renderer = new Renderer();
  for (const { cluster, name, parts, text } of argoCdFiles(mesh, argocd, rendered))
    yield { path: `${cluster}/${name}`, text: text ?? renderer.file(parts).text };
}

function filesOfLine(mesh: Mesh) {
  switch (mesh.line) {
    case '1.0':
      return files10(mesh);
    case 'current':
      return filesCurrent(mesh);
  }
}

/**
 * Makes a check that throws a UserError for a file that holds something like a credential. Files that follow each
 * other with one text are looked through once.
 */
export function credentialGuard(): (file: OutputFile) => void {
  let checked: string | undefined;
  return ({ path, text }) => {
    if (text === checked) return;
    const findings = findCredentials(text);
    if (findings.length > 0) throw new UserError(findings.map((finding) => credentialProblem(path, finding)));
    checked = text;
  };
}

function credentialProblem(file: string, { line, column, what }: CredentialFinding): Problem {
  return {
    severity: 'error',
    file,
    path: [],
    position: { line, column },
    message: `would hold a credential (${what})`,
    fix: 'Take it out of mesh.yaml: nothing secret is ever written below the output folder',
  };
}
