import type { MeshCore } from '../../mesh/mesh';
import type { SharedServicesInput } from './input';
import type { ServiceField } from './service-fields';
import type { SharedServiceProps } from './shared-service';

/** Services of one cluster that other clusters get a copy of. */
export interface SharedServices {
  /** Files and folders with the manifests, relative to the mesh file. */
  readonly files: readonly string[];
  /** `namespace/name`, if the service is read from {@link cluster} instead of the user's own files. */
  readonly service?: string;
  /** Cluster with the services themselves. */
  readonly cluster: string;
  /** Clusters that get a copy. Undefined: every other cluster. */
  readonly to?: readonly string[];
  /** The services in {@link files}. Empty until the files are read. */
  readonly services: readonly SharedServiceProps[];
}

/** Folder beside the mesh file for services that were read from clusters. */
export const LIVE_FOLDER = 'services';

/** Returns the path of a cluster's service, relative to the mesh file. */
export function liveFile(cluster: string, service: string): string {
  return `${LIVE_FOLDER}/${cluster}/${service.replace('/', '.')}.yaml`;
}

/** A mesh with shared services. */
export interface MeshWithSharedServices extends MeshCore {
  /** The fields of Services that the mesh's Istio reads. */
  readonly serviceFields: readonly ServiceField[];
  /** Services of one cluster that others get a copy of. */
  readonly sharedServices: readonly SharedServices[];
  /** Labels of every copy that make its Istio let other clusters use it. Undefined: none. */
  readonly sharedServiceLabels?: Readonly<Record<string, string>>;
}

/** Fills in the defaults of `sharedServices:`. Reads no file. */
export function resolveSharedServices(input: SharedServicesInput = []): SharedServices[] {
  return input.map(({ files, service, from, cluster, to }) => {
    const owner = cluster ?? from ?? '';
    return {
      files: files ?? (service === undefined ? [] : [liveFile(owner, service)]),
      ...(service === undefined ? {} : { service }),
      cluster: owner,
      ...(to === undefined ? {} : { to }),
      services: [],
    };
  });
}

interface Shared {
  readonly service: SharedServiceProps;
  /** Clusters with the service itself. */
  readonly owners: Set<string>;
  /** Clusters that get a copy; undefined for all others. */
  to: Set<string> | undefined;
}

/** The services that each cluster gets a copy of. */
export class ServiceCopies {
  private readonly shared: readonly Shared[];

  constructor(entries: readonly SharedServices[]) {
    const found = new Map<string, Shared>();
    for (const { services, cluster, to } of entries) {
      for (const service of services) {
        const key = `${service.namespace}/${service.name}`;
        const known = found.get(key);
        if (known === undefined) {
          found.set(key, {
            service,
            owners: new Set([cluster]),
            to: to === undefined ? undefined : new Set(to),
          });
        } else {
          known.owners.add(cluster);
          known.to = to === undefined || known.to === undefined ? undefined : new Set([...known.to, ...to]);
        }
      }
    }
    this.shared = [...found].sort(([left], [right]) => (left < right ? -1 : 1)).map(([, shared]) => shared);
  }

  /** Returns the copies for a cluster, sorted by namespace and name. A cluster with the service itself gets none. */
  for(cluster: string): SharedServiceProps[] {
    return this.shared
      .filter(({ owners, to }) => !owners.has(cluster) && (to === undefined || to.has(cluster)))
      .map(({ service }) => service);
  }

  /** Returns every shared service, its owners and the clusters with a copy. */
  list(clusters: readonly string[]): { service: SharedServiceProps; owners: string[]; to: string[] }[] {
    return this.shared.map(({ service, owners, to }) => ({
      service,
      owners: clusters.filter((cluster) => owners.has(cluster)),
      to: clusters.filter((cluster) => !owners.has(cluster) && (to === undefined || to.has(cluster))),
    }));
  }
}
