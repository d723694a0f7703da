import { isMap } from '../is-map';
import { listAt, textAt } from '../kubernetes/fields';
import { groupOf } from '../kubernetes/kinds';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';
import { readManifest } from '../kubernetes/text/read-yaml';
import { errorAt, excerpt, type Path, type Problem } from '../problem';
import { identity } from './cluster';

/** One object of a manifest. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty when the object has none. */
  readonly namespace: string;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether this tool made it: then all that it refers to is known. */
  readonly ours: boolean;
  /** Its path in the document: at the top, or in a List. */
  readonly at: Path;
}

/** One document of YAML: its objects, what keeps it from being one, and the places of its values. */
export interface ManifestDocument {
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly Problem[];
  /** Gives a problem its line and column within the document. */
  locate(problem: Problem): Problem;
}

/** Reads one document. */
export function readManifestDocument(text: string): ManifestDocument {
  const { value, problems, locate } = readManifest(text);
  const read = value === undefined ? { objects: [], problems: [] } : objectsOf(value, []);
  return {
    objects: read.objects,
    problems: [...problems, ...read.problems],
    locate: (problem) => locate([problem])[0] ?? problem,
  };
}

/** Why the value of a document is no object of Kubernetes, and no List of them; nothing for an empty document. */
export function notAnObject(value: unknown): readonly Problem[] {
  return value === undefined ? [] : objectsOf(value, []).problems;
}

/** `Deployment istio-system/istio-citadel`. */
function title({ kind, namespace, name }: ManifestObject): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

export function identityOf({ apiVersion, kind, namespace, name }: ManifestObject): string {
  return identity(groupOf(apiVersion), kind, namespace, name);
}

function objectsOf(value: unknown, at: Path): { objects: ManifestObject[]; problems: Problem[] } {
  if (!isMap(value))
    return { objects: [], problems: [errorAt(at, `expected a Kubernetes object, got ${excerpt(value)}`)] };
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  if (apiVersion === undefined || kind === undefined) {
    const missing = apiVersion === undefined ? 'apiVersion' : 'kind';
    const fix = 'Every object says its apiVersion and kind';
    return { objects: [], problems: [errorAt([...at, missing], 'expected a text, got nothing', fix)] };
  }
  if (apiVersion === 'v1' && kind === 'List') {
    const read = listAt(value, 'items').map((item, index) => objectsOf(item, [...at, 'items', index]));
    return {
      objects: read.flatMap(({ objects }) => objects),
      problems: read.flatMap(({ problems }) => problems),
    };
  }
  const object: ManifestObject = {
    apiVersion,
    kind,
    namespace: textAt(value, 'metadata', 'namespace') ?? '',
    name: textAt(value, 'metadata', 'name') ?? '',
    value,
    ours: textAt(value, 'metadata', 'labels', MANAGED_BY_LABEL) === MANAGED_BY,
    at,
  };
  return { objects: [object], problems: [] };
}

/** What a manifest breaks: the schema of Kubernetes, that each object comes once, that what it refers to exists. */
type ManifestRule = 'schema' | 'identity' | 'reference';

/** Something wrong with an object of a manifest. */
export interface ManifestProblem extends Problem {
  readonly rule: ManifestRule;
  /** Such as `Deployment istio-system/istio-citadel`; empty for a document that is no object. */
  readonly object: string;
}

/** A problem of an object, placed in its document. @param problem with a path within the object */
export function problemOf(
  rule: ManifestRule,
  object: ManifestObject,
  problem: Problem,
  document: ManifestDocument,
): ManifestProblem {
  const name = title(object);
  const path = [...object.at, ...problem.path];
  return {
    ...document.locate({ ...problem, path, message: `${name}: ${problem.message}` }),
    rule,
    object: name,
  };
}

/** The problem in the file that its document is part of. @param down lines of the file before the document */
export function placedIn(problem: ManifestProblem, file: string, down: number): ManifestProblem {
  const { line, column } = problem.position ?? { line: 1, column: 1 };
  return { ...problem, file, position: { line: line + down, column } };
}
