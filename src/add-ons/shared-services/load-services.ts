import { documentsOf, type YamlDocument } from '../../kubernetes/text/documents';
import type { LoadedFiles } from '../../mesh/mesh-line';
import { isClusterName, isOwnServer, isReachable } from '../../mesh/reachable';
import { errorAt, errorIn, type Path, type Problem, quoted, warningAt } from '../../problem';
import { cleanService } from './clean-service';
import { conflictingServices, type LoadedService } from './conflicting-services';
import { type ManifestFile, manifestFiles } from './manifest-files';
import type { SharedServiceProps } from './shared-service';
import type { MeshWithSharedServices, SharedServices } from './shared-services';

/**
 * Reads the manifests in `sharedServices:`.
 * @param base folder of the mesh file
 */
export function loadServices<M extends MeshWithSharedServices>(mesh: M, base: string): LoadedFiles<M> {
  const entryProblems: Problem[] = [];
  const fileProblems: Problem[] = [];
  const known = new Map<string, { readonly found: LoadedService[]; readonly problems: Problem[] }>();
  const all: LoadedService[] = [];
  if (mesh.sharedServices.length === 0) return { mesh, entryProblems, fileProblems };
  const loaded = mesh.sharedServices.map((entry, index): SharedServices => {
    const services = entry.files.flatMap((name, place) => {
      const path: Path =
        entry.service === undefined
          ? ['sharedServices', index, 'files', place]
          : ['sharedServices', index, 'service'];
      return manifestFiles(base, name, missingAdvice(entry)).flatMap((file) => {
        if ('severity' in file) {
          entryProblems.push({ ...file, path });
          return [];
        }
        const read = known.get(file.name) ?? readServices(file, mesh);
        if (!known.has(file.name)) fileProblems.push(...read.problems);
        known.set(file.name, read);
        const { service } = entry;
        if (service !== undefined && read.problems.length === 0)
          entryProblems.push(...otherThan(service, read.found, file.name, path));
        return read.found;
      });
    });
    all.push(...services);
    return { ...entry, services: services.map(({ service }) => service) };
  });
  fileProblems.push(...conflictingServices(all));
  return { mesh: { ...mesh, sharedServices: loaded }, entryProblems, fileProblems };
}

function missingAdvice({ service, cluster }: SharedServices): string {
  return service === undefined
    ? 'Check the path: it leads from the folder of the mesh file'
    : `Run \`istio-remote services --from ${cluster}\` to read it from the cluster`;
}

/** The file of a service read from a cluster contains only that service. */
function otherThan(wanted: string, found: readonly LoadedService[], file: string, path: Path): Problem[] {
  const names = found.map(({ service }) => `${service.namespace}/${service.name}`);
  if (names.length === 1 && names[0] === wanted) return [];
  const message = `expected ${file} to contain only ${wanted}, got ${names.join(', ') || 'nothing'}`;
  const fix = 'Remove the file and read the service again with `istio-remote services --from`';
  return [errorAt(path, message, fix)];
}

function readServices(file: ManifestFile, { primary, serviceFields }: MeshWithSharedServices) {
  const found: LoadedService[] = [];
  const problems: Problem[] = [];
  const documents = documentsOf(file.text, file.name);
  if (documents.length === 0)
    problems.push(errorIn(file.name, 'expected a Service, got an empty file', 'Remove the file'));
  for (const document of documents) {
    for (const { value, path } of objectsOf(document)) {
      const { service, problems: wrong } = cleanService(value, serviceFields);
      const said =
        service === undefined
          ? wrong
          : [...systemServiceProblems(service, primary.namespace), ...doubts(service)];
      const located = document.source.locate(
        tellingOf(said).map((problem) => under(path, problem, document.number)),
      );
      problems.push(...located);
      if (service === undefined || said.some(({ severity }) => severity === 'error')) continue;
      found.push({ service, file: file.name, position: document.position, document: document.number });
    }
    problems.push(...document.source.problems.map((problem) => inDocument(problem, document.number)));
  }
  return { found, problems };
}

/** Returns the objects of a document: itself, or the items of a List as `kubectl get` prints it. */
function objectsOf({ source: { value } }: YamlDocument): { value: unknown; path: Path }[] {
  if (value === undefined) return [];
  if (typeof value !== 'object' || value === null || !('kind' in value) || !('items' in value))
    return [{ value, path: [] }];
  const isList = value.kind === 'List' || value.kind === 'ServiceList';
  if (!isList || !Array.isArray(value.items)) return [{ value, path: [] }];
  return value.items.map((item: unknown, index) => ({
    // The items of a ServiceList need not have apiVersion and kind.
    value: value.kind === 'ServiceList' ? { apiVersion: 'v1', kind: 'Service', ...Object(item) } : item,
    path: ['items', index],
  }));
}

/** For an object of another kind, keeps only that problem. */
function tellingOf(problems: readonly Problem[]): Problem[] {
  const kind = problems.find(({ path }) => path[0] === 'kind');
  return kind === undefined ? [...problems] : [{ ...kind, fix: 'Keep only Services in this file' }];
}

function under(path: Path, problem: Problem, document: number): Problem {
  return inDocument({ ...problem, path: [...path, ...problem.path] }, document);
}

function inDocument(problem: Problem, document: number): Problem {
  return { ...problem, message: `${problem.message} (document ${document})` };
}

/** Warns about Services that do not work for clients in another cluster. */
function doubts({
  headless,
  internalTrafficPolicy,
  externalName,
  name,
  namespace,
}: SharedServiceProps): Problem[] {
  const found: Problem[] = [];
  if (externalName !== undefined && !isReachable(externalName)) {
    const message = `${namespace}/${name} stands for ${quoted(externalName)}, which means another place in each cluster`;
    // A Service of this name may be shared too.
    const isShareable = isClusterName(externalName) && !isOwnServer(externalName);
    found.push(
      (isShareable ? warningAt : errorAt)(
        ['spec', 'externalName'],
        message,
        'Share the Service behind it, or write a name that every cluster resolves in the same way',
      ),
    );
  }
  // For a headless Service, DNS answers with its pods, and a copy has none.
  if (headless === true)
    found.push(
      warningAt(
        ['spec', 'clusterIP'],
        `${namespace}/${name} is headless, and its name does not resolve where it has no pods`,
        'Share a Service with an address of its own in front of the same pods',
      ),
    );
  if (internalTrafficPolicy !== undefined)
    found.push(
      warningAt(
        ['spec', 'internalTrafficPolicy'],
        `${namespace}/${name} has internalTrafficPolicy: ${internalTrafficPolicy}, so its clients reach pods of their own node only, and none in another cluster`,
        'Remove it, or share another Service in front of the same pods',
      ),
    );
  return found;
}

const OF_KUBERNETES = ['kube-system', 'kube-public', 'kube-node-lease'];

/** Refuses Services that every cluster has: a copy would replace them. */
function systemServiceProblems({ name, namespace }: SharedServiceProps, istio: string): Problem[] {
  const wrong = (owner: string): Problem[] => {
    const message = `expected a service of applications, got ${namespace}/${name}, which ${owner} has in each cluster`;
    return [errorAt(['metadata', 'name'], message, 'Remove it from the shared services')];
  };
  if (OF_KUBERNETES.includes(namespace) || (namespace === 'default' && name === 'kubernetes'))
    return wrong('Kubernetes');
  return namespace === istio && /^(?:istio-|istiod$|istiod-)/.test(name) ? wrong('Istio') : [];
}
