import { addEntry, addItems, addToMap } from '../kubernetes/text/insert';
import { entryOf, textOf } from '../kubernetes/text/place';
import { removeFromMap, removeItems } from '../kubernetes/text/remove';
import type { Edit } from '../kubernetes/text/text-edit';
import { isMapNode, type MapNode, type YamlNode, type YamlTree } from '../kubernetes/text/tree';
import { SIDECAR_LISTS, type Sidecar } from './injector';
import type { PodInText } from './pod-in-text';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import { injectedNames } from './status';

/** Writes a sidecar and its status into a pod that has none. */
export function addSidecar(text: string, pod: PodInText, sidecar: Sidecar, status: string): Edit[] {
  const isThere = (list: string): boolean => entryOf(pod.spec, list) !== undefined;
  // At one place of the text the end of a list comes before the next key.
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
 * Takes the sidecar of an earlier injection out of a pod.
 * @param status what that injection noted
 * @param job the object around the pod that may have the note too
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
