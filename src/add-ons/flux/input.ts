// Made from the schemas by `npm run build`; do not edit.

/** `flux:` as people write it. */
export interface FluxInput {
  /** URL of the Git repository that holds the output folder; never with a login. @default no GitRepository is rendered: `gitRepository` is there already */
  readonly repository?: string | undefined;
  /** Branch that is applied. @default main */
  readonly branch?: string | undefined;
  /** Tag that is applied, in place of `branch`. */
  readonly tag?: string | undefined;
  /** Commit that is applied, in place of `branch`. */
  readonly commit?: string | undefined;
  /** Secret with the login of the repository, in the namespace of Flux. @default none */
  readonly secret?: string | undefined;
  /** Name of the GitRepository: that of `repository`, or of one that is there. @default istio */
  readonly gitRepository?: string | undefined;
  /** Folder in the repository that holds the folders of the clusters. @default dist */
  readonly path?: string | undefined;
  /** Namespace of Flux. @default flux-system */
  readonly namespace?: string | undefined;
  /** One Flux for all clusters, or a Flux in each cluster for that cluster. @default one */
  readonly layout?: 'one' | 'each-cluster' | undefined;
  /** Cluster that Flux runs in, where one serves all. @default the primary; the first of `primaries` */
  readonly cluster?: string | undefined;
  /** Secrets in the namespace of Flux with the kubeconfigs of the other clusters. @default `<cluster>-kubeconfig`, key `value`, for each */
  readonly kubeConfigs?: Readonly<Record<string, {
    /** Name of the Secret. @default `<cluster>-kubeconfig` */
    readonly name?: string | undefined;
    /** Key in the Secret. @default value */
    readonly key?: string | undefined;
  }>> | undefined;
  /** How often Flux compares clusters and repository. @default 10m */
  readonly interval?: string | undefined;
  /** How long an apply may take, with its health checks. @default 5m */
  readonly timeout?: string | undefined;
  /** Whether Flux also deletes what is no longer in the repository; never a namespace or a definition. @default false */
  readonly prune?: boolean | undefined;
  /** Whether a cluster is ready only when all its objects are healthy. @default true */
  readonly wait?: boolean | undefined;
  /** Whether remotes wait until their primary is ready; only where one Flux serves all. @default true where one Flux serves all, and no `rollout` says what waits for what */
  readonly dependsOnPrimary?: boolean | undefined;
}
