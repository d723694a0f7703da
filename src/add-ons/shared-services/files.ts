import { type Part, type PlannedFile, part, splitFiles } from '../../kubernetes/part';
import type { ServiceCopies } from './copies';
import { SharedService, SharedServiceNamespace, type SharedServiceProps } from './shared-service';

/** Namespaces that every cluster has. */
const ALWAYS_THERE = ['default'];

/**
 * The files with a cluster's copies of services.
 * @param namespaces those that the cluster's other files make
 */
export function* serviceFiles(
  copies: ServiceCopies,
  cluster: string,
  namespaces: readonly string[],
): Generator<PlannedFile> {
  const parts = serviceParts(copies.for(cluster), [...ALWAYS_THERE, ...namespaces]);
  yield* splitFiles(cluster, 'services', parts, ({ props }) => JSON.stringify(props).length + 200);
}

/**
 * Copies of services, each namespace before its first service.
 * @param present namespaces that the cluster has already
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
