// Made from the schemas by `npm run build`; do not edit.

/** `rollout:` as people write it. */
export type RolloutInput = readonly {
  /** Name of the wave. */
  readonly name: string;
  /** Cluster ids of the wave. @default none. If the last wave has no `labels` either, it has all clusters that no other wave has */
  readonly clusters?: readonly string[] | undefined;
  /** Labels that select clusters for the wave: every cluster that has all of them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** How many clusters of the wave change at the same time. Only with Argo CD. @default all */
  readonly maxUpdate?: number | string | undefined;
}[];
