import { defined } from '../../kubernetes/fields';
import type { MeshWithRollout } from '../rollout/rollout';
import type { FluxInput } from './input';

/** How many instances of Flux apply the output. */
export const FLUX_LAYOUTS = ['one', 'each-cluster'] as const;

/** What of a Git repository is read; the first of them that is there counts. */
export interface GitReference {
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  readonly commit?: string | undefined;
}

/** Where the kubeconfig of a cluster is. */
export interface KubeConfigSecret {
  /** Name of a Secret in the namespace of Flux. */
  readonly name: string;
  /** Key in the Secret. */
  readonly key: string;
}

/** How Flux applies the output of a mesh, complete. */
export interface Flux {
  /** URL of the Git repository; undefined where the GitRepository is there already. */
  readonly repository: string | undefined;
  readonly ref: GitReference;
  /** Secret with the login of the repository. */
  readonly secret: string | undefined;
  /** Name of the GitRepository. */
  readonly gitRepository: string;
  /** Folder of the repository with a folder for each cluster. */
  readonly path: string;
  /** Namespace of Flux. */
  readonly namespace: string;
  readonly layout: (typeof FLUX_LAYOUTS)[number];
  /** Id of the cluster that Flux runs in, where one serves all. */
  readonly cluster: string;
  /** By cluster id; a cluster that is not among them has `<cluster>-kubeconfig`. */
  readonly kubeConfigs: Readonly<Record<string, KubeConfigSecret>>;
  readonly interval: string;
  readonly timeout: string;
  readonly prune: boolean;
  readonly wait: boolean;
  /** Whether remotes wait for their primary. */
  readonly dependsOnPrimary: boolean;
}

/** Folder of the output that holds what Flux itself gets. */
export const FLUX_FOLDER = 'flux';

/** A mesh that Flux may apply. */
export interface MeshWithFlux extends MeshWithRollout {
  /** How Flux applies the output; absent when it does not. */
  readonly flux?: Flux | undefined;
}

/**
 * Fills in every default. Nothing where the mesh has no `flux`.
 * @param primary id of the first primary
 * @param hasWaves whether waves say what waits for what
 */
export function resolveFlux(
  input: FluxInput | undefined,
  primary: string,
  hasWaves = false,
): { readonly flux?: Flux } {
  if (input === undefined) return {};
  const { branch, tag, commit, layout = 'one' } = input;
  return {
    flux: {
      repository: input.repository,
      ref: tag === undefined && commit === undefined ? { branch: branch ?? 'main' } : { branch, tag, commit },
      secret: input.secret,
      gitRepository: input.gitRepository ?? 'istio',
      path: input.path ?? 'dist',
      namespace: input.namespace ?? 'flux-system',
      layout,
      cluster: input.cluster ?? primary,
      kubeConfigs: Object.fromEntries(
        Object.entries(input.kubeConfigs ?? {}).map(([cluster, { name, key }]) => [
          cluster,
          { ...secretOf(cluster), ...defined({ name, key }) },
        ]),
      ),
      interval: input.interval ?? '10m',
      timeout: input.timeout ?? '5m',
      prune: input.prune ?? false,
      wait: input.wait ?? true,
      dependsOnPrimary: input.dependsOnPrimary ?? (layout === 'one' && !hasWaves),
    },
  };
}

/** Where the kubeconfig of a cluster is; undefined for the cluster that its Flux runs in. */
export function kubeConfigOf(flux: Flux, cluster: string): KubeConfigSecret | undefined {
  if (flux.layout === 'each-cluster' || cluster === flux.cluster) return undefined;
  const own = Object.hasOwn(flux.kubeConfigs, cluster) ? flux.kubeConfigs[cluster] : undefined;
  return own ?? secretOf(cluster);
}

/** Where the kubeconfig of a cluster is by default. */
function secretOf(cluster: string): KubeConfigSecret {
  return { name: `${cluster}-kubeconfig`, key: 'value' };
}

/** What the Kustomization of a cluster is called. */
export function kustomizationName(cluster: string): string {
  return `istio-${cluster}`;
}
