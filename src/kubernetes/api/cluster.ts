import type { Duplex } from 'node:stream';
import { UserError } from '../../problem';
import type { KindRef } from '../kinds';
import type { Deadline } from './time-limit';

/** A Kubernetes object as an API server sends and accepts it. */
export interface KubeObject {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly uid?: string;
    readonly resourceVersion?: string;
    readonly creationTimestamp?: string;
    readonly deletionTimestamp?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** One object by name. */
export interface ObjectRef extends KindRef {
  readonly name: string;
  /** Undefined for cluster-scoped kinds. */
  readonly namespace?: string;
}

/** An action that an account may or may not perform. */
export interface Action {
  readonly verb: string;
  /** For example `secrets`, or `serviceaccounts/token` with its subresource. */
  readonly resource: string;
  /** API group; empty for the core. @default '' */
  readonly group?: string;
  /** @default - all namespaces */
  readonly namespace?: string;
}

/**
 * One live cluster. Every call has a time limit. On failure it throws a ClusterError (a UserError) with the cluster,
 * the reason and what to do, and never with a token or key.
 */
export interface Cluster {
  /** Cluster id, as in mesh.yaml. */
  readonly name: string;
  /** URL of the API server, without user, password and query. */
  readonly server: string;
  /** Context of the kubeconfig that leads to the cluster. */
  readonly context: ContextRef;
  /** How to trust the API server. */
  readonly trust: Trust;
  /** Returns the release of the API server, for example `1.20.2`. */
  version(): Promise<string>;
  /** @returns undefined if the object does not exist */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  /** @returns an empty list, also if the cluster does not know the kind */
  list(kind: KindRef, query?: ListQuery): Promise<readonly KubeObject[]>;
  create(object: KubeObject): Promise<KubeObject>;
  /**
   * Changes an object with a JSON merge patch: `null` removes a field. With `metadata.resourceVersion` in the change,
   * another client's change since that version is a conflict.
   * @returns undefined if the object does not exist
   */
  patch(ref: ObjectRef, change: Readonly<Record<string, unknown>>): Promise<KubeObject | undefined>;
  /**
   * Deletes an object and waits until it is gone.
   * @param uid deletes the object only if it has this uid
   * @returns false if the object did not exist
   */
  delete(ref: ObjectRef, uid?: string): Promise<boolean>;
  /** Asks whether the caller may perform an action (SelfSubjectAccessReview). */
  may(action: Action): Promise<boolean>;
  /** Lists everything in a namespace, of every kind that the API server knows. */
  contents(namespace: string): Promise<readonly KubeObject[]>;
  /** Requests a token of an account (TokenRequest). @param seconds lifetime */
  requestToken(
    account: { readonly namespace: string; readonly name: string },
    seconds: number,
  ): Promise<string>;
  /**
   * Whether CA certificates signed the certificate of a server at an https URL. Connects like this cluster does,
   * without credentials.
   * @param ca PEM; undefined for the system's authorities
   * @returns undefined if this machine cannot find out, or the server is no API server
   */
  isSigned(server: string, ca: string | undefined): Promise<boolean | undefined>;
  /**
   * Connects to a port of a pod through the API server, as `kubectl port-forward` does. The caller closes the
   * connection.
   */
  connectToPod(pod: PodPort): Promise<PodConnection>;
}

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** A connection to a port of a pod. Later errors are ClusterErrors too. */
export interface PodConnection {
  readonly stream: Duplex;
  /** When the connection closes by itself. */
  readonly deadline: Deadline;
}

/** Filters of a list. */
export interface ListQuery {
  /** @default - all namespaces */
  readonly namespace?: string;
  /** Label selector, for example `istio/multiCluster=true`. */
  readonly labels?: string;
  /** Field selector, for example `type=istio.io/key-and-cert`. */
  readonly fields?: string;
  /** Return at most this many objects, the first ones. @default - all */
  readonly atMost?: number;
}

/** A context of a kubeconfig. */
export interface ContextRef {
  readonly name: string;
  /** The name for messages, quoted. Shortened if only the kubeconfig contains it. */
  readonly shown: string;
  /** Whether the user chose it for this cluster. Otherwise it is the kubeconfig's current context. */
  readonly named: boolean;
}

/** How a client trusts an API server. */
export interface Trust {
  /** CA certificates, PEM. @default - the system's */
  readonly ca?: string;
  /** Whether the kubeconfig sets insecure-skip-tls-verify. */
  readonly skipVerify: boolean;
  /** Name in the server's certificate, if the URL has a different one. */
  readonly serverName?: string;
  /** URL of the proxy to the server, as written in the kubeconfig. */
  readonly proxyUrl?: string;
}

/** The kind of failure, for callers that continue after some of them. */
export type ClusterFault =
  | 'kubeconfig'
  | 'credentials'
  | 'unreachable'
  | 'timeout'
  /** The time limit of the whole run is over: no cluster gets another request. */
  | 'no-time'
  | 'untrusted'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'throttled'
  | 'server'
  | 'refused';

/** A failure of one live cluster: one line for the user, without credentials. */
export class ClusterError extends UserError {
  constructor(
    /** Cluster id. */
    readonly cluster: string,
    readonly fault: ClusterFault,
    message: string,
  ) {
    super(oneLine(message));
  }
}

/** Whether the time limit of the whole run is over, so that no step can follow. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof ClusterError && error.fault === 'no-time';
}

/** Returns an error about a server's answer. The message begins with the cluster and its server. */
export function clusterError(
  { name, server }: Pick<Cluster, 'name' | 'server'>,
  fault: ClusterFault,
  message: string,
): ClusterError {
  return new ClusterError(name, fault, `${name} (${server}): ${message}`);
}

/** Returns an error about the kubeconfig of a cluster. */
export function kubeconfigError(cluster: string, message: string): ClusterError {
  return new ClusterError(cluster, 'kubeconfig', `${cluster}: ${message}`);
}

/** Puts text from a server or file on one line, so that it cannot forge lines of our output. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}
