// Made from the schemas by `npm run build`; do not edit.

/** Requests and limits of a container as people write them. */
export type ResourcesInput = {
  /** What the scheduler sets aside. */
  readonly requests?: Readonly<Record<string, string | number | null>> | null | undefined;
  /** What the container may use at most. */
  readonly limits?: Readonly<Record<string, string | number | null>> | null | undefined;
} | null;

/** Options of every cluster as people write them. */
export interface ClusterInput {
  /** Ranges of pod addresses; they may not overlap with any other cluster of the mesh. @default not checked */
  readonly podCidrs?: readonly string[] | undefined;
  /** Ranges of service addresses; they may not overlap with pods of any cluster of the mesh. @default not checked */
  readonly serviceCidrs?: readonly string[] | undefined;
  /** Context of the kubeconfig, for the commands that talk to the cluster. @default the one named like the cluster, else the current one */
  readonly context?: string | undefined;
  /** Kubeconfig file, relative to mesh.yaml, for the commands that talk to the cluster. @default $KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: string | undefined;
  /** Uid of the namespace kube-system: join, leave and kubeconfig stop if the context leads to another cluster. `join --record` writes it. @default not checked, with a warning */
  readonly uid?: string | undefined;
}
