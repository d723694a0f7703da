import { LONGEST_LABEL_VALUE } from '../../kubernetes/labels';
import { clustersNamedAs, unknownCluster } from '../../mesh/cluster-names';
import { placedClusters } from '../../mesh/primaries';
import { errorAt, type Path, type Problem } from '../../problem';
import { FLUX_FOLDER, kustomizationName, type MeshWithFlux } from './flux';
import type { FluxInput } from './input';

type Input = { readonly flux?: FluxInput | undefined; readonly argocd?: unknown };

/** Two delivery tools would undo each other's changes forever. */
export function fluxIsAlone(_: MeshWithFlux, { flux, argocd }: Input): Problem | [] {
  if (flux === undefined || argocd === undefined) return [];
  return errorAt(
    ['flux'],
    'expected argocd or flux, got both: two tools would undo each other’s changes',
    'Remove one of the two',
  );
}

/** The folder belongs to Flux. */
export function fluxIsNoClusterName({ flux, ...mesh }: MeshWithFlux): Problem[] {
  return flux === undefined ? [] : clustersNamedAs(FLUX_FOLDER, mesh, { tool: 'Flux', key: 'flux' });
}

/** Flux writes the name of a Kustomization into a label of each object. Source: fluxcd/pkg, ssa (owner labels). */
export function fluxNamesFitLabels({ flux, ...mesh }: MeshWithFlux): Problem[] {
  if (flux === undefined) return [];
  return placedClusters(mesh).flatMap(({ cluster: { name }, path }) => {
    const { length } = kustomizationName(name);
    if (length <= LONGEST_LABEL_VALUE) return [];
    return errorAt(
      [...path, 'name'],
      `expected a name of at most ${LONGEST_LABEL_VALUE + name.length - length} characters with flux, got ${name.length}`,
      'Shorten it, or remove flux',
    );
  });
}

/** Flux reads exactly one reference of the repository. */
export function fluxReadsOneReference(_: MeshWithFlux, { flux = {} }: Input): Problem[] {
  const given = (['branch', 'tag', 'commit'] as const).filter((key) => flux[key] !== undefined);
  const [, ...others] = given;
  // A commit may have its branch beside it, which makes the clone smaller.
  const more = others.filter((key) => key !== 'commit' || given[0] !== 'branch');
  return more.map((key) =>
    errorAt(
      ['flux', key],
      `expected one of branch, tag and commit, got ${given.join(' and ')}`,
      'Remove one of the two',
    ),
  );
}

/** Without a URL, Flux needs the name of an existing GitRepository. */
export function fluxRepositoryIsThere(_: MeshWithFlux, { flux }: Input): Problem[] {
  if (flux === undefined || flux.repository !== undefined) return [];
  const problems: Problem[] = [];
  if (flux.gitRepository === undefined)
    problems.push(
      errorAt(
        ['flux'],
        'expected repository or gitRepository, got neither',
        'Write the URL of the repository with dist/, such as repository: https://git.example.com/mesh.git, or the name of a GitRepository that is there',
      ),
    );
  for (const key of ['branch', 'tag', 'commit', 'secret'] as const)
    if (flux[key] !== undefined)
      problems.push(
        errorAt(
          ['flux', key],
          'only counts with repository: a GitRepository that is there says it itself',
          `Add repository, or remove ${key}`,
        ),
      );
  return problems;
}

/** Every cluster in the options of Flux must be a cluster of the mesh. */
export function fluxClustersAreOfTheMesh(mesh: MeshWithFlux, { flux = {} }: Input): Problem[] {
  const known = placedClusters(mesh).map(({ cluster }) => cluster.name);
  const named: (readonly [string, Path, boolean])[] = [
    ...Object.keys(flux.kubeConfigs ?? {}).map(
      (name) => [name, ['flux', 'kubeConfigs', name], true] as const,
    ),
    ...(flux.cluster === undefined ? [] : [[flux.cluster, ['flux', 'cluster'], false] as const]),
  ];
  return named
    .filter(([name]) => !known.includes(name))
    .map(([name, path, atKey]) => ({ ...unknownCluster(path, name, known), atKey }));
}

/** If each cluster has its own Flux, none of them knows the others. */
export function fluxInEachClusterIsAlone(_: MeshWithFlux, { flux = {} }: Input): Problem[] {
  if (flux.layout !== 'each-cluster') return [];
  const wrong = (key: string, why: string): Problem =>
    errorAt(
      ['flux', key],
      `expected nothing with layout: each-cluster, ${why}`,
      `Remove ${key}, or write layout: one`,
      ['flux', 'layout'],
    );
  return [
    ...(flux.dependsOnPrimary === true
      ? [wrong('dependsOnPrimary', 'where no Flux knows the Kustomization of the primary')]
      : []),
    ...(flux.kubeConfigs === undefined
      ? []
      : [wrong('kubeConfigs', 'where each Flux applies to its own cluster')]),
    ...(flux.cluster === undefined ? [] : [wrong('cluster', 'where Flux runs in every cluster')]),
  ];
}

/** Flux applies to its own cluster without a kubeconfig. */
export function fluxNeedsNoKubeConfigOfItsCluster({ flux }: MeshWithFlux): Problem | [] {
  if (flux === undefined || flux.layout !== 'one' || !Object.hasOwn(flux.kubeConfigs, flux.cluster))
    return [];
  return errorAt(
    ['flux', 'kubeConfigs', flux.cluster],
    `expected another cluster, got ${flux.cluster}, which Flux runs in`,
    'Remove it, or correct flux.cluster',
  );
}

/** `dependsOn` waits for Ready. Without `wait`, a Kustomization is Ready before its objects are healthy. */
export function fluxDependenciesWait(_: MeshWithFlux, { flux = {} }: Input): Problem | [] {
  if (flux.wait !== false || flux.dependsOnPrimary !== true) return [];
  return errorAt(
    ['flux', 'dependsOnPrimary'],
    'only counts with wait: a cluster is ready at once without it',
    'Remove wait: false, or remove dependsOnPrimary',
    ['flux', 'wait'],
  );
}
