import { unknownCluster } from '../../mesh/cluster-names';
import { clustersOf } from '../../mesh/primaries';
import { errorAt, type Problem } from '../../problem';
import { someOf } from '../../some-of';
import { clustersIn, type MeshWithRollout, type RolloutParts, wavesByCluster } from './rollout';

/** The options of delivery tools that the waves depend on. */
interface Input extends RolloutParts {
  readonly argocd?:
    | {
        readonly layout?: string | undefined;
        readonly syncPolicy?:
          | { readonly automated?: boolean | undefined; readonly selfHeal?: boolean | undefined }
          | undefined;
      }
    | undefined;
  readonly flux?:
    | {
        readonly layout?: string | undefined;
        readonly wait?: boolean | undefined;
        readonly dependsOnPrimary?: boolean | undefined;
      }
    | undefined;
}

/** A delivery tool has to wait between the waves. */
export function rolloutHasATool(_: MeshWithRollout, { rollout, argocd, flux }: Input): Problem | [] {
  if (rollout === undefined || argocd !== undefined || flux !== undefined) return [];
  return errorAt(
    ['rollout'],
    'expected argocd or flux, which applies one wave after another, got neither',
    'Add one of the two, or remove rollout',
  );
}

/** A single wave sets no order. */
export function rolloutHasWaves({ rollout }: MeshWithRollout): Problem | [] {
  if (rollout === undefined || rollout.length >= 2) return [];
  return errorAt(
    ['rollout'],
    `expected two waves or more, got ${rollout.length === 0 ? 'none' : 'one'}`,
    'Add a wave, or remove rollout',
  );
}

/** Messages and labels refer to a wave by name. */
export function rolloutNamesAreUnique({ rollout = [] }: MeshWithRollout): Problem[] {
  return rollout.flatMap(({ name }, index) =>
    rollout.findIndex((other) => other.name === name) === index
      ? []
      : errorAt(
          ['rollout', index, 'name'],
          `expected a name of its own, got "${name}" again`,
          'Rename one of the two waves',
        ),
  );
}

/** Every name in a wave is a cluster of the mesh. */
export function rolloutClustersAreOfTheMesh(mesh: MeshWithRollout, { rollout = [] }: Input): Problem[] {
  const known = clustersOf(mesh).map(({ name }) => name);
  const isKnown = new Set(known);
  return rollout.flatMap(({ clusters = [] }, wave) =>
    clusters.flatMap((name, index) =>
      isKnown.has(name) ? [] : unknownCluster(['rollout', wave, 'clusters', index], name, known),
    ),
  );
}

/** The next wave would not wait for a wave without clusters. */
export function rolloutWavesHaveClusters(
  { rollout = [] }: MeshWithRollout,
  { rollout: written = [] }: Input,
): Problem[] {
  return written.flatMap(({ labels, clusters }, index): Problem | [] => {
    if (labels === undefined && clusters === undefined && index < written.length - 1)
      return errorAt(
        ['rollout', index],
        'expected clusters or labels, got neither: only the last wave may have the rest',
        'Add one of the two',
      );
    if (rollout[index]?.clusters.length !== 0) return [];
    const [key, what] =
      labels !== undefined
        ? (['labels', 'no cluster has these labels'] as const)
        : (['clusters', 'no cluster is in this wave'] as const);
    const path =
      clusters === undefined && labels === undefined ? ['rollout', index] : ['rollout', index, key];
    return errorAt(path, what, 'Correct it, or remove the wave');
  });
}

/** Every cluster is in exactly one wave. */
export function rolloutHasEachClusterOnce(mesh: MeshWithRollout, input: Input): Problem[] {
  const { rollout } = mesh;
  if (rollout === undefined) return [];
  const first = new Map<string, string>();
  const twice = rollout.flatMap((wave, index) =>
    wave.clusters.flatMap((cluster): Problem | [] => {
      const other = first.get(cluster);
      if (other === undefined) {
        first.set(cluster, wave.name);
        return [];
      }
      return errorAt(
        ['rollout', index],
        `expected each cluster in one wave, got ${cluster} in ${other} and ${wave.name}`,
        'Remove it from one of them',
      );
    }),
  );
  const missing = clustersIn(input)
    .map(({ name }) => name)
    .filter((name) => !first.has(name));
  if (missing.length === 0) return twice;
  return [
    ...twice,
    errorAt(
      ['rollout'],
      `expected a wave for every cluster, got none for ${someOf(missing, 5)}`,
      'Add them to a wave, or add a last wave with only a name, which gets the rest',
    ),
  ];
}

