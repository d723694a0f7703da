import { type AddressRange, isIpAddress, rangeOf } from '../../kubernetes/network';
import { errorAt, type Path, type Problem, pathText, quoted } from '../../problem';
import type { MeshCore } from '../mesh';

interface DeclaredRange extends AddressRange {
  readonly path: Path;
  readonly text: string;
  readonly cluster: string;
  /** Ranges of other networks may be the same. */
  readonly network: string;
}

/**
 * Pods of all clusters of a network reach each other directly, so each range of pod or service addresses belongs to
 * one of them. A range is reported once, with one that stands before it. Source: the guide's prerequisites.
 */
export function cidrsDoNotOverlap(mesh: MeshCore): Problem[] {
  /** Ranges that are apart, in the order of their addresses, by family and network. */
  const accepted = new Map<string, DeclaredRange[]>();
  return declaredRanges(mesh).flatMap((range) => {
    const within = `${range.family} ${range.network}`;
    const others = accepted.get(within) ?? [];
    accepted.set(within, others);
    const place = placeAmong(others, range);
    const other = [others[place - 1], others[place]].find(
      (near) => near !== undefined && near.first <= range.last && range.first <= near.last,
    );
    if (other !== undefined) return [overlap(range, other)];
    others.splice(place, 0, range);
    return [];
  });
}

/** Index of the first range that begins at `range` or behind it. */
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
  );
}

function declaredRanges({ primary, remotes }: MeshCore): DeclaredRange[] {
  const found: DeclaredRange[] = [];
  const collect = (cluster: MeshCore['primary'] | MeshCore['remotes'][number], at: Path): void => {
    const { network = '' } = cluster;
    for (const key of ['podCidrs', 'serviceCidrs'] as const) {
      cluster[key].forEach((text, index) => {
        const range = rangeOf(text);
        if (range !== undefined) {
          found.push({ ...range, text, cluster: cluster.name, path: [...at, key, index], network });
        }
      });
    }
  };
  collect(primary, ['primary']);
  remotes.forEach((remote, index) => {
    collect(remote, ['remotes', index]);
  });
  return found;
}

/** The primary reaches a remote's API server from its own pods and sends a token there. */
export function apiServersAreReachableAndEncrypted({ remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ apiServer }, index) => {
    const wrong = apiServer === undefined ? undefined : wrongWithApiServer(new URL(apiServer), apiServer);
    if (wrong === undefined) return [];
    const [expected, fix] = wrong;
    return [errorAt(['remotes', index, 'apiServer'], `expected ${expected}, got ${quoted(apiServer)}`, fix)];
  });
}

/** What was expected, and what to do. */
function wrongWithApiServer(url: URL, text: string): [string, string] | undefined {
  if (/^[^?#]*@/.test(text))
    return ['a URL without user and password', 'Leave them out: mesh.yaml holds no secrets'];
  if (url.protocol !== 'https:')
    return ['an https URL, since the token travels over it', 'Use the https port of the API server'];
  if (isLocal(url.hostname)) {
    return [
      'an address that other clusters reach',
      'Use the URL at which pods of the primary reach this API server',
    ];
  }
  if (/[?#]/.test(text)) return ['a URL without query and fragment', 'Leave out what stands behind ? or #'];
  return undefined;
}

/** Whether a host of a URL means the machine itself. */
export function isLocal(hostname: string): boolean {
  const bare = hostname.replace(/^\[|\]$/g, '').replace(/\.$/, '');
  if (bare === 'localhost' || bare.endsWith('.localhost')) return true;
  if (!isIpAddress(bare)) return false;
  return (
    /^(?:127|0)\./.test(bare) || /^::1?$/.test(bare) || /^::ffff:(?:7f[\da-f]{2}|[\da-f]{1,2}):/.test(bare)
  );
}
