import type { MeshCore } from '../../mesh/mesh';
import type { SharedServicesInput } from './input';
import type { ServiceField } from './service-fields';
import type { SharedServiceProps } from './shared-service';

/** Services of one cluster of which other clusters get a copy. */
export interface SharedServices {
  /** Files and folders with the manifests, relative to the mesh file. */
  readonly files: readonly string[];
  /** `namespace/name`, when the service is read from {@link cluster} rather than kept in files of one's own. */
  readonly service?: string;
  /** Cluster that has the services itself. */
  readonly cluster: string;
  /** Clusters that get a copy. Absent: every other cluster. */
  readonly to?: readonly string[];
  /** The services in {@link files}; empty until the files are read. */
  readonly services: readonly SharedServiceProps[];
}

/** Folder beside the mesh file for services that were read from clusters. */
export const LIVE_FOLDER = 'services';

/** Where the service of a cluster lies, relative to the mesh file. */
export function liveFile(cluster: string, service: string): string {
  return `${LIVE_FOLDER}/${cluster}/${service.replace('/', '.')}.yaml`;
}

/** A mesh that may share Services. */
export interface MeshWithSharedServices extends MeshCore {
  /** Those of these fields that the Istio of the mesh reads. */
  readonly serviceFields: readonly ServiceField[];
  /** Services of one cluster of which others get a copy. */
  readonly sharedServices: readonly SharedServices[];
  /** Labels that every copy gets, by which its Istio lets other clusters use it. Absent: none. */
  readonly sharedServiceLabels?: Readonly<Record<string, string>>;
}

/** Fills in the defaults of `sharedServices:`. No file is read. */
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
  /** Clusters that have it themselves. */
  readonly owners: Set<string>;
  /** Clusters that get a copy; undefined for all others. */
  to: Set<string> | undefined;
}

/** Which services each cluster gets a copy of. */
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

  /** Copies for a cluster, sorted by namespace and name. A cluster that has a service itself gets none. */
  for(cluster: string): SharedServiceProps[] {
    return this.shared
      .filter(({ owners, to }) => !owners.has(cluster) && (to === undefined || to.has(cluster)))
      .map(({ service }) => service);
  }

  /** Every shared service, who has it and who gets a copy of it. */
  list(clusters: readonly string[]): { service: SharedServiceProps; owners: string[]; to: string[] }[] {
    return this.shared.map(({ service, owners, to }) => ({
      service,
      owners: clusters.filter((cluster) => owners.has(cluster)),
      to: clusters.filter((cluster) => !owners.has(cluster) && (to === undefined || to.has(cluster))),
    }));
  }
}
