import { defined } from '../../kubernetes/fields';
import type { MeshWithRollout } from '../rollout/rollout';
import type { FluxInput } from './input';

/** Whether one Flux applies all clusters, or each cluster has its own. */
export const FLUX_LAYOUTS = ['one', 'each-cluster'] as const;

/** A Git reference. The first field that is set counts. */
export interface GitReference {
  readonly branch?: string | undefined;
  readonly tag?: string | undefined;
  readonly commit?: string | undefined;
}

/** The Secret with the kubeconfig of a cluster. */
export interface KubeConfigSecret {
  /** Name of a Secret in the namespace of Flux. */
  readonly name: string;
  /** Key in the Secret. */
  readonly key: string;
}

/** How Flux applies the output of a mesh, with every default filled in. */
export interface Flux {
  /** URL of the Git repository. Undefined if the GitRepository already exists. */
  readonly repository: string | undefined;
  readonly ref: GitReference;
  /** Name of the Secret with the repository's login. */
  readonly secret: string | undefined;
  /** Name of the GitRepository. */
  readonly gitRepository: string;
  /** Folder of the repository that contains a folder for each cluster. */
  readonly path: string;
  /** Namespace of Flux. */
  readonly namespace: string;
  readonly layout: (typeof FLUX_LAYOUTS)[number];
  /** Id of the cluster that Flux runs in, if one Flux applies all clusters. */
  readonly cluster: string;
  /** Secrets by cluster id. Default: `<cluster>-kubeconfig`. */
  readonly kubeConfigs: Readonly<Record<string, KubeConfigSecret>>;
  readonly interval: string;
  readonly timeout: string;
  readonly prune: boolean;
  readonly wait: boolean;
  /** Whether remotes wait for their primary. */
  readonly dependsOnPrimary: boolean;
}

/** Folder of the output with Flux's own objects. */
export const FLUX_FOLDER = 'flux';

/** A mesh with the options of Flux. */
export interface MeshWithFlux extends MeshWithRollout {
  /** How Flux applies the output. Undefined if it does not. */
  readonly flux?: Flux | undefined;
}

/**
 * Fills in every default. Returns nothing if the mesh has no `flux`.
 * @param primary id of the first primary
 * @param hasWaves whether the clusters change in waves
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

/** Returns the Secret with the kubeconfig of a cluster. Undefined for the cluster that its Flux runs in. */
export function kubeConfigOf(flux: Flux, cluster: string): KubeConfigSecret | undefined {
  if (flux.layout === 'each-cluster' || cluster === flux.cluster) return undefined;
  const own = Object.hasOwn(flux.kubeConfigs, cluster) ? flux.kubeConfigs[cluster] : undefined;
  return own ?? secretOf(cluster);
}

/** Returns the default Secret with the kubeconfig of a cluster. */
function secretOf(cluster: string): KubeConfigSecret {
  return { name: `${cluster}-kubeconfig`, key: 'value' };
}

/** Returns the name of a cluster's Kustomization. */
export function kustomizationName(cluster: string): string {
  return `istio-${cluster}`;
}
