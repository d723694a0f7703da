import type { SharedServiceProps } from './shared-service';
import type { SharedServices } from './shared-services';

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
