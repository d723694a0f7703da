import { isMap } from '../../is-map';
import { fieldAt, listAt, textAt } from '../../kubernetes/fields';
import { isDnsLabel } from '../../kubernetes/names';
import { resourceFaults } from '../../kubernetes/resource-faults';
import { errorAt, excerpt, type Path, type Problem } from '../../problem';
import type { TypeRule } from '../check-shape';

export const CONTAINER_LISTS = ['containers', 'initContainers'] as const;

/** Names in a pod are unique, mounted volumes exist, and requests fit limits. */
export const podIsConsistent: TypeRule = (pod, path) => [
  ...CONTAINER_LISTS.flatMap((list) =>
    listAt(pod, list).flatMap((item, index) =>
      resourceFaults(fieldAt(item, 'resources'), [...path, list, index, 'resources']),
    ),
  ),
  ...namedOnce(
    CONTAINER_LISTS.flatMap((list) =>
      listAt(pod, list).map((item, index): Named => [textAt(item, 'name'), [...path, list, index, 'name']]),
    ),
  ),
  ...namedOnce(
    listAt(pod, 'volumes').map(
      (item, index): Named => [textAt(item, 'name'), [...path, 'volumes', index, 'name']],
    ),
  ),
];

/** Checks the volumes of a pod's mounts. A StatefulSet creates some of them from its claims. */
export function mountProblems(pod: unknown, claims: readonly unknown[], path: Path): Problem[] {
  const volumes = new Set([
    ...listAt(pod, 'volumes').map((volume) => textAt(volume, 'name')),
    ...claims.map((claim) => textAt(claim, 'metadata', 'name')),
  ]);
  return CONTAINER_LISTS.flatMap((list) =>
    listAt(pod, list).flatMap((container, at) =>
      listAt(container, 'volumeMounts').flatMap((mount, index) => {
        const name = textAt(mount, 'name');
        if (name === undefined || volumes.has(name)) return [];
        const message = `expected a volume of the pod, got ${excerpt(name)}`;
        return [errorAt([...path, list, at, 'volumeMounts', index, 'name'], message, 'Add it to volumes')];
      }),
    ),
  );
}

/** The workload's selector must match the labels of its pods. */
export function selectorProblems(spec: unknown, path: Path): Problem[] {
  const wanted = fieldAt(spec, 'selector', 'matchLabels');
  const labels = fieldAt(spec, 'template', 'metadata', 'labels');
  if (!isMap(wanted)) return [];
  return Object.entries(wanted).flatMap(([key, value]) => {
    const found = isMap(labels) && Object.hasOwn(labels, key) ? labels[key] : undefined;
    if (found === value) return [];
    const message = `expected the label of the pods in template.metadata.labels, which is ${excerpt(found)}, got ${excerpt(value)}`;
    return [errorAt([...path, 'selector', 'matchLabels', key], message, 'A workload selects its own pods')];
  });
}

type Named = readonly [name: string | undefined, path: Path];

function namedOnce(names: readonly Named[]): Problem[] {
  const seen = new Set<string>();
  return names.flatMap(([name, path]) => {
    if (name === undefined) return [];
    const label = 'a DNS-1123 label (a-z, 0-9 and -, at most 63 characters)';
    if (!isDnsLabel(name)) return [errorAt(path, `expected ${label}, got ${excerpt(name)}`)];
    const again = seen.has(name);
    seen.add(name);
    return again ? [errorAt(path, `stands twice: ${excerpt(name)}`, 'Give each a name of its own')] : [];
  });
}
