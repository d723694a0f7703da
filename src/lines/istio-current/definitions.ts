import { type ManifestFile, manifestFiles } from '../../add-ons/shared-services/manifest-files';
import { isMap } from '../../is-map';
import { fieldAt } from '../../kubernetes/fields';
import { DEFINITIONS_HEADER } from '../../kubernetes/labels';
import { type PlannedFile, textFiles } from '../../kubernetes/part';
import { asDocument, documentsOf, type YamlDocument } from '../../kubernetes/text/documents';
import type { LoadedFiles } from '../../mesh/mesh-line';
import { errorAt, excerpt, type Path, type Problem } from '../../problem';
import type { MeshCurrent } from './mesh';

const MISSING = 'Copy manifests/charts/base/files/crd-all.gen.yaml of the release there, or check the path';

/**
 * Reads the custom resource definitions in `crds:`. Reads a file shared by many remotes once.
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
        errorAt(
          ['metadata', 'name'],
          `expected each definition once, got ${excerpt(name)} again`,
          'Remove one',
        ),
      );
    seen.add(name);
  }
  return [...source.problems, ...source.locate(own)].map((problem) => ({
    ...problem,
    message: `${problem.message} (document ${number})`,
  }));
}

/** Plans the files with the custom resource definitions of a cluster. */
export function definitionFiles(cluster: string, documents: readonly string[]): PlannedFile[] {
  return textFiles(documents).map((text, index) => ({
    cluster,
    name: index === 0 ? 'crds.k8s.yaml' : `crds-${index + 1}.k8s.yaml`,
    parts: [],
    text: text.replace(/^---/, DEFINITIONS_HEADER),
  }));
}

const KIND = 'CustomResourceDefinition';
const API_VERSION = 'apiextensions.k8s.io/v1';

/**
 * Returns what an API server would refuse in a custom resource definition, outside of its schema. The server itself
 * checks the schema. For an object of another kind, reports only that.
 */
export function definitionProblems(value: unknown): Problem[] {
  const kind = fieldAt(value, 'kind');
  if (!isMap(value) || kind !== KIND) {
    return [
      errorAt(
        isMap(value) && 'kind' in value ? ['kind'] : [],
        `expected a ${KIND} and nothing else, got ${excerpt(isMap(value) ? kind : value)}`,
        'Name manifests/charts/base/files/crd-all.gen.yaml of the release, which has the definitions alone',
      ),
    ];
  }
  const version = fieldAt(value, 'apiVersion');
  if (version !== API_VERSION) {
    const fix = 'Use the file of an Istio release from 1.28 on';
    return [errorAt(['apiVersion'], `expected ${API_VERSION}, got ${excerpt(version)}`, fix)];
  }
  const [group, plural] = [fieldAt(value, 'spec', 'group'), fieldAt(value, 'spec', 'names', 'plural')];
  const wanted = typeof group === 'string' && typeof plural === 'string' ? `${plural}.${group}` : undefined;
  const versions = fieldAt(value, 'spec', 'versions');
  return [
    ...(wanted === undefined ? [incomplete(value, ['spec'], 'a group and a plural name')] : []),
    ...(wanted !== undefined && nameOf(value) !== wanted
      ? [errorAt(['metadata', 'name'], `expected ${excerpt(wanted)}, got ${excerpt(nameOf(value))}`, DAMAGED)]
      : []),
    ...(Array.isArray(versions) && versions.length > 0
      ? []
      : [incomplete(value, ['spec', 'versions'], 'at least one version')]),
  ];
}

const DAMAGED = 'Take the file from the release again';

/** Returns the name of an object, or undefined. */
export function nameOf(value: unknown): string | undefined {
  const name = fieldAt(value, 'metadata', 'name');
  return typeof name === 'string' ? name : undefined;
}

function incomplete(value: unknown, path: Path, expected: string): Problem {
  return errorAt(path, `expected ${expected}, got ${excerpt(fieldAt(value, ...path))}`, DAMAGED);
}

/**
 * Removes Helm's own labels and annotations from the text of a custom resource definition: Argo CD reads some of them
 * as instructions, and nothing else here needs them.
 */
export function withoutHelmMarks(document: string): string {
  return document.replace(/^metadata:\n(?:[ \t].*\n)*/m, (metadata) =>
    metadata
      .replace(/^ {4}["']?helm\.sh\/.*\n/gm, '')
      // A key without any line below it.
      .replace(/^ {2}(?:labels|annotations):[ \t]*\n(?! {3})/gm, ''),
  );
}
