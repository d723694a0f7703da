import { dirname, join } from 'node:path';
import type { Cluster } from '../../kubernetes/api/cluster';
import {
  type ConnectionOptions,
  type OpenCluster,
  openCluster,
  withRunLimit,
} from '../../kubernetes/api/open-cluster';
import { printYaml } from '../../kubernetes/text/print-yaml';
import { pathInRepository } from '../../mesh/path-in-repository';
import { clustersOf, findCluster } from '../../mesh/primaries';
import { type OutputFile, type OutputReport, writeOutput } from '../../output/folder';
import { credentialGuard } from '../../output/folder/credential-guard';
import { errorAt, type Problem, quoted, UserError, warningAt } from '../../problem';
import { cleanService } from './clean-service';
import { isServiceReference } from './schema';
import type { ServiceField } from './service-fields';
import { serviceManifest } from './shared-service';
import { LIVE_FOLDER, liveFile, type MeshWithSharedServices, ServiceCopies } from './shared-services';

/** One shared service. */
export interface SharedServiceRow {
  /** `namespace/name`. */
  readonly service: string;
  /** Clusters with the service itself. */
  readonly from: readonly string[];
  /** Clusters with a copy. */
  readonly to: readonly string[];
}

/** Returns the shared services and their clusters, sorted by namespace and name. */
export function listServices(mesh: MeshWithSharedServices): SharedServiceRow[] {
  const clusters = clustersOf(mesh).map(({ name }) => name);
  return new ServiceCopies(mesh.sharedServices).list(clusters).map(({ service, owners, to }) => ({
    service: `${service.namespace}/${service.name}`,
    from: owners,
    to,
  }));
}

export interface ReadServicesOptions {
  /** How to reach the cluster. Its `config` is the mesh file. */
  readonly connection: ConnectionOptions;
  /** Id of the cluster to read. */
  readonly cluster: string;
  /** `namespace/name` of each service. Empty: all services that mesh.yaml reads from this cluster. */
  readonly services: readonly string[];
  /** For tests. @default - a real cluster */
  readonly open?: OpenCluster;
}

export interface ReadServicesResult {
  /** Paths below the folder `services` beside mesh.yaml. */
  readonly report: OutputReport;
  readonly warnings: readonly Problem[];
}

/**
 * Reads Services from a live cluster and writes them to files beside mesh.yaml, without the fields of that cluster.
 * Writes nothing unless all of them exist.
 * @throws UserError, OutputError
 */
export async function readServices(
  mesh: MeshWithSharedServices,
  options: ReadServicesOptions,
): Promise<ReadServicesResult> {
  const { connection, cluster: name, open = openCluster } = options;
  const { config } = connection;
  const source = findCluster(mesh, name);
  if (source === undefined)
    throw new UserError(`no cluster ${quoted(name)} in the mesh. Name the primary or one of the remotes`);
  const declared = mesh.sharedServices.flatMap(({ service, cluster }) =>
    cluster === name && service !== undefined ? [service] : [],
  );
  const wanted = [...new Set(options.services.length > 0 ? options.services : declared)].sort();
  checkWanted(wanted, name, config);
  const folder = pathInRepository(dirname(config), LIVE_FOLDER);
  if (typeof folder !== 'string') throw new UserError([{ ...folder, file: config }]);
  const live = open(source, withRunLimit(connection));
  const files = await Promise.all(wanted.map((service) => fileOf(live, service, mesh.serviceFields)));
  const problems = files.flatMap((file) => ('severity' in file ? [file] : []));
  if (problems.length > 0) throw new UserError(problems);
  const report = writeOutput(
    files.filter((file) => 'text' in file),
    { outdir: join(dirname(config), LIVE_FOLDER), isOwn: () => false, inspect: credentialGuard() },
  );
  const warnings = wanted
    .filter((service) => !declared.includes(service))
    .map((service) => ({
      ...warningAt(
        [],
        `no entry of sharedServices reads ${service} from ${name}, so it is not shared yet`,
        `Add { service: ${service}, from: ${name} } to sharedServices`,
      ),
      file: config,
    }));
  return { report, warnings };
}

function checkWanted(wanted: readonly string[], cluster: string, config: string): void {
  const wrong = wanted.filter((service) => !isServiceReference(service));
  if (wrong.length > 0)
    throw new UserError(
      `expected services as namespace/name, got ${wrong.map(quoted).join(', ')}. Write shop/cart`,
    );
  if (wanted.length === 0)
    throw new UserError(
      `${config}: no entry of sharedServices reads a service from ${cluster}. Name services as namespace/name, or add { service: shop/cart, from: ${cluster} }`,
    );
}

async function fileOf(
  live: Cluster,
  reference: string,
  fields: readonly ServiceField[],
): Promise<OutputFile | Problem> {
  const [namespace = '', name = ''] = reference.split('/');
  const object = await live.get({ apiVersion: 'v1', kind: 'Service', name, namespace });
  if (object === undefined)
    return errorAt(
      [],
      `${live.name} (${live.server}) has no Service ${reference}`,
      'Correct the name, or take it out of sharedServices',
    );
  const { service, problems } = cleanService({ ...object, apiVersion: 'v1', kind: 'Service' }, fields);
  if (service === undefined)
    return errorAt(
      [],
      `the Service ${reference} of ${live.name} cannot be shared: ${problems.map(({ message }) => message).join(', ')}`,
      'Repair it in the cluster first',
    );
  return {
    path: liveFile(live.name, reference).slice(LIVE_FOLDER.length + 1),
    text: `# Read from ${live.name} by \`istio-remote services --from ${live.name}\`.\n${printYaml(serviceManifest(service))}`,
  };
}
