import type { Action, KubeObject } from '../kubernetes/api/cluster';
import type { KindRef } from '../kubernetes/kinds';

/** The account that the primary uses to read a remote cluster. */
export interface ReaderAccount {
  readonly account: string;
  /** Roles of {@link account}, each with the name of its binding; a remote has one of them, or more. */
  readonly grants: readonly { readonly role: string; readonly binding: string }[];
  /** Secret with the token of {@link account}. */
  readonly token: string;
  /** Kinds that the primary lists in every remote. */
  readonly reads: readonly KindRef[];
  /** A kind that is none of the primary's business; undefined where it reads all that is worth hiding. */
  readonly hidden?: KindRef;
  /** What the primary does in a remote. */
  readonly needed: readonly Action[];
  /** Samples of what the token must not allow. */
  readonly refused: readonly Action[];
  /** What the account may do when all is well, as the end of a sentence. */
  readonly rights: string;
}

/** Something that Istio itself makes in a remote cluster and does not remove. */
export interface LeftoverKind extends KindRef {
  /** What the objects are and when they may go. */
  readonly what: string;
  /** Why they are never taken away; absent: `--delete-leftovers` does. */
  readonly stays?: string;
  /** Lets the API server choose. */
  readonly labels?: string;
  readonly fields?: string;
  /** Whether one that the API server gives really is one: not every server knows every selector. */
  isOne(object: KubeObject): boolean;
}

/** A label of a namespace that asks for sidecars. */
export interface InjectionLabel {
  readonly key: string;
  readonly value: string;
}

/** The labels of a remote cluster that ask for sidecars. */
export interface InjectionLabels {
  /** The label that the mesh gives a namespace. */
  of(namespace: string): InjectionLabel;
  /** Every label that asks for sidecars of this mesh. */
  readonly all: readonly InjectionLabel[];
}

/** What joining, leaving and looking at live clusters need to know of a release line. Each line says it. */
export interface LineMembership {
  /** What reads the remote clusters on the primary. */
  readonly controlPlane: 'Pilot' | 'istiod';
  /** The account of a remote. */
  readonly reader: ReaderAccount;
  /** The account by which other primaries read a primary. Absent: no control plane reads that of another. */
  readonly primaryReader?: ReaderAccount;
  readonly remoteSecret: {
    /** Why a Secret whose kubeconfig changes is deleted and created; undefined where it is updated in place. */
    readonly replacedBecause: string | undefined;
    /** Whether the control plane notices a key that goes from a Secret, or is added to it. */
    readonly noticesKeys: boolean;
    /** What the Secret of a dead cluster does to the control plane, as the end of a sentence. */
    readonly deadClusterDoes: string;
  };
  readonly kubeconfig: {
    /** Whether the control plane knows `tls-server-name`. */
    readonly serverName: boolean;
    /** What becomes of one that needs files or programs of its pod, as the end of a sentence after `which`. */
    readonly outside: string;
  };
  /** What asks for sidecars in the namespaces of a cluster. @param cluster id of a cluster that another one reads */
  injectionLabels(cluster: string): InjectionLabels;
  /** What stays behind when a remote leaves, and `--delete-leftovers` takes away. */
  readonly leftovers: readonly LeftoverKind[];
}
