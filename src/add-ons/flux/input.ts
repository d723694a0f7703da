// Made from the schemas by `npm run build`; do not edit.

/** `flux:` as people write it. */
export interface FluxInput {
  /** URL of the Git repository with the output folder. A user or password in it is an error. @default no GitRepository is written, since `gitRepository` exists already */
  readonly repository?: string | undefined;
  /** Branch that Flux applies. @default main */
  readonly branch?: string | undefined;
  /** Tag that Flux applies. Use it in place of `branch`. */
  readonly tag?: string | undefined;
  /** Commit that Flux applies. Use it in place of `branch`. */
  readonly commit?: string | undefined;
  /** Secret in Flux’s namespace with the login for the repository. @default none */
  readonly secret?: string | undefined;
  /** Name of the GitRepository. Without `repository`, it names a GitRepository that exists already. @default istio */
  readonly gitRepository?: string | undefined;
  /** Folder in the repository that contains the cluster folders. @default dist */
  readonly path?: string | undefined;
  /** Namespace that Flux runs in. @default flux-system */
  readonly namespace?: string | undefined;
  /** `one`: one Flux applies to all clusters. `each-cluster`: each cluster has its own Flux. @default one */
  readonly layout?: 'one' | 'each-cluster' | undefined;
  /** Cluster that Flux runs in. Only with `layout: one`. @default the primary, or the first of `primaries` */
  readonly cluster?: string | undefined;
  /** Secrets in Flux’s namespace with the kubeconfigs of the other clusters. @default for each cluster, key `value` of the Secret `<cluster>-kubeconfig` */
  readonly kubeConfigs?: Readonly<Record<string, {
    /** Name of the Secret with the kubeconfig. @default `<cluster>-kubeconfig` */
    readonly name?: string | undefined;
    /** Key of the kubeconfig in the Secret. @default value */
    readonly key?: string | undefined;
  }>> | undefined;
  /** How often Flux compares the clusters with the repository. @default 10m */
  readonly interval?: string | undefined;
  /** Maximum time for an apply, including its health checks. @default 5m */
  readonly timeout?: string | undefined;
  /** Whether Flux deletes objects that are no longer in the repository. It never deletes a namespace or a CustomResourceDefinition. @default false */
  readonly prune?: boolean | undefined;
  /** Whether Flux waits until all objects of a cluster are healthy before the cluster is ready. @default true */
  readonly wait?: boolean | undefined;
  /** Whether remotes wait until their primary is ready. Only with `layout: one`. @default true with `layout: one` and without `rollout`, else false */
  readonly dependsOnPrimary?: boolean | undefined;
}
