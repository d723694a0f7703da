import { type AddressRange, rangeOf } from '../kubernetes/network';
import { isAtLeast } from '../kubernetes/version';
import { errorAt, type Path, type Problem, pathText, quoted, relyingOn } from '../problem';
import type { MeshCore } from './mesh';
import { isLocal } from './reachable';

/** A cluster id is the name of a folder, a Secret and a context, so no two clusters share one. */
export function clusterNamesAreUnique({ primary, remotes }: MeshCore): Problem[] {
  const seen = new Set([primary.name]);
  return remotes.flatMap(({ name }, index) => {
    const isNew = !seen.has(name);
    seen.add(name);
    if (isNew) return [];
    const owner = name === primary.name ? 'the primary' : 'a remote further up';
    return [
      errorAt(
        ['remotes', index, 'name'],
        `expected a name of its own, got "${name}", which ${owner} has too`,
        'Rename one of the two clusters',
      ),
    ];
  });
}

/** A mesh without remotes has nothing to synthesize. */
export function remotesAreNotEmpty({ remotes }: MeshCore): Problem[] {
  return remotes.length > 0
    ? []
    : [
        errorAt(
          ['remotes'],
          'expected at least one remote cluster, got an empty list',
          'Add the cluster that joins the mesh',
        ),
      ];
}

const NEVER_INJECTED = ['kube-system', 'kube-public'];

/** Injection into Istio's own or Kubernetes' namespaces never happens, or keeps them from starting. */
export function injectedNamespacesAreApplications({ primary, remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ injectedNamespaces }, remote) =>
    injectedNamespaces.flatMap((namespace, index): Problem[] => {
      const path = ['remotes', remote, 'injectedNamespaces', index];
      if (namespace === primary.namespace) {
        return [
          relyingOn(
            errorAt(
              path,
              `expected a namespace of applications, got "${namespace}", where Istio itself runs`,
              'Remove it',
            ),
            ['primary', 'namespace'],
          ),
        ];
      }
      if (NEVER_INJECTED.includes(namespace)) {
        return [
          errorAt(
            path,
            `expected a namespace of applications, got "${namespace}", which the injector ignores`,
            'Remove it',
          ),
        ];
      }
      if (injectedNamespaces.indexOf(namespace) === index) return [];
      return [
        errorAt(path, `expected each namespace once, got "${namespace}" again`, 'Remove one of the two'),
      ];
    }),
  );
}

/** No line runs below Kubernetes 1.9. Source: the guide's prerequisites. */
export function primaryKubernetesIsKnown({ primary }: MeshCore): Problem[] {
  if (primary.kubernetes === undefined || isAtLeast(primary.kubernetes, '1.9')) return [];
  return [
    errorAt(
      ['primary', 'kubernetes'],
      `expected Kubernetes 1.9 or newer, got "${primary.kubernetes}"`,
      'Upgrade the cluster',
    ),
  ];
}

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
