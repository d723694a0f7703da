import type { Action, KubeObject } from '../kubernetes/api/cluster';
import type { KindRef } from '../kubernetes/kinds';

/** The account that the primary uses to read a remote cluster. */
export interface ReaderAccount {
  readonly account: string;
  /** Roles of {@link account}, each with the name of its binding. A remote has one or more of them. */
  readonly grants: readonly { readonly role: string; readonly binding: string }[];
  /** Secret with the token of {@link account}. */
  readonly token: string;
  /** Kinds that the primary lists in every remote. */
  readonly reads: readonly KindRef[];
  /** A kind that the primary must not read. Undefined if the primary reads every kind worth hiding. */
  readonly hidden?: KindRef;
  /** The actions of the primary in a remote. */
  readonly needed: readonly Action[];
  /** Samples of actions that the token must not allow. */
  readonly refused: readonly Action[];
  /** The rights of the account in a healthy cluster, as the end of a sentence. */
  readonly rights: string;
}

/** A kind of object that Istio itself creates in a remote cluster and does not remove. */
export interface LeftoverKind extends KindRef {
  /** What the objects are and when they may be deleted. */
  readonly what: string;
  /** Why they are never deleted. Undefined if `--delete-leftovers` deletes them. */
  readonly stays?: string;
  /** Label selector for the API server. */
  readonly labels?: string;
  readonly fields?: string;
  /** Whether an object of the API server's answer is a leftover: not every server supports every selector. */
  isOne(object: KubeObject): boolean;
}

/** A namespace label that asks for sidecars. */
export interface InjectionLabel {
  readonly key: string;
  readonly value: string;
}

/** The labels of a remote cluster that ask for sidecars. */
export interface InjectionLabels {
  /** Returns the label that the mesh gives a namespace. */
  of(namespace: string): InjectionLabel;
  /** Every label that asks for sidecars of this mesh. */
  readonly all: readonly InjectionLabel[];
}

/** What `join`, `leave` and `doctor` need to know about a release line. Each line provides it. */
export interface LineMembership {
  /** The control plane on the primary that reads the remote clusters. */
  readonly controlPlane: 'Pilot' | 'istiod';
  /** The account of a remote. */
  readonly reader: ReaderAccount;
  /**
   * The account that other primaries use to read a primary. Undefined if no control plane reads the cluster of
   * another.
   */
  readonly primaryReader?: ReaderAccount;
  readonly remoteSecret: {
    /** Why a Secret with a changed kubeconfig is deleted and created again. Undefined if it is updated in place. */
    readonly replacedBecause: string | undefined;
    /** Whether the control plane notices keys that are added to a Secret or removed from it. */
    readonly noticesKeys: boolean;
    /** The effect of a dead cluster's Secret on the control plane, as the end of a sentence. */
    readonly deadClusterDoes: string;
  };
  readonly kubeconfig: {
    /** Whether the control plane supports `tls-server-name`. */
    readonly serverName: boolean;
    /**
     * What happens to a kubeconfig that needs files or programs of its pod, as the end of a sentence after `which`.
     */
    readonly outside: string;
  };
  /**
   * Returns the labels that ask for sidecars in the namespaces of a cluster.
   * @param cluster id of a cluster that another one reads
   */
  injectionLabels(cluster: string): InjectionLabels;
  /** Objects that remain after a remote left. `--delete-leftovers` deletes them. */
  readonly leftovers: readonly LeftoverKind[];
}
