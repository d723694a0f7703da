import { type AddressRange, rangeOf } from '../kubernetes/network';
import { isAtLeast } from '../kubernetes/version';
import { errorAt, type Path, type Problem, pathText, quoted } from '../problem';
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
    const message = `expected a name of its own, got "${name}", which ${owner} has too`;
    return errorAt(['remotes', index, 'name'], message, 'Rename one of the two clusters');
  });
}

/** A mesh without remotes has nothing to synthesize. */
export function remotesAreNotEmpty({ remotes }: MeshCore): Problem | [] {
  if (remotes.length > 0) return [];
  const message = 'expected at least one remote cluster, got an empty list';
  return errorAt(['remotes'], message, 'Add the cluster that joins the mesh');
}

const NEVER_INJECTED = ['kube-system', 'kube-public'];

/** Injection into Istio's own or Kubernetes' namespaces never happens, or keeps them from starting. */
export function injectedNamespacesAreApplications({ primary, remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ injectedNamespaces }, remote) =>
    injectedNamespaces.flatMap((namespace, index): Problem | [] => {
      const path = ['remotes', remote, 'injectedNamespaces', index];
      const refused = (why: string, ...reliesOn: Path[]) =>
        errorAt(
          path,
          `expected a namespace of applications, got "${namespace}", ${why}`,
          'Remove it',
          ...reliesOn,
        );
      if (namespace === primary.namespace)
        return refused('where Istio itself runs', ['primary', 'namespace']);
      if (NEVER_INJECTED.includes(namespace)) return refused('which the injector ignores');
      if (injectedNamespaces.indexOf(namespace) === index) return [];
      const message = `expected each namespace once, got "${namespace}" again`;
      return errorAt(path, message, 'Remove one of the two');
    }),
  );
}

/** No line runs below Kubernetes 1.9. Source: the guide's prerequisites. */
export function primaryKubernetesIsKnown({ primary }: MeshCore): Problem | [] {
  if (primary.kubernetes === undefined || isAtLeast(primary.kubernetes, '1.9')) return [];
  const message = `expected Kubernetes 1.9 or newer, got "${primary.kubernetes}"`;
  return errorAt(['primary', 'kubernetes'], message, 'Upgrade the cluster');
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
 * one of them. A range is reported once, with an earlier one. Source: the guide's prerequisites.
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
    if (other !== undefined) return overlap(range, other);
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
  const clusters = [
    { ...primary, at: ['primary'] },
    ...remotes.map((remote, index) => ({ ...remote, at: ['remotes', index] })),
  ];
  return clusters.flatMap(({ at, name: cluster, network = '', podCidrs, serviceCidrs }) =>
    Object.entries({ podCidrs, serviceCidrs }).flatMap(([key, cidrs]) =>
      cidrs.flatMap((text, index) => {
        const range = rangeOf(text);
        return range === undefined ? [] : [{ ...range, text, cluster, network, path: [...at, key, index] }];
      }),
    ),
  );
}

/** The primary reaches a remote's API server from its own pods and sends a token there. */
export function apiServersAreReachableAndEncrypted({ remotes }: MeshCore): Problem[] {
  return remotes.flatMap(({ apiServer }, index) => {
    const fault = apiServer === undefined ? undefined : apiServerFault(new URL(apiServer), apiServer);
    if (fault === undefined) return [];
    const [expected, fix] = fault;
    return errorAt(['remotes', index, 'apiServer'], `expected ${expected}, got ${quoted(apiServer)}`, fix);
  });
}

/** What was expected, and what to do. */
function apiServerFault(url: URL, text: string): [string, string] | undefined {
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
