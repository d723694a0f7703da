import { defined } from '../../kubernetes/fields';
import { type PlannedFile, part } from '../../kubernetes/part';
import { FluxGitRepository } from './constructs/git-repository';
import { FluxKustomization } from './constructs/kustomization';
import { FLUX_FOLDER, type Flux, kubeConfigOf, kustomizationName, type MeshWithFlux } from './flux';

/**
 * Plans the files for Flux itself, after everything else is rendered: the repository, and a file for each cluster, so
 * that a cluster that joins or leaves changes no other file.
 * @param clusters ids of the clusters with files
 */
export function* fluxFiles(
  mesh: MeshWithFlux,
  flux: Flux,
  clusters: ReadonlySet<string>,
): Generator<PlannedFile> {
  const { namespace, interval, repository, ref, secret, gitRepository } = flux;
  if (repository !== undefined) {
    const props = {
      ...{ name: gitRepository, namespace, url: repository, interval, ref: defined(ref) },
      ...defined({ secret }),
    };
    yield {
      cluster: FLUX_FOLDER,
      name: 'git-repository.k8s.yaml',
      parts: [part('git-repository', FluxGitRepository, props)],
    };
  }
  const dependenciesOf = dependencies(mesh, flux, clusters);
  for (const cluster of clusters) yield kustomization(flux, cluster, dependenciesOf(cluster));
}

function kustomization(flux: Flux, cluster: string, dependsOn: readonly string[]): PlannedFile {
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
    dependsOn: dependsOn.map(kustomizationName),
  };
  return {
    cluster: FLUX_FOLDER,
    name: `kustomization-${cluster}.k8s.yaml`,
    parts: [part('kustomization', FluxKustomization, props)],
  };
}

/**
 * Returns the clusters that must be ready before a cluster: those of the previous wave, and the primary of a remote.
 * Skips waves without files.
 */
function dependencies(
  mesh: MeshWithFlux,
  { dependsOnPrimary }: Flux,
  rendered: ReadonlySet<string>,
): (cluster: string) => readonly string[] {
  const primaries = new Map(dependsOnPrimary ? mesh.remotes.map(({ name, primary }) => [name, primary]) : []);
  const before = new Map<string, readonly string[]>();
  let earlier: readonly string[] = [];
  for (const { clusters } of mesh.rollout ?? []) {
    for (const cluster of clusters) before.set(cluster, earlier);
    const withFiles = clusters.filter((cluster) => rendered.has(cluster));
    if (withFiles.length > 0) earlier = withFiles;
  }
  return (cluster) => {
    const first = before.get(cluster) ?? [];
    const primary = primaries.get(cluster);
    return primary === undefined || !rendered.has(primary) ? first : [...new Set([...first, primary])];
  };
}
