import { unknownCluster } from '../../mesh/cluster-names';
import { clustersOf } from '../../mesh/primaries';
import { pathFits } from '../../output/folder/wildcard';
import { errorAt, type Problem } from '../../problem';
import type { MeshWithPatches, Patch } from './patches';

/** A patch has exactly one kind of change. */
export function patchesHaveOneChange({ patches = [] }: MeshWithPatches): Problem[] {
  return patches.flatMap(({ path, merge, json }): Problem | [] => {
    if ((merge === undefined) !== (json === undefined)) {
      const [key, size] = merge === undefined ? ['json', json?.length] : ['merge', Object.keys(merge).length];
      if (size !== 0) return [];
      return errorAt(
        [...path, key],
        `expected a change, got an empty ${key === 'json' ? 'list' : 'map'}`,
        'Write what to change, or remove the patch',
      );
    }
    const got = merge === undefined ? 'neither' : 'both';
    return errorAt(path, `expected merge or json, got ${got}`, 'Write one of the two');
  });
}

/** Each operation has the fields that it needs, and no others. */
export function patchStepsAreComplete({ patches = [] }: MeshWithPatches): Problem[] {
  return patches.flatMap(({ path, json = [] }) =>
    json.flatMap((step, index) => {
      const at = [...path, 'json', index];
      const takesValue = step.op === 'add' || step.op === 'replace' || step.op === 'test';
      const takesFrom = step.op === 'move' || step.op === 'copy';
      return [
        ...(takesValue && !('value' in step)
          ? [errorAt(at, `expected a value for ${step.op}, got nothing`, 'Add value')]
          : []),
        ...(takesFrom && step.from === undefined
          ? [errorAt(at, `expected from for ${step.op}, got nothing`, 'Add from, the place of the value')]
          : []),
        ...(!takesValue && 'value' in step
          ? [errorAt([...at, 'value'], `${step.op} has no value`, 'Remove it')]
          : []),
        ...(!takesFrom && step.from !== undefined
          ? [errorAt([...at, 'from'], `${step.op} has no from`, 'Remove it')]
          : []),
      ];
    }),
  );
}

/** A patch for an unknown cluster has a mistake in the name. */
export function patchClustersAreOfTheMesh({ patches = [], ...mesh }: MeshWithPatches): Problem[] {
  const known = clustersOf(mesh).map(({ name }) => name);
  const isKnown = new Set(known);
  return patches.filter(isOfTheMesh).flatMap(({ path, target: { clusters = [] } }) =>
    clusters.flatMap((pattern, index): Problem | [] => {
      if (isKnown.has(pattern) || (/[*?]/.test(pattern) && known.some((name) => pathFits(pattern, name))))
        return [];
      return unknownCluster([...path, 'target', 'clusters', index], pattern, known);
    }),
  );
}

function isOfTheMesh({ path }: Patch): boolean {
  return path[0] === 'patches';
}
