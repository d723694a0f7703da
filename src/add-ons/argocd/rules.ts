import { LONGEST_LABEL_VALUE } from '../../kubernetes/labels';
import { clustersNamedAs, fixForName } from '../../mesh/cluster-names';
import type { MeshCore } from '../../mesh/mesh';
import { placedClusters } from '../../mesh/primaries';
import { isClusterName, isReachable } from '../../mesh/reachable';
import { errorAt, type Problem, quoted } from '../../problem';
import { type MeshWithRollout, wavesByCluster } from '../rollout/rollout';
import {
  ARGOCD_FOLDER,
  type ArgoCd,
  applicationName,
  destinationOf,
  isInCluster,
  type MeshWithArgoCd,
} from './argocd';
import type { ArgoCdInput } from './input';

/** Limit of characters of an ApplicationSet's list, so that its file stays below 64 KB. */
const LONGEST_LIST = 60_000;

/** Characters of the keys of one element with their indentation: cluster and project; name and server. */
const KEYS = 48;
const KEYS_OF_A_DESTINATION = 48;
const KEY_OF_A_WAVE = 20;

type Input = { readonly argocd?: ArgoCdInput | undefined };

/** The folder belongs to Argo CD. */
export function argocdIsNoClusterName({ argocd, ...mesh }: MeshWithArgoCd): Problem[] {
  return argocd === undefined ? [] : clustersNamedAs(ARGOCD_FOLDER, mesh, { tool: 'Argo CD', key: 'argocd' });
}

/** Rendering Argo CD's own project `default` would restrict all other Applications. */
export function argocdProjectIsNotDefault({ argocd }: MeshWithArgoCd): Problem | [] {
  if (argocd?.project !== 'default') return [];
  return errorAt(
    ['argocd', 'project'],
    'expected a project that only this mesh uses, got "default", which others use too',
    'Choose another name, such as istio',
  );
}

/** Argo CD writes the name of an Application into a label of each object, by default in 2.x. */
export function argocdProjectFitsLabels({ argocd, ...mesh }: MeshWithArgoCd): Problem[] {
  if (argocd === undefined) return [];
  return clusterNamesWithPaths(mesh).flatMap(({ name, path }) => {
    const application = applicationName(argocd, name);
    if (application.length <= LONGEST_LABEL_VALUE) return [];
    return errorAt(
      ['argocd', 'project'],
      `expected a name that leaves room for the cluster "${name}": the Application would be called ${application}, ${application.length} characters, and a label has at most ${LONGEST_LABEL_VALUE}`,
      'Choose a shorter project, or rename the cluster',
      path,
    );
  });
}

/** A destination is a name or a server, and belongs to a cluster of the mesh. */
export function argocdDestinationsAreClusters(mesh: MeshCore, { argocd }: Input): Problem[] {
  const known = clusterNamesWithPaths(mesh).map(({ name }) => name);
  const isKnown = new Set(known);
  return Object.entries(argocd?.destinations ?? {}).flatMap(([cluster, { name, server }]): Problem | [] => {
    const path = ['argocd', 'destinations', cluster];
    if (!isKnown.has(cluster))
      return {
        ...errorAt(path, 'no cluster of the mesh has this name', fixForName(cluster, known)),
        atKey: true,
      };
    if ((name === undefined) !== (server === undefined)) return [];
    const got = name === undefined ? 'neither' : 'both';
    return errorAt(path, `expected a name or a server, got ${got}`, 'Write { name: … } or { server: … }');
  });
}

/** Two clusters with one destination would overwrite each other's objects. */
export function argocdDestinationsAreUnique({ argocd, ...mesh }: MeshWithArgoCd): Problem[] {
  if (argocd === undefined) return [];
  const owners = new Map<string, string>();
  return clusterNamesWithPaths(mesh).flatMap(({ name, path }): Problem | [] => {
    const place = placeOf(argocd, name);
    const owner = owners.get(place);
    if (owner === undefined || owner === name) {
      owners.set(place, name);
      return [];
    }
    const isWritten = Object.hasOwn(argocd.destinations, name);
    return errorAt(
      isWritten ? ['argocd', 'destinations', name] : path,
      `expected a destination of its own, got ${place}, which is ${owner}'s`,
      'Correct argocd.destinations: each cluster is one of Argo CD’s',
      path,
      ['argocd', 'destinations'],
    );
  });
}

function placeOf(argocd: ArgoCd, cluster: string): string {
  const destination = destinationOf(argocd, cluster);
  if (isInCluster(destination)) return 'in-cluster';
  return 'server' in destination ? destination.server.replace(/\/$/, '') : destination.name;
}

/**
 * Argo CD calls each cluster from its own pods. These reach Services in their cluster, but no other machine's
 * loopback.
 */
export function argocdServersAreReachable({ argocd }: MeshWithArgoCd): Problem[] {
  return Object.entries(argocd?.destinations ?? {}).flatMap(([cluster, destination]) => {
    if (!('server' in destination) || destination.server === undefined) return [];
    const { hostname } = new URL(destination.server);
    if (isReachable(hostname) || isClusterName(hostname)) return [];
    return errorAt(
      ['argocd', 'destinations', cluster, 'server'],
      `expected an address that the pods of Argo CD reach, got ${quoted(destination.server)}`,
      'Use the server of the cluster as `argocd cluster list` shows it',
    );
  });
}

/** Without automated sync these options have no effect. */
export function argocdSyncPolicyIsAutomated({ argocd }: MeshWithArgoCd): Problem[] {
  const { automated, ...others } = argocd?.syncPolicy ?? { automated: true };
  if (automated) return [];
  return Object.entries(others)
    .filter(([, isSet]) => isSet)
    .map(([key]) =>
      errorAt(
        ['argocd', 'syncPolicy', key],
        'only counts with automated: true',
        `Set automated: true, or remove ${key}`,
        ['argocd', 'syncPolicy', 'automated'],
      ),
    );
}

/**
 * With several sets, a joining cluster could move an Application from one set to another, and both would claim it.
 */
export function argocdLayoutFitsFile({ argocd, ...mesh }: MeshWithArgoCd & MeshWithRollout): Problem | [] {
  if (argocd?.layout !== 'applicationSet') return [];
  const clusters = clusterNamesWithPaths(mesh);
  const isMixed = Object.keys(argocd.destinations).length > 0;
  const waves = wavesByCluster(mesh);
  const size = clusters.reduce((sum, { name }) => {
    const columns = isMixed ? KEYS_OF_A_DESTINATION + placeOf(argocd, name).length : 0;
    const wave = waves.get(name);
    const more = wave === undefined ? 0 : KEY_OF_A_WAVE + wave.name.length;
    return sum + KEYS + name.length + argocd.project.length + columns + more;
  }, 0);
  if (size <= LONGEST_LIST) return [];
  return errorAt(
    ['argocd', 'layout'],
    `expected layout: applications for ${clusters.length} clusters: an ApplicationSet of so many is larger than a file may be`,
    waves.size === 0
      ? 'Write layout: applications, which makes a small file for each cluster'
      : 'Remove rollout and write layout: applications, or split the mesh: waves need one ApplicationSet',
  );
}

function clusterNamesWithPaths(mesh: Parameters<typeof placedClusters>[0]) {
  return placedClusters(mesh).map(({ cluster: { name }, path }) => ({ name, path: [...path, 'name'] }));
}
