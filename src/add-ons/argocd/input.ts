// Made from the schemas by `npm run build`; do not edit.

/** `argocd:` as people write it. */
export interface ArgoCdInput {
  /** URL of the Git repository that holds the output folder; never with a login. */
  readonly repository: string;
  /** Branch, tag or commit that is applied. @default HEAD */
  readonly revision?: string | undefined;
  /** Folder in the repository that holds the folders of the clusters. @default dist */
  readonly path?: string | undefined;
  /** Name of the AppProject; Applications are called `<project>-<cluster>`. @default istio */
  readonly project?: string | undefined;
  /** Namespace of Argo CD. @default argocd */
  readonly namespace?: string | undefined;
  /** An Application for each cluster, or one ApplicationSet with a list of the clusters. @default applications; applicationSet with `rollout` */
  readonly layout?: 'applications' | 'applicationSet' | undefined;
  /** How Argo CD knows the clusters that it does not know by their id, the primary included. @default each by its id */
  readonly destinations?: Readonly<Record<string, {
    /** Name of the cluster in Argo CD (`argocd cluster list`). @default the cluster id */
    readonly name?: string | undefined;
    /** URL of the cluster’s API server, as Argo CD knows it; in place of `name`. */
    readonly server?: string | undefined;
  }>> | undefined;
  /** What Argo CD does without being asked. */
  readonly syncPolicy?: {
    /** Whether Argo CD applies each new commit by itself. @default false */
    readonly automated?: boolean | undefined;
    /** Whether it also deletes what is no longer in the repository; never a namespace. @default false */
    readonly prune?: boolean | undefined;
    /** Whether it undoes changes that others make in the cluster. @default false */
    readonly selfHeal?: boolean | undefined;
  } | undefined;
  /** Whether this Argo CD applies Endpoints and EndpointSlices: by default 3.x does not, 2.x does. Silences the warning. @default false */
  readonly appliesEndpoints?: boolean | undefined;
}
