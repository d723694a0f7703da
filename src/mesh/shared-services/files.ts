import {
  SharedService,
  SharedServiceNamespace,
  type SharedServiceProps,
} from '../../constructs/shared-service';
import { type Part, type PlannedFile, part } from '../../kubernetes/part';
import type { ServiceCopies } from './copies';

/** Namespaces that every cluster has. */
const ALWAYS_THERE = ['default'];

/** As JSON, with room for the blanks of YAML: `cdk8s synth --stdout` mixes up files of more than 64 KB. */
export const LARGEST_FILE = 45_000;

/**
 * The files with a cluster's copies of services.
 * @param namespaces those that the cluster's other files make
 */
export function* serviceFiles(
  copies: ServiceCopies,
  cluster: string,
  namespaces: readonly string[],
): Generator<PlannedFile> {
  let parts: Part[] = [];
  let size = 0;
  let files = 0;
  const file = (): PlannedFile => {
    files += 1;
    return { cluster, name: files === 1 ? 'services.k8s.yaml' : `services-${files}.k8s.yaml`, parts };
  };
  for (const part of serviceParts(copies.for(cluster), [...ALWAYS_THERE, ...namespaces])) {
    const length = JSON.stringify(part.props).length + 200;
    if (size + length > LARGEST_FILE && parts.length > 0) {
      yield file();
      parts = [];
      size = 0;
    }
    parts.push(part);
    size += length;
  }
  if (parts.length > 0) yield file();
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
