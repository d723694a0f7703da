import { type Box, box, WIDEST } from './boxes';
import { type ClusterModel, clusterSets, groupedBy } from './page-model';
import { counted, countOf, shortened } from './short-text';

/** A box of several clusters of one network. */
interface BoxGroup {
  readonly network: string | undefined;
  readonly box: Box;
}

/** Limit of boxes if clusters share them. */
const MOST_GROUPS = 16;

/**
 * Returns one box for each set of options, the largest first. Sets beyond the limit share one box in each place.
 * @param nouns the words for one and for several of the clusters
 * @param placeOf returns the networks that share a frame
 */
export function boxGroups(
  clusters: readonly ClusterModel[],
  nouns: readonly [one: string, many: string],
  placeOf: (network: string | undefined) => unknown,
): BoxGroup[] {
  const sets = clusterSets(clusters, ({ network, kubernetes, injection, notes = [] }) => [
    network,
    kubernetes,
    injection,
    ...notes,
  ]);
  const setBox = (set: readonly ClusterModel[]) => ({ network: set[0]?.network, box: boxOfSet(set, nouns) });
  if (sets.length <= MOST_GROUPS) return sets.map(setBox);
  const places = new Set(clusters.map(({ network }) => placeOf(network))).size;
  const shown = sets.slice(0, Math.max(0, MOST_GROUPS - places));
  const rest = groupedBy(sets.slice(shown.length), ([first]) => placeOf(first?.network));
  return [
    ...shown.map(setBox),
    ...[...rest.values()].map((others) => {
      const [first = [], ...more] = others;
      return more.length === 0 ? setBox(first) : boxOfSets(others, nouns);
    }),
  ];
}

function boxOfSet(set: readonly ClusterModel[], nouns: readonly [string, string]): Box {
  const [first] = set;
  const names = set.slice(0, 3).map(({ name }) => shortened(name, WIDEST - 8));
  return box(countOf(set.length, nouns), [
    ...(first?.kubernetes === undefined ? [] : [`Kubernetes ${first.kubernetes}`]),
    ...(first?.injection === undefined ? [] : [first.injection]),
    ...names,
    ...(set.length > names.length ? [`and ${counted(set.length - names.length)} more`] : []),
  ]);
}

function boxOfSets(sets: readonly (readonly ClusterModel[])[], nouns: readonly [string, string]): BoxGroup {
  const clusters = sets.reduce((sum, { length }) => sum + length, 0);
  return {
    network: sets[0]?.[0]?.network,
    box: box(countOf(clusters, nouns), [`of ${counted(sets.length)} other sets of options`]),
  };
}
