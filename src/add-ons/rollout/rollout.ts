import type { MeshCore } from '../../mesh/mesh';
import type { RolloutInput } from './input';

/** Clusters that change together. */
export interface Wave {
  readonly name: string;
  /** Ids of its clusters, in the order of the mesh file. */
  readonly clusters: readonly string[];
  /** How many clusters change at the same time: a number, or a percentage such as `25%`. Undefined: all. */
  readonly maxUpdate?: number | string | undefined;
}

/** A mesh with waves. */
export interface MeshWithRollout extends MeshCore {
  /** The waves in order. Undefined: everything changes at once. */
  readonly rollout?: readonly Wave[];
}

interface ClusterAsWritten {
  readonly name: string;
  readonly labels?: Readonly<Record<string, string>> | undefined;
}

/** The parts of mesh.yaml that the waves depend on. */
export interface RolloutParts {
  readonly rollout?: RolloutInput | undefined;
  readonly primary?: ClusterAsWritten | undefined;
  readonly primaries?: readonly ClusterAsWritten[] | undefined;
  readonly remotes?: readonly ClusterAsWritten[] | undefined;
}

/** Returns the waves of a mesh, each with its clusters. Returns nothing without `rollout`. */
export function resolveRollout(parts: RolloutParts): { readonly rollout?: readonly Wave[] } {
  const { rollout } = parts;
  if (rollout === undefined) return {};
  const clusters = clustersIn(parts);
  const chosen = rollout.map((wave) => clusters.filter((cluster) => isChosen(wave, cluster)));
  const taken = new Set(chosen.flat());
  const waves = rollout.map(({ name, maxUpdate, clusters: names, labels }, index) => {
    const isRest = names === undefined && labels === undefined;
    const own = isRest ? clusters.filter((cluster) => !taken.has(cluster)) : (chosen[index] ?? []);
    return {
      name,
      clusters: own.map((cluster) => cluster.name),
      ...(maxUpdate === undefined ? {} : { maxUpdate }),
    };
  });
  return { rollout: waves };
}

/** Returns every cluster as written in mesh.yaml, the primaries first. */
export function clustersIn({ primary, primaries = [], remotes = [] }: RolloutParts): ClusterAsWritten[] {
  return [...(primary === undefined ? [] : [primary]), ...primaries, ...remotes];
}

function isChosen({ clusters, labels }: RolloutInput[number], cluster: ClusterAsWritten): boolean {
  if (clusters?.includes(cluster.name) === true) return true;
  if (labels === undefined) return false;
  return Object.entries(labels).every(([key, value]) => cluster.labels?.[key] === value);
}

/** Returns the wave of each cluster, by id. If a cluster is in two waves, which is an error, the first counts. */
export function wavesByCluster({ rollout = [] }: MeshWithRollout): ReadonlyMap<string, Wave> {
  return new Map(
    rollout.toReversed().flatMap((wave) => wave.clusters.map((cluster) => [cluster, wave] as const)),
  );
}
