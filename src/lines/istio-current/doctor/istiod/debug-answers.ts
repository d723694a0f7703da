import { isMap } from '../../../../is-map';
import { fieldAt, listAt, textAt } from '../../../../kubernetes/fields';
import { readSelector, type Selector } from './selector';

/*
 * Parses the answers of istiod's debug port. Source: release-1.28 to release-1.31, pilot/pkg/xds/debug.go,
 * pkg/cluster/debug.go, pilot/pkg/model/{endpointshards,network}.go. Each function returns undefined for another
 * shape.
 */

/** A cluster that istiod reads. */
export interface ListedCluster {
  readonly id: string;
  /** `namespace/name` of the Secret with its kubeconfig. Undefined for istiod's own cluster. */
  readonly secret: string | undefined;
  /** `synced`, `syncing`, `timeout` or `closed`. */
  readonly status: string;
}

/** Parses `/debug/clusterz`. */
export function clustersIn(body: unknown): ListedCluster[] | undefined {
  if (!Array.isArray(body)) return undefined;
  return body.flatMap((entry) => {
    const [id, status] = [textAt(entry, 'id'), textAt(entry, 'syncStatus')];
    return id === undefined || status === undefined
      ? []
      : [{ id, status, secret: textAt(entry, 'secretName') }];
  });
}

/** A gateway that istiod uses to send traffic to a network. */
export interface ListedGateway {
  readonly network: string;
  /** Undefined for a gateway of MeshNetworks. */
  readonly cluster: string | undefined;
  /** IP address; istiod resolves names. */
  readonly address: string;
  readonly port: number;
}

/** Parses `/debug/networkz`. Without a gateway it is `null`, which is no JSON object. */
export function gatewaysIn(body: unknown): ListedGateway[] {
  return (Array.isArray(body) ? body : []).flatMap((entry) => {
    const [network, address] = [textAt(entry, 'Network'), textAt(entry, 'Addr')];
    return network === undefined || address === undefined
      ? []
      : [{ network, address, cluster: textAt(entry, 'Cluster'), port: Number(fieldAt(entry, 'Port') ?? 0) }];
  });
}

/** Parses `/debug/mesh`: the namespaces that istiod watches. Without a selector it watches all. */
export function selectorsIn(body: unknown): Selector[] {
  return listAt(body, 'discoverySelectors').map(readSelector);
}

/** The Services that istiod has endpoints of, as `namespace/name`, by the endpoints' cluster. */
export type HeldServices = ReadonlyMap<string, ReadonlySet<string>>;

/** Provider of the endpoints that istiod reads from API servers. */
const KUBERNETES = 'Kubernetes/';

/** Parses `/debug/endpointShardz`. */
export function heldServicesIn(body: unknown): HeldServices | undefined {
  if (!isMap(body)) return undefined;
  const held = new Map<string, Set<string>>();
  for (const [host, namespaces] of Object.entries(body)) {
    for (const namespace of Object.keys(isMap(namespaces) ? namespaces : {})) {
      const end = host.indexOf(`.${namespace}.svc.`);
      const shards = fieldAt(namespaces, namespace, 'Shards');
      if (end === -1 || !isMap(shards)) continue;
      for (const [shard, endpoints] of Object.entries(shards)) {
        if (!shard.startsWith(KUBERNETES) || !Array.isArray(endpoints) || endpoints.length === 0) continue;
        const cluster = shard.slice(KUBERNETES.length);
        const services = held.get(cluster) ?? new Set();
        held.set(cluster, services.add(`${namespace}/${host.slice(0, end)}`));
      }
    }
  }
  return held;
}
