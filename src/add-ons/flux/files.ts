import { type PlannedFile, part } from '../../kubernetes/part';
import { FluxGitRepository } from './constructs/git-repository';
import { FluxKustomization } from './constructs/kustomization';
import { FLUX_FOLDER, type Flux, kubeConfigOf, kustomizationName, type MeshWithFlux } from './flux';

/**
 * The files for Flux itself, once everything else is rendered: the repository, and a file for each cluster, so that a
 * cluster that joins or leaves touches no other's.
 * @param clusters ids of the clusters with files
 */
export function* fluxFiles(
  mesh: MeshWithFlux,
  flux: Flux,
  clusters: ReadonlySet<string>,
): Generator<PlannedFile> {
  const { namespace, interval, repository, ref, secret, gitRepository } = flux;
  if (repository !== undefined) {
    const { branch, tag, commit } = ref;
    const props = {
      name: gitRepository,
      namespace,
      url: repository,
      interval,
      ref: {
        ...(branch === undefined ? {} : { branch }),
        ...(tag === undefined ? {} : { tag }),
        ...(commit === undefined ? {} : { commit }),
      },
      ...(secret === undefined ? {} : { secret }),
    };
    yield {
      cluster: FLUX_FOLDER,
      name: 'git-repository.k8s.yaml',
      parts: [part('git-repository', FluxGitRepository, props)],
    };
  }
  for (const cluster of clusters) yield kustomization(mesh, flux, cluster, clusters);
}

function kustomization(
  mesh: MeshWithFlux,
  flux: Flux,
  cluster: string,
  clusters: ReadonlySet<string>,
): PlannedFile {
  const { namespace, gitRepository, path, interval, timeout, prune, wait } = flux;
  const kubeConfig = kubeConfigOf(flux, cluster);
  const props = {
    name: kustomizationName(cluster),
    namespace,
    gitRepository,
    path: path === '.' ? `./${cluster}` : `./${path}/${cluster}`,
    interval,
    timeout,
    prune,
    wait,
    ...(kubeConfig === undefined ? {} : { kubeConfig }),
    dependsOn: dependenciesOf(mesh, flux, cluster, clusters).map(kustomizationName),
  };
  return {
    cluster: FLUX_FOLDER,
    name: `kustomization-${cluster}.k8s.yaml`,
    parts: [part('kustomization', FluxKustomization, props)],
  };
}

/**
 * Clusters that have to be ready first: those of the wave before, and the primary of a remote. A wave without files has
 * nothing to wait for.
 */
function dependenciesOf(
  mesh: MeshWithFlux,
  { dependsOnPrimary }: Flux,
  cluster: string,
  rendered: ReadonlySet<string>,
): readonly string[] {
  const { rollout = [], remotes } = mesh;
  const index = rollout.findIndex(({ clusters }) => clusters.includes(cluster));
  const earlier = rollout
    .slice(0, Math.max(index, 0))
    .map(({ clusters }) => clusters.filter((other) => rendered.has(other)));
  const before = earlier.findLast(({ length }) => length > 0) ?? [];
  const remote = dependsOnPrimary ? remotes.find(({ name }) => name === cluster) : undefined;
  if (remote === undefined) return before;
  const primary = 'primary' in remote ? String(remote.primary) : mesh.primary.name;
  return [...new Set([...before, ...(rendered.has(primary) ? [primary] : [])])];
}