/** An ApplicationSet with RollingSync starts syncs itself. Source: argo-cd 3.3, applicationset/Progressive-Syncs.md. */
export function rolloutWithArgoCdIsAutomated(_: MeshWithRollout, { rollout, argocd }: Input): Problem[] {
  if (rollout === undefined || argocd === undefined) return [];
  const { layout, syncPolicy = {} } = argocd;
  const problems: Problem[] = [];
  if (layout === 'applications')
    problems.push(
      errorAt(
        ['argocd', 'layout'],
        'expected applicationSet with rollout, got applications: an ApplicationSet orders the waves',
        'Write layout: applicationSet, or remove it',
        ['rollout'],
      ),
    );
  if (syncPolicy.automated !== true)
    problems.push(
      errorAt(
        ['rollout'],
        'expected argocd.syncPolicy.automated: true, got nothing: one wave after another syncs by itself',
        'Set automated: true, or remove rollout',
        ['argocd', 'syncPolicy'],
      ),
    );
  if (syncPolicy.selfHeal === true)
    problems.push(
      errorAt(
        ['argocd', 'syncPolicy', 'selfHeal'],
        'only counts without rollout: RollingSync turns automated syncs of Applications off',
        'Remove it',
        ['rollout'],
      ),
    );
  return problems;
}

/** Limit of Kustomizations in one file, so that the file has room for their dependencies. */
const MOST_DEPENDENCIES = 1000;

/** Flux can wait only for Kustomizations of the same Flux, and only until they are ready. */
export function rolloutWithFluxWaits(
  { rollout = [] }: MeshWithRollout,
  { rollout: written, flux }: Input,
): Problem[] {
  if (written === undefined || flux === undefined) return [];
  const problems: Problem[] = [];
  if (flux.layout === 'each-cluster')
    problems.push(
      errorAt(
        ['rollout'],
        'expected flux.layout: one, got each-cluster, where no Flux knows the other clusters',
        'Write layout: one, or remove rollout',
        ['flux', 'layout'],
      ),
    );
  if (flux.wait === false)
    problems.push(
      errorAt(
        ['flux', 'wait'],
        'expected true with rollout, got false: the next wave would not wait for healthy objects',
        'Remove it',
        ['rollout'],
      ),
    );
  for (const [index, { maxUpdate }] of written.entries())
    if (maxUpdate !== undefined)
      problems.push(
        errorAt(
          ['rollout', index, 'maxUpdate'],
          'only counts with Argo CD: Flux applies a whole wave at once',
          'Remove it, or split the wave',
        ),
      );
  for (const [index, { clusters }] of rollout.entries())
    if (clusters.length > MOST_DEPENDENCIES && index < rollout.length - 1)
      problems.push(
        errorAt(
          ['rollout', index],
          `expected at most ${MOST_DEPENDENCIES} clusters in a wave that another one waits for, got ${clusters.length}`,
          'Split it into more waves',
        ),
      );
  return problems;
}

/** If a remote waits for its primary and the primary for the remote's wave, both wait forever. */
export function rolloutOrderFitsPrimaries(mesh: MeshWithRollout, { flux = {} }: Input): Problem[] {
  if (flux.dependsOnPrimary !== true) return [];
  const { rollout = [], remotes } = mesh;
  const waves = wavesByCluster(mesh);
  const indexOf = (cluster: string) => {
    const wave = waves.get(cluster);
    return wave === undefined ? -1 : rollout.indexOf(wave);
  };
  return remotes.flatMap(({ name, primary }): Problem | [] => {
    if (indexOf(name) >= indexOf(primary)) return [];
    return errorAt(
      ['rollout', indexOf(name)],
      `expected ${name} in the wave of its primary ${primary} or later, since it waits for it`,
      'Move one of the two, or set flux.dependsOnPrimary: false',
      ['flux', 'dependsOnPrimary'],
    );
  });
}
