import { type Cluster, ClusterError, clusterError, type PodPort } from '../../../../kubernetes/api/cluster';
import { getFromPod } from '../../../../kubernetes/api/pod-http';
import { isReady } from '../../../../kubernetes/fields';
import { LABELS } from '../../facts/labels';
import { PORTS } from '../../facts/ports';
import type { MeshCurrent } from '../../mesh';
import { revisionNameOf } from '../../revisions';
import {
  clustersIn,
  gatewaysIn,
  type HeldServices,
  heldServicesIn,
  type ListedCluster,
  type ListedGateway,
  selectorsIn,
} from './debug-answers';
import type { Selector } from './selector';

/** A pod of istiod, and its answers about itself. */
export interface Replica {
  readonly pod: string;
  /** `default` for the revision without a name. */
  readonly revision: string;
  /** Its id for its own cluster. */
  readonly ownId: string | undefined;
  readonly clusters: readonly ListedCluster[];
  readonly gateways: readonly ListedGateway[];
  /** The namespaces that it watches; empty for all. */
  readonly selectors: readonly Selector[];
}

/** A pod that did not answer. */
export interface SilentReplica {
  readonly pod: string;
  readonly revision: string;
  readonly error: ClusterError;
}

/** All ready pods of istiod. */
export interface Replicas {
  readonly answering: readonly Replica[];
  readonly silent: readonly SilentReplica[];
}

/**
 * Asks every ready pod of the mesh's istiod, of each revision. Its debug port accepts requests from localhost without
 * a token, and a port-forward comes from localhost.
 * @throws ClusterError if the pods cannot be listed
 */
export async function askReplicas(cluster: Cluster, mesh: MeshCurrent): Promise<Replicas> {
  const pods = await readyPods(cluster, mesh);
  const asked = await Promise.all(
    pods.map(async ({ pod, revision }) => ({
      ...(await askReplica(cluster, portOf(mesh, pod, PORTS.debug))),
      revision,
    })),
  );
  return {
    answering: asked.flatMap((one) => ('error' in one ? [] : [one])),
    silent: asked.flatMap((one) => ('error' in one ? [one] : [])),
  };
}

export function portOf(mesh: MeshCurrent, pod: string, port: number): PodPort {
  return { namespace: mesh.primary.namespace, name: pod, port };
}

/**
 * Lists the ready pods. Source: release-1.30,
 * manifests/charts/istio-control/istio-discovery/templates/deployment.yaml (labels of the pods).
 */
async function readyPods(
  cluster: Cluster,
  { primary, revisions }: MeshCurrent,
): Promise<{ readonly pod: string; readonly revision: string }[]> {
  const names = revisions.map(revisionNameOf);
  const pods = await cluster.list(
    { apiVersion: 'v1', kind: 'Pod' },
    { namespace: primary.namespace, labels: 'app=istiod' },
  );
  return pods
    .filter((pod) => pod.metadata.deletionTimestamp === undefined && isReady(pod))
    .map(({ metadata }) => ({ pod: metadata.name, revision: metadata.labels?.[LABELS.revision] ?? '' }))
    .filter(({ revision }) => names.includes(revision))
    .sort((one, other) => (one.pod < other.pod ? -1 : 1));
}

async function askReplica(
  cluster: Cluster,
  pod: PodPort,
): Promise<Omit<Replica, 'revision'> | Omit<SilentReplica, 'revision'>> {
  try {
    const [listed, gateways, mesh] = await Promise.all(
      ['clusterz', 'networkz', 'mesh'].map((name) => debugAnswer(cluster, pod, name)),
    );
    const clusters = clustersIn(listed);
    if (clusters === undefined) throw otherShape(cluster, pod, 'clusterz');
    return {
      pod: pod.name,
      ownId: clusters.find(({ secret }) => secret === undefined)?.id,
      clusters,
      gateways: gatewaysIn(gateways),
      selectors: selectorsIn(mesh),
    };
  } catch (error) {
    if (!(error instanceof ClusterError)) throw error;
    return { pod: pod.name, error };
  }
}

/**
 * Returns the Services that a replica has endpoints of. The answer is expensive: istiod copies all endpoints for it.
 * @throws ClusterError
 */
export async function askHeldServices(
  cluster: Cluster,
  mesh: MeshCurrent,
  { pod }: Pick<Replica, 'pod'>,
): Promise<HeldServices> {
  const port = portOf(mesh, pod, PORTS.debug);
  const held = heldServicesIn(await debugAnswer(cluster, port, 'endpointShardz'));
  if (held === undefined) throw otherShape(cluster, port, 'endpointShardz');
  return held;
}

async function debugAnswer(cluster: Cluster, pod: PodPort, name: string): Promise<unknown> {
  const { status, body } = await getFromPod(cluster, pod, `/debug/${name}`);
  if (status === 200) return body;
  const fix =
    status === 404
      ? 'Set ENABLE_DEBUG_ON_HTTP=true, which is its default, on istiod'
      : 'Check the log of istiod';
  throw clusterError(
    cluster,
    'refused',
    `istiod in the pod ${pod.namespace}/${pod.name} answers ${status} to /debug/${name}. ${fix}`,
  );
}

function otherShape(cluster: Cluster, pod: PodPort, name: string): ClusterError {
  return clusterError(
    cluster,
    'server',
    `the pod ${pod.namespace}/${pod.name} does not answer like istiod to /debug/${name}. Check what listens on port ${pod.port}`,
  );
}
