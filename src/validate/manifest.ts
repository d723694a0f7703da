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
  /** Empty if the object has none. */
  readonly namespace: string;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether this tool created it. Then everything that it refers to is known. */
  readonly ours: boolean;
  /** Its path in the document: at the top, or in a List. */
  readonly at: Path;
}

/** One YAML document: its objects, why it is not an object, and the places of its values. */
export interface ManifestDocument {
  readonly objects: readonly ManifestObject[];
  readonly problems: readonly Problem[];
  /** Adds line and column in the document to a problem. */
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

/** Returns why the value of a document is no Kubernetes object and no List. Returns nothing for an empty document. */
export function notAnObject(value: unknown): readonly Problem[] {
  return value === undefined ? [] : objectsOf(value, []).problems;
}

/** Formats `Deployment istio-system/istio-citadel`. */
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

/**
 * The rules for manifests: objects fit the schema of Kubernetes, objects are unique, and references lead to existing
 * objects.
 */
type ManifestRule = 'schema' | 'identity' | 'reference';

/** A problem of an object in a manifest. */
export interface ManifestProblem extends Problem {
  readonly rule: ManifestRule;
  /** For example `Deployment istio-system/istio-citadel`. Empty for a document without an object. */
  readonly object: string;
}

/** Returns a problem with its path in the document. @param problem with its path in the object */
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

/** Returns a problem with its place in the file. @param down lines of the file before the document */
export function placedIn(problem: ManifestProblem, file: string, down: number): ManifestProblem {
  const { line, column } = problem.position ?? { line: 1, column: 1 };
  return { ...problem, file, position: { line: line + down, column } };
}
