// Made from the schemas by `npm run build`; do not edit.

/** `argocd:` as people write it. */
export interface ArgoCdInput {
  /** URL of the Git repository with the output folder. A user or password in it is an error. */
  readonly repository: string;
  /** Branch, tag or commit that Argo CD applies. @default HEAD */
  readonly revision?: string | undefined;
  /** Folder in the repository that contains the cluster folders. @default dist */
  readonly path?: string | undefined;
  /** Name of the AppProject. Each Application is named `<project>-<cluster>`. @default istio */
  readonly project?: string | undefined;
  /** Namespace that Argo CD runs in. @default argocd */
  readonly namespace?: string | undefined;
  /** One Application per cluster, or one ApplicationSet that lists the clusters. @default applications; applicationSet with `rollout` */
  readonly layout?: 'applications' | 'applicationSet' | undefined;
  /** Names or server URLs of clusters that Argo CD does not know by their cluster id. The primary may be one of them. @default each cluster by its cluster id */
  readonly destinations?: Readonly<Record<string, {
    /** Name of the cluster in Argo CD, as `argocd cluster list` shows it. @default the cluster id */
    readonly name?: string | undefined;
    /** URL of the cluster’s API server, as `argocd cluster list` shows it. Use it in place of `name`. */
    readonly server?: string | undefined;
  }>> | undefined;
  /** What Argo CD does automatically. */
  readonly syncPolicy?: {
    /** Whether Argo CD applies each new commit automatically. @default false */
    readonly automated?: boolean | undefined;
    /** Whether Argo CD deletes objects that are no longer in the repository. It never deletes a namespace. @default false */
    readonly prune?: boolean | undefined;
    /** Whether Argo CD reverts changes that others make in the cluster. @default false */
    readonly selfHeal?: boolean | undefined;
  } | undefined;
  /** Whether your Argo CD applies Endpoints and EndpointSlices. By default, 2.x does and 3.x does not. `true` turns the warning off. @default false */
  readonly appliesEndpoints?: boolean | undefined;
}
