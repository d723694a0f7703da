// Made from the schemas by `npm run build`; do not edit.

/** Requests and limits of a container as people write them. */
export type ResourcesInput = {
  /** Amounts that the scheduler reserves. */
  readonly requests?: Readonly<Record<string, string | number | null>> | null | undefined;
  /** Maximum amounts that the container may use. */
  readonly limits?: Readonly<Record<string, string | number | null>> | null | undefined;
} | null;

/** One step of a JSON patch as people write it. */
export interface JsonOperationInput {
  /** Operation of the step. */
  readonly op: 'add' | 'remove' | 'replace' | 'move' | 'copy' | 'test';
  /** Field that the step changes, as a JSON pointer. In a key, write `~1` for a slash and `~0` for a tilde. */
  readonly path: string;
  /** Field that the value comes from, as a JSON pointer. For `move` and `copy`. */
  readonly from?: string | undefined;
  /** Value that the step writes or compares. For `add`, `replace` and `test`. */
  readonly value?: unknown | undefined;
}

/** A patch of the objects of some clusters as people write it. */
export interface PatchInput {
  /** Objects that the patch changes. */
  readonly target: {
    /** Kind of the objects. In every field of a target, `*` matches any characters, and `?` matches one. */
    readonly kind: string;
    /** Name of the objects. @default any name */
    readonly name?: string | undefined;
    /** Namespace of the objects. @default any namespace, and objects without one */
    readonly namespace?: string | undefined;
    /** Cluster ids of the clusters that have the objects. @default every cluster, including the primary */
    readonly clusters?: readonly string[] | undefined;
  };
  /** Fields to set, as a JSON merge patch (RFC 7396). Maps merge, lists and single values replace, and `null` removes a field. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** Steps of a JSON patch (RFC 6902). Use it in place of `merge`. */
  readonly json?: readonly JsonOperationInput[] | undefined;
  /** Whether the patch may change fields that the mesh depends on. The summary of synth lists such patches first. @default false */
  readonly force?: boolean | undefined;
}

/** A patch of the objects of one cluster as people write it. */
export interface ClusterPatchInput {
  /** Objects of this cluster that the patch changes. */
  readonly target: {
    /** Kind of the objects. In every field of a target, `*` matches any characters, and `?` matches one. */
    readonly kind: string;
    /** Name of the objects. @default any name */
    readonly name?: string | undefined;
    /** Namespace of the objects. @default any namespace, and objects without one */
    readonly namespace?: string | undefined;
  };
  /** Fields to set, as a JSON merge patch (RFC 7396). Maps merge, lists and single values replace, and `null` removes a field. */
  readonly merge?: Readonly<Record<string, unknown>> | undefined;
  /** Steps of a JSON patch (RFC 6902). Use it in place of `merge`. */
  readonly json?: readonly JsonOperationInput[] | undefined;
  /** Whether the patch may change fields that the mesh depends on. The summary of synth lists such patches first. @default false */
  readonly force?: boolean | undefined;
}

/** Options of every cluster as people write them. */
export interface ClusterInput {
  /** Pod IP ranges. They must not overlap the ranges of another cluster on the same network. @default not checked */
  readonly podCidrs?: readonly string[] | undefined;
  /** Service IP ranges. They must not overlap the pod IP ranges of any cluster on the same network. @default not checked */
  readonly serviceCidrs?: readonly string[] | undefined;
  /** Kubeconfig context of the cluster, for commands that talk to it. @default the context with the cluster’s name, else the current context */
  readonly context?: string | undefined;
  /** Kubeconfig file of the cluster, for commands that talk to it. The path is relative to mesh.yaml. @default $KUBECONFIG, else ~/.kube/config */
  readonly kubeconfig?: string | undefined;
  /** Uid of the namespace kube-system. join, leave and kubeconfig stop if the context points to another cluster. `join --record` writes it. @default not checked, with a warning */
  readonly uid?: string | undefined;
  /** Labels that `rollout` uses to select clusters. No Kubernetes object gets them. @default {} */
  readonly labels?: Readonly<Record<string, string>> | undefined;
  /** Changes to rendered objects of this cluster. They apply after the `patches` of the whole mesh. See docs/patches.md. @default [] */
  readonly patches?: readonly ClusterPatchInput[] | undefined;
}
