import { type AddressRange, rangeOf } from '../kubernetes/network';
import { errorAt, type Path, type Problem, pathText } from '../problem';
import type { MeshCore } from './mesh';
import { placedClusters } from './primaries';

interface DeclaredRange extends AddressRange {
  readonly path: Path;
  readonly text: string;
  readonly cluster: string;
  /** The kind of addresses in the range. */
  readonly of: 'podCidrs' | 'serviceCidrs';
  /** Ranges in different networks may overlap. */
  readonly network: string;
}

/**
 * Finds ranges that overlap. Pods in a network reach each other directly, so each range of pods or services belongs
 * to one cluster. Reports a range once, with an earlier one. Source: the guide's prerequisites.
 */
export function overlappingCidrs(mesh: MeshCore): Problem[] {
  const accepted = new Ranges();
  return declaredRanges(mesh).flatMap((range) => accepted.add(range));
}

/**
 * Finds pod ranges that overlap, for sidecars that use their own cluster's service addresses. Services of two
 * clusters may share a range; pods and services of different clusters may not. Source: release-1.28,
 * pilot/pkg/model/service.go (GetAddressForProxy).
 */
export function overlappingPodCidrs(mesh: MeshCore): Problem[] {
  const ranges = declaredRanges(mesh);
  const pods = new Ranges();
  const services = new Map<string, Ranges>();
  const ofPods = ranges.filter((range) => range.of === 'podCidrs').flatMap((range) => pods.add(range));
  const ofServices = ranges
    .filter((range) => range.of === 'serviceCidrs')
    .flatMap((range) => {
      const own = services.get(range.cluster) ?? new Ranges();
      services.set(range.cluster, own);
      const found = own.add(range);
      return found.length > 0 ? found : pods.check(range);
    });
  return [...ofPods, ...ofServices];
}

/** Ranges that do not overlap, by family and network, sorted by address. */
class Ranges {
  private readonly accepted = new Map<string, DeclaredRange[]>();

  /** Returns the problem of a range that overlaps one of these. */
  check(range: DeclaredRange): Problem[] {
    const others = this.near(range);
    const place = placeAmong(others, range);
    const other = [others[place - 1], others[place]].find(
      (near) => near !== undefined && near.first <= range.last && range.first <= near.last,
    );
    return other === undefined ? [] : [overlap(range, other)];
  }

  /** Adds a range if it overlaps none. Otherwise returns the problem. */
  add(range: DeclaredRange): Problem[] {
    const problems = this.check(range);
    const others = this.near(range);
    if (problems.length === 0) others.splice(placeAmong(others, range), 0, range);
    return problems;
  }

  private near({ family, network }: DeclaredRange): DeclaredRange[] {
    const within = `${family} ${network}`;
    const others = this.accepted.get(within) ?? [];
    this.accepted.set(within, others);
    return others;
  }
}

/** Returns the index of the first range that begins at `range` or after it. */
function placeAmong(ranges: readonly DeclaredRange[], { first }: AddressRange): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.first ?? '') < first) low = middle + 1;
    else high = middle;
  }
  return low;
}

function overlap(range: DeclaredRange, other: DeclaredRange): Problem {
  const own = pathText(range.path.slice(0, -2));
  const owner = own === pathText(other.path.slice(0, -2)) ? 'the same cluster' : other.cluster;
  return errorAt(
    range.path,
    `expected a range of its own, got ${range.text}, which overlaps ${other.text} in ${String(other.path.at(-2))} of ${owner}`,
    'Give all pods and services of the mesh separate ranges: its clusters share one network',
    other.path,
  );
}

function declaredRanges(mesh: MeshCore): DeclaredRange[] {
  return placedClusters(mesh).flatMap(({ path: at, cluster: { name: cluster, network = '', ...ranges } }) =>
    (['podCidrs', 'serviceCidrs'] as const).flatMap((of) =>
      ranges[of].flatMap((text, index) => {
        const range = rangeOf(text);
        return range === undefined
          ? []
          : [{ ...range, of, text, cluster, network, path: [...at, of, index] }];
      }),
    ),
  );
}
