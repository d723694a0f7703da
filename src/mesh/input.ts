// Made from the schemas by `npm run build`; do not edit.

/** Requests and limits of a container as people write them. */
export type ResourcesInput = {
  /** What the scheduler sets aside. */
  readonly requests?: Readonly<Record<string, string | number | null>> | null | undefined;
  /** What the container may use at most. */
  readonly limits?: Readonly<Record<string, string | number | null>> | null | undefined;
} | null;

/** One step of a JSON patch as people write it. */
export interface JsonOperationInput {
  /** What the step does. */
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /** Where, as a JSON pointer: `~1` stands for a slash in a key, `~0` for a tilde. */
  readonly path: string;
  /** Where the value comes from: of `move` and `copy`. */
  readonly from?: string | undefined;
  /** The value: of `add`, `replace` and `test`. */
  readonly value?: unknown | undefined;
}

/** A patch of the objects of some clusters as people write it. */
export interface PatchInput {
  /** Which objects it changes. */
  readonly target: {
    /** Kind of the objects. `*` stands for any characters, `?` for one, in each part of a target. */
    readonly kind: string;
    /** Name of the objects. @default any */
    readonly name?: string | undefined;
    /** Namespace of the objects. @default any, and objects without a namespace */
    readonly namespace?: string | undefined;
    /** Clusters of the objects, by id. @default every cluster, the primary too */
    readonly clusters?: readonly string[] | undefined;
  };
  /** Fields to set, as a JSON merge patch (RFC 7396): maps merge, lists and values replace, `null` removes. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** Steps of a JSON patch (RFC 6902), in place of `merge`. */
  readonly json?: readonly JsonOperationInput[] | undefined;
  /** Whether the patch may change what the mesh depends on. The summary lists such patches first. @default false */
  readonly force?: boolean | undefined;
}

/** A patch of the objects of one cluster as people write it. */
export interface ClusterPatchInput {
  /** Which objects of the cluster it changes. */
  readonly target: {
    /** Kind of the objects. `*` stands for any characters, `?` for one, in each part of a target. */
    readonly kind: string;
    /** Name of the objects. @default any */
    readonly name?: string | undefined;
    /** Namespace of the objects. @default any, and objects without a namespace */
    readonly namespace?: string | undefined;
  };
  /** Fields to set, as a JSON merge patch (RFC 7396): maps merge, lists and values replace, `null` removes. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** Steps of a JSON patch (RFC 6902), in place of `merge`. */
  readonly json?: readonly JsonOperationInput[] | undefined;
  /** Whether the patch may change what the mesh depends on. The summary lists such patches first. @default false */
  readonly force?: boolean | undefined;
}

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
  /** Labels that put the cluster into a wave of `rollout`; no object gets them. @default {} */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Changes of finished objects of this cluster, after those of `patches` at the top; see docs/patches.md. @default [] */
  readonly patches?: readonly ClusterPatchInput[] | undefined;
}
