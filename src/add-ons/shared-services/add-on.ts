import { kindsOf } from '../../kubernetes/kinds';
import { type Part, type PlannedFile, part, splitFiles } from '../../kubernetes/part';
import { optional } from '../../mesh/schema/fields';
import type { AddOn, FilesOfCluster } from '../add-on';
import { loadServices } from './load-services';
import * as rules from './rules';
import { sharedServices } from './schema';
import { SharedService, SharedServiceNamespace, type SharedServiceProps } from './shared-service';
import { type MeshWithSharedServices, ServiceCopies } from './shared-services';
import { withAcceptedDistribution } from './traffic-distribution';

/** Copies of Services, so that their names resolve in other clusters. */
export const sharedServicesAddOn = {
  fields: {
    sharedServices: optional(sharedServices, {
      description:
        'Services of one cluster that pods of other clusters find by the same name. See docs/shared-services.md.',
      helm: 'copying Service objects by hand',
      default: '[]',
    }),
  },
  rules: Object.values(rules),
  kinds: kindsOf('v1', 'Namespace', 'Service'),
  load: loadServices,
  files(mesh: MeshWithSharedServices): FilesOfCluster {
    const { sharedServiceLabels: labels } = mesh;
    const copies = new ServiceCopies(mesh.sharedServices);
    return ({ name, namespaces, kubernetes }) =>
      serviceFiles(
        name,
        copies
          .for(name)
          .map((service) => withAcceptedDistribution(service, kubernetes))
          .map((service) =>
            labels === undefined ? service : { ...service, labels: { ...service.labels, ...labels } },
          ),
        namespaces,
      );
  },
} as const satisfies AddOn<MeshWithSharedServices>;

/** Namespaces that every cluster has. */
const ALWAYS_THERE = ['default'];

/**
 * Plans the files with a cluster's copies of services.
 * @param namespaces namespaces that the cluster's other files create
 */
export function* serviceFiles(
  cluster: string,
  services: readonly SharedServiceProps[],
  namespaces: readonly string[],
): Generator<PlannedFile> {
  const parts = serviceParts(services, [...ALWAYS_THERE, ...namespaces]);
  yield* splitFiles(cluster, 'services', parts, ({ props }) => JSON.stringify(props).length + 200);
}

/**
 * Returns copies of services, each namespace before its first service.
 * @param present namespaces that the cluster already has
 */
function serviceParts(services: readonly SharedServiceProps[], present: readonly string[]): Part[] {
  const made = new Set(present);
  return services.flatMap((service) => {
    const { namespace, name } = service;
    const copy = part(`service-${namespace}-${name}`, SharedService, service);
    if (made.has(namespace)) return [copy];
    made.add(namespace);
    return [part(`namespace-${namespace}`, SharedServiceNamespace, { namespace }), copy];
  });
}
