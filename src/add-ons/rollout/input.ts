// Made from the schemas by `npm run build`; do not edit.

/** `rollout:` as people write it. */
export type RolloutInput = readonly {
  /** Name of the wave. */
  readonly name: string;
  /** Clusters of the wave, by id. @default none; with no `labels` either, in the last wave, all that are in no other */
  readonly clusters?: readonly string[] | undefined;
  /** Labels that clusters of the wave have, all of them. */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** How many clusters of the wave change at the same time; with Argo CD. @default all */
  readonly maxUpdate?: number | string | undefined;
}[];
