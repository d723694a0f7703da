import { fieldAt } from '../kubernetes/fields';
import { addEntry, addItems, addToMap } from '../kubernetes/text/insert';
import { entryOf, isNull, nodesTo, textOf } from '../kubernetes/text/place';
import { removeFromMap, removeItems } from '../kubernetes/text/remove';
import type { Edit } from '../kubernetes/text/text-edit';
import {
  isAliasNode,
  isListNode,
  isMapNode,
  type MapNode,
  type YamlNode,
  type YamlTree,
} from '../kubernetes/text/tree';
import { errorAt, type Path, type Problem } from '../problem';
import { SIDECAR_LISTS, type Sidecar } from './injector';
import { injectedNames } from './plan-pod';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';

/** The maps of a text that get the sidecar of a pod. */
export interface PodInText {
  readonly template: MapNode;
  readonly spec: MapNode;
  readonly metadata: MapNode | undefined;
}

const ALIAS_FIX = 'Write the values out in the pod';

/**
 * Finds a pod in a text. The sidecar is written there, so no other value may share the place.
 * @param value of the text, with merge keys followed
 * @returns what prevents it, with paths from the pod
 */
export function podInText(tree: YamlTree, value: unknown, path: Path): PodInText | Problem[] {
  const problems: Problem[] = [];
  const aliased = new Set(tree.targets.values());
  const isShared = (node: YamlNode | null): boolean =>
    node !== null && (isAliasNode(node) || aliased.has(node));
  const shared = (at: readonly string[], map: string): void => {
    problems.push(
      errorAt(at, `the sidecar would go into a ${map} that other values share by a YAML alias`, ALIAS_FIX),
    );
  };
  const child = (map: YamlNode | null | undefined, at: readonly string[], want: 'map' | 'list') => {
    const key = at.at(-1) ?? '';
    if (!isMapNode(map)) return undefined;
    if (map.items.filter((entry) => textOf(entry.key) === key).length > 1)
      problems.push(errorAt(at, `${key} is repeated`, 'Keep one of the two'));
    const node = entryOf(map, key)?.value;
    const isMerged = node === undefined && fieldAt(value, ...path, ...at) !== undefined;
    const isFit = want === 'map' ? isMapNode(node) : isListNode(node);
    if (isMerged || (node !== undefined && isShared(node))) shared(at, want);
    else if (node !== undefined && !isNull(node) && !isFit)
      problems.push(errorAt(at, `expected a ${want}, got something else`, 'Correct it'));
    return node;
  };
  const nodes = nodesTo(tree.root, path);
  const template = nodes?.at(-1);
  if (nodes === undefined || nodes.some(isShared)) shared([], 'map');
  const spec = child(template, ['spec'], 'map');
  for (const list of SIDECAR_LISTS) child(spec, ['spec', list], 'list');
  const metadata = child(template, ['metadata'], 'map');
  child(metadata, ['metadata', 'annotations'], 'map');
  if (problems.length > 0 || !isMapNode(template) || !isMapNode(spec)) return problems;
  return { template, spec, metadata: isMapNode(metadata) ? metadata : undefined };
}

/** Writes a sidecar and its status into a pod without one. */
export function addSidecar(text: string, pod: PodInText, sidecar: Sidecar, status: string): Edit[] {
  const isThere = (list: string): boolean => entryOf(pod.spec, list) !== undefined;
  // At the same offset, the end of a list comes before the next key.
  const lists = [...SIDECAR_LISTS.filter(isThere), ...SIDECAR_LISTS.filter((list) => !isThere(list))];
  return [
    ...lists.flatMap((list) => addItems(text, pod.spec, list, sidecar[list] ?? [])),
    addStatus(text, pod, status),
  ];
}

function addStatus(text: string, { template, metadata }: PodInText, status: string): Edit {
  const name = SIDECAR_ANNOTATIONS.status;
  if (metadata === undefined) return addToMap(text, template, 'metadata', 'annotations', { [name]: status });
  if (metadata.items.length === 0) return addEntry(text, metadata, 'annotations', { [name]: status });
  return addToMap(text, metadata, 'annotations', name, status);
}

/**
 * Removes the sidecar of an earlier injection from a pod.
 * @param status the status of that injection
 * @param job the object around the pod that may have the status too
 */
export function removeSidecar(
  text: string,
  { spec, template }: PodInText,
  status: string,
  job: YamlNode | null | undefined,
  tree: YamlTree,
): Edit[] {
  const names = injectedNames(status);
  return [
    ...SIDECAR_LISTS.flatMap((list) =>
      removeItems(text, spec, list, (item) => names[list].includes(nameIn(item, tree) ?? '')),
    ),
    ...removeStatus(text, template),
    ...(isMapNode(job) ? removeStatus(text, job) : []),
  ];
}

function removeStatus(text: string, object: MapNode): Edit[] {
  return removeFromMap(text, object, ['metadata', 'annotations'], SIDECAR_ANNOTATIONS.status);
}

function nameIn(item: YamlNode, { targets }: YamlTree): string | undefined {
  const map = targets.get(item) ?? item;
  const name = isMapNode(map) ? entryOf(map, 'name')?.value : undefined;
  return textOf(name && (targets.get(name) ?? name));
}
