import type { MeshCore } from '../../mesh/mesh';
import type { SharedServicesInput } from './input';
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
  /** Services of one cluster of which others get a copy. */
  readonly sharedServices: readonly SharedServices[];
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
