import { EAST_WEST_GATEWAY } from './boxes';
import { cell, link, plain, table } from './markdown';
import { type ClusterModel, clusterSets, type PageModel } from './page-model';
import { clusterCount, counted, someOf } from './short-text';

/** The content of the output folder for a cluster. */
interface ClusterOutput {
  /** File names within the cluster's folder. */
  readonly files: readonly string[];
  /** Images in the files, sorted. */
  readonly images: readonly string[];
}

/** A file of the output, and the images in it. */
interface OutputImages {
  /** `<cluster>/<file>`. */
  readonly path: string;
  /** Images in the file. */
  readonly images: readonly string[];
}

const NOTHING: ClusterOutput = { files: [], images: [] };

/** The rendered files of each cluster. Clusters with equal files share an entry. */
export class ClusterOutputs {
  private readonly byFolder = new Map<string, ClusterOutput>();
  private readonly shared = new Map<string, ClusterOutput>();
  /** The current folder. That of a delivery tool has one file for each cluster. */
  private coming:
    | { readonly folder: string; readonly files: string[]; readonly images: string[] }
    | undefined;

  add({ path, images }: OutputImages): void {
    const slash = path.indexOf('/');
    const folder = path.slice(0, slash);
    if (this.coming?.folder !== folder) {
      this.close();
      const known = this.byFolder.get(folder) ?? NOTHING;
      this.coming = { folder, files: [...known.files], images: [...known.images] };
    }
    this.coming.files.push(path.slice(slash + 1));
    this.coming.images.push(...images);
  }

  of(folder: string): ClusterOutput {
    this.close();
    return this.byFolder.get(folder) ?? NOTHING;
  }

  /** Returns the folders with files, in the order of the output. */
  folders(): Iterable<string> {
    this.close();
    return this.byFolder.keys();
  }

  private close(): void {
    if (this.coming === undefined) return;
    const { folder, files, images } = this.coming;
    this.byFolder.set(folder, this.same(files, images));
    this.coming = undefined;
  }

  private same(files: readonly string[], images: readonly string[]): ClusterOutput {
    const key = `${files.join('\n')}\n\n${images.join('\n')}`;
    const known = this.shared.get(key);
    if (known !== undefined) return known;
    const fresh = { files, images: [...new Set(images)].sort() };
    this.shared.set(key, fresh);
    return fresh;
  }
}

/** Limit of ranges or namespaces of one cluster; mesh.yaml has the others. */
const MOST_ITEMS = 20;
/** Limit of sets of options; the pages with all clusters have the others. */
const MOST_SETS = 50;

/** Returns one row for each cluster. */
export function clusterTable(
  model: PageModel,
  clusters: Iterable<ClusterModel>,
  outputs: ClusterOutputs,
): Generator<string> {
  const istio = `Istio ${model.istio}`;
  return table(['Cluster', 'Versions', 'Pods and services', 'Injection', 'Files'], clusters, (cluster) => {
    const { files } = outputs.of(cluster.name);
    const primary = model.primaries.some((one) => one === cluster) ? ['primary'] : [];
    return [
      cell([`**${plain(cluster.name)}**`, ...primary, ...notes(cluster)]),
      cell([...kubernetesOf(cluster), plain(istio)]),
      cell([...ranges('pods', cluster.podCidrs), ...ranges('services', cluster.serviceCidrs)]),
      cell(injectionOf(cluster)),
      cell(files.map((file) => link(file, `${cluster.name}/${file}`))),
    ];
  });
}

/** Yields one row for each set of options, the largest first: a summary of thousands of clusters. */
export function* summaryTable(model: PageModel): Generator<string> {
  const sets = clusterSets(model.remotes, optionCells);
  yield* table(['Clusters', 'Versions', 'Injection', 'Such as'], sets.slice(0, MOST_SETS), (set) => {
    const [kubernetes = '', ...options] = set.slice(0, 1).flatMap(optionCells);
    const names = set.map(({ name }) => name);
    const versions = cell([kubernetes, plain(`Istio ${model.istio}`)]);
    return [counted(set.length), versions, ...options, plain(someOf(names, 3))];
  });
  const rest = sets.slice(MOST_SETS);
  const others = rest.reduce((sum, { length }) => sum + length, 0);
  if (others > 0)
    yield `\n${clusterCount(others)} with ${counted(rest.length)} other sets of options are left out here.\n`;
}

function optionCells(cluster: ClusterModel): [string, string] {
  return [cell(kubernetesOf(cluster)), cell([...injectionOf(cluster), ...notes(cluster)])];
}

function kubernetesOf({ kubernetes }: ClusterModel): string[] {
  return kubernetes === undefined ? [] : [plain(`Kubernetes ${kubernetes}`)];
}

function injectionOf({ injection, namespaces }: ClusterModel): string[] {
  return [
    ...(injection === undefined ? [] : [plain(injection)]),
    ...(namespaces.length === 0 ? [] : [plain(`namespaces ${someOf(namespaces, MOST_ITEMS)}`)]),
  ];
}

function notes({ network, notes = [], eastWestGateway = false }: ClusterModel): string[] {
  return [
    ...(network === undefined ? [] : [`network ${network}`]),
    ...(eastWestGateway ? [EAST_WEST_GATEWAY] : []),
    ...notes,
  ].map(plain);
}

function ranges(what: string, cidrs: readonly string[]): string[] {
  return cidrs.length === 0 ? [] : [plain(`${what} ${someOf(cidrs, MOST_ITEMS)}`)];
}
