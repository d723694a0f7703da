import { type ManifestFile, manifestFiles } from '../../../add-ons/shared-services/manifest-files';
import { asDocument, documentsOf, type YamlDocument } from '../../../kubernetes/text/documents';
import type { LoadedFiles } from '../../../mesh/mesh-line';
import { errorAt, type Path, type Problem } from '../../../problem';
import type { MeshCurrent } from '../mesh';
import { definitionProblems, nameOf } from './check';
import { withoutHelmMarks } from './helm-marks';

const MISSING = 'Copy manifests/charts/base/files/crd-all.gen.yaml of the release there, or check the path';

/**
 * Reads the custom resource definitions that `crds:` names. A file that many remotes name is read once.
 * @param base folder of the mesh file
 */
export function loadDefinitions(mesh: MeshCurrent, base: string): LoadedFiles<MeshCurrent> {
  const entryProblems: Problem[] = [];
  const fileProblems: Problem[] = [];
  const known = new Map<string, readonly string[]>();
  const read = (crds: string, path: Path): string[] =>
    manifestFiles(base, crds, MISSING).flatMap((file) => {
      if ('severity' in file) {
        entryProblems.push({ ...file, path });
        return [];
      }
      const { texts, problems } = readDefinitions(file);
      fileProblems.push(...problems);
      return texts;
    });
  if (!mesh.remotes.some(({ crds }) => crds !== undefined)) return { mesh, entryProblems, fileProblems };
  const remotes = mesh.remotes.map((remote, index) => {
    const { crds } = remote;
    if (crds === undefined) return remote;
    const definitions = known.get(crds) ?? read(crds, ['remotes', index, 'crds']);
    known.set(crds, definitions);
    return { ...remote, definitions };
  });
  return { mesh: { ...mesh, remotes }, entryProblems, fileProblems };
}

function readDefinitions(file: ManifestFile): { texts: string[]; problems: Problem[] } {
  const documents = documentsOf(file.text, file.name);
  if (documents.length === 0) {
    const empty = errorAt([], 'expected custom resource definitions, got an empty file', MISSING);
    return { texts: [], problems: [{ ...empty, file: file.name }] };
  }
  const seen = new Set<string>();
  return {
    texts: documents.flatMap(({ text }) => asDocument(text)).map(withoutHelmMarks),
    problems: documents.flatMap((document) => problemsOf(document, seen)),
  };
}

function problemsOf({ source, number }: YamlDocument, seen: Set<string>): Problem[] {
  const own = source.value === undefined ? [] : definitionProblems(source.value);
  const name = nameOf(source.value);
  if (own.length === 0 && name !== undefined) {
    if (seen.has(name))
      own.push(
        errorAt(['metadata', 'name'], `expected each definition once, got ${name} again`, 'Remove one'),
      );
    seen.add(name);
  }
  return [...source.problems, ...source.locate(own)].map((problem) => ({
    ...problem,
    message: `${problem.message} (document ${number})`,
  }));
}
