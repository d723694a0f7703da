import { YAMLException } from 'js-yaml';
import type { YamlNode } from '../inject/yaml-node';
import { readTree } from '../inject/yaml-tree';
import { entriesOf, plainValue, resolved } from '../inject/yaml-value';
import { isMap } from '../is-map';
import { listAt, textAt } from '../kubernetes/fields';
import { MANAGED_BY, MANAGED_BY_LABEL } from '../kubernetes/labels';
import { lineIndex } from '../mesh/yaml-position';
import { syntaxMessage } from '../mesh/yaml-syntax';
import { errorAt, type Path, type Problem, quoted } from '../problem';
import { identity } from './identity';
import { groupOf } from './kubernetes-shapes';

/** One object of a manifest. */
export interface ManifestObject {
  readonly apiVersion: string;
  readonly kind: string;
  /** Empty when the object has none. */
  readonly namespace: string;
  readonly name: string;
  readonly value: Readonly<Record<string, unknown>>;
  /** Whether this tool made it, rather than people: then all that it refers to is known. */
  readonly ours: boolean;
  /** Where it stands in its document: at the top, or in a List. */
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
export function readManifest(text: string): ManifestDocument {
  let tree: YamlNode | undefined;
  try {
    tree = readTree(text);
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error;
    const [message, fix] = syntaxMessage(text, error);
    const { line = 0, column = 0 } = error.mark ?? {};
    const locate = (problem: Problem): Problem => ({
      ...problem,
      position: { line: line + 1, column: column + 1 },
    });
    return { objects: [], problems: [errorAt([], message, fix)], locate };
  }
  if (tree === undefined) return { objects: [], problems: [], locate: startsAt(text) };
  const { objects, problems } = objectsOf(plainValue(tree), []);
  return { objects, problems: [...problems, ...repeatedKeys(tree)], locate: locator(text, tree) };
}

/** `Deployment istio-system/istio-citadel`. */
export function title({ kind, namespace, name }: ManifestObject): string {
  return `${kind} ${namespace === '' ? name : `${namespace}/${name}`}`;
}

/** The identity of an object. */
export function identityOf({ apiVersion, kind, namespace, name }: ManifestObject): string {
  return identity(groupOf(apiVersion), kind, namespace, name);
}

function objectsOf(value: unknown, at: Path): { objects: ManifestObject[]; problems: Problem[] } {
  if (!isMap(value)) {
    const problem = errorAt(at, `expected a Kubernetes object, got ${quoted(value)}`);
    return { objects: [], problems: [problem] };
  }
  const apiVersion = textAt(value, 'apiVersion');
  const kind = textAt(value, 'kind');
  if (apiVersion === undefined || kind === undefined) {
    const missing = apiVersion === undefined ? 'apiVersion' : 'kind';
    const problem = errorAt(
      [...at, missing],
      'expected a text, got nothing',
      'Every object says its apiVersion and kind',
    );
    return { objects: [], problems: [problem] };
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

/** Of equal keys the API server takes the last one, without a word. */
function repeatedKeys(node: YamlNode, path: Path = []): Problem[] {
  switch (node.kind) {
    case 'map': {
      const seen = new Set<string>();
      return node.entries.flatMap(({ key, value }) => {
        if (key === undefined) return [];
        const again = seen.has(key) && key !== '<<';
        seen.add(key);
        const problem = errorAt([...path, key], 'stands twice in this map', 'Keep one: only the last counts');
        return [...(again ? [{ ...problem, atKey: true }] : []), ...repeatedKeys(value, [...path, key])];
      });
    }
    case 'list':
      return node.items.flatMap((item, index) => repeatedKeys(item.node, [...path, index]));
    default:
      return [];
  }
}

function startsAt(text: string): (problem: Problem) => Problem {
  const first = text.split('\n').findIndex((line) => !/^(?:---)?\s*(?:#.*)?$/.test(line));
  return (problem) => ({ ...problem, position: { line: Math.max(first, 0) + 1, column: 1 } });
}

function locator(text: string, tree: YamlNode): (problem: Problem) => Problem {
  const lines = lineIndex(text);
  return (problem) => {
    let node: YamlNode | undefined = tree;
    // What is missing is shown where its nearest parent is.
    let offset = tree.start;
    for (const [index, step] of problem.path.entries()) {
      const child = childOf(node, step);
      if (child === undefined) break;
      node = child.node;
      const last = index === problem.path.length - 1;
      offset = last && problem.atKey !== true && node.start >= 0 ? node.start : child.start;
    }
    return { ...problem, position: lines(offset) };
  };
}

function childOf(
  parent: YamlNode | undefined,
  step: string | number,
): { readonly node: YamlNode; readonly start: number } | undefined {
  const node = resolved(parent);
  if (node?.kind === 'list' && typeof step === 'number') return node.items[step];
  if (node?.kind !== 'map') return undefined;
  // Of equal keys the last one counts.
  const own = node.entries.findLast(({ key }) => key === step);
  if (own !== undefined) return { node: own.value, start: own.keyStart };
  const merged = entriesOf(node).get(String(step));
  return merged === undefined ? undefined : { node: merged, start: merged.start };
}
