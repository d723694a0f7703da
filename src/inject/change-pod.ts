import { SIDECAR_LISTS, type Sidecar } from './injector';
import { addEntry, addItems, addToMap, lastEntry } from './insert';
import type { PodInText } from './pod-in-text';
import { removeFromMap, removeItems } from './remove';
import { SIDECAR_ANNOTATIONS } from './sidecar-annotations';
import { injectedNames } from './status';
import type { Edit } from './text-edit';
import type { MapNode } from './yaml-node';

/** Writes a sidecar and its status into a pod that has none. */
export function addSidecar(text: string, pod: PodInText, sidecar: Sidecar, status: string): Edit[] {
  const isThere = (list: string): boolean => lastEntry(pod.spec, list) !== undefined;
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
  if (metadata.entries.length === 0) return addEntry(text, metadata, 'annotations', { [name]: status });
  return addToMap(text, metadata, 'annotations', name, status);
}

/** Takes the sidecar of an earlier injection out of a pod. */
export function removeSidecar(text: string, pod: PodInText, job: MapNode | undefined): Edit[] {
  if (pod.status === undefined) return [];
  const names = injectedNames(pod.status);
  return [
    ...SIDECAR_LISTS.flatMap((list) => removeItems(text, pod.spec, list, names[list])),
    ...removeStatus(text, pod.template),
    ...(job === undefined ? [] : removeStatus(text, job)),
  ];
}

function removeStatus(text: string, object: MapNode): Edit[] {
  const name = SIDECAR_ANNOTATIONS.status;
  return removeFromMap(text, object, ['metadata', 'annotations'], name);
}
