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
  /** Absent for cluster-scoped kinds. */
  readonly namespace?: string;
}

/** Something that an account may or may not do. */
export interface Action {
  readonly verb: string;
  /** Such as `secrets`, or `serviceaccounts/token` with its subresource. */
  readonly resource: string;
  /** API group; empty for the core. @default '' */
  readonly group?: string;
  /** @default - all namespaces */
  readonly namespace?: string;
}

/**
 * One live cluster. Every call has a time limit, and fails with a ClusterError (a UserError) that names the cluster,
 * says what went wrong and what to do, and never contains a token or key.
 */
export interface Cluster {
  /** Cluster id, as in mesh.yaml. */
  readonly name: string;
  /** URL of the API server, without login or query. */
  readonly server: string;
  /** Context of the kubeconfig that leads to it. */
  readonly context: ContextRef;
  /** How the API server is trusted. */
  readonly trust: Trust;
  /** Release of the API server, such as `1.20.2`. */
  version(): Promise<string>;
  /** @returns undefined when there is no such object */
  get(ref: ObjectRef): Promise<KubeObject | undefined>;
  /** @returns an empty list also when the cluster does not know the kind */
  list(kind: KindRef, query?: ListQuery): Promise<readonly KubeObject[]>;
  create(object: KubeObject): Promise<KubeObject>;
  /**
   * Changes an object (JSON merge patch: `null` removes a field). With `metadata.resourceVersion` in the change, it is a
   * conflict if another client has changed the object since.
   * @returns undefined when there is no such object
   */
  patch(ref: ObjectRef, change: Readonly<Record<string, unknown>>): Promise<KubeObject | undefined>;
  /**
   * Deletes an object and waits until it is gone.
   * @param uid deletes only this very object
   * @returns false when there was none
   */
  delete(ref: ObjectRef, uid?: string): Promise<boolean>;
  /** Whether the caller may do something, asked with a SelfSubjectAccessReview. */
  may(action: Action): Promise<boolean>;
  /** Everything in a namespace, of every kind that the API server knows. */
  contents(namespace: string): Promise<readonly KubeObject[]>;
  /** Asks for a token of an account (TokenRequest). @param seconds lifetime */
  requestToken(
    account: { readonly namespace: string; readonly name: string },
    seconds: number,
  ): Promise<string>;
  /**
   * Whether CA certificates have signed the certificate of a server at an https URL, which is reached as this cluster is,
   * and gets no credential.
   * @param ca PEM; undefined for the authorities of the system
   * @returns undefined when that cannot be found out from here, or something else than an API server answers
   */
  isSigned(server: string, ca: string | undefined): Promise<boolean | undefined>;
  /** Connects to a port of a pod through the API server, as `kubectl port-forward` does. The caller ends it. */
  connectToPod(pod: PodPort): Promise<PodConnection>;
}

/** A port of a pod. */
export interface PodPort {
  readonly namespace: string;
  readonly name: string;
  readonly port: number;
}

/** A connection to a port of a pod. What goes wrong with it later is a ClusterError, too. */
export interface PodConnection {
  readonly stream: Duplex;
  /** When it ends by itself. */
  readonly deadline: Deadline;
}

/** Which objects of a kind. */
export interface ListQuery {
  /** @default - all namespaces */
  readonly namespace?: string;
  /** Label selector, such as `istio/multiCluster=true`. */
  readonly labels?: string;
  /** Field selector, such as `type=istio.io/key-and-cert`. */
  readonly fields?: string;
  /** No more than the first so many. @default - all */
  readonly atMost?: number;
}

/** A context of a kubeconfig. */
export interface ContextRef {
  readonly name: string;
  /** The name for messages, quoted. One that only the kubeconfig has is cut. */
  readonly shown: string;
  /** Whether the user named it for this cluster; otherwise it is the kubeconfig's current one. */
  readonly named: boolean;
}

/** How a client trusts an API server. */
export interface Trust {
  /** CA certificates, PEM. @default - the system's */
  readonly ca?: string;
  /** Whether the kubeconfig says insecure-skip-tls-verify. */
  readonly skipVerify: boolean;
  /** Name in the server's certificate, if it is not the one in the URL. */
  readonly serverName?: string;
  /** URL of the proxy to the server, as the kubeconfig has it. */
  readonly proxyUrl?: string;
}

/** What went wrong, for callers that continue after some faults. */
export type ClusterFault =
  | 'kubeconfig'
  | 'credentials'
  | 'unreachable'
  | 'timeout'
  /** The whole run has taken its time: no cluster is asked any more. */
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

/** Something wrong with one live cluster: one line for the user, without any credential. */
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

/** Whether the whole run has taken its time, so that no other step can follow. */
export function isOutOfTime(error: unknown): boolean {
  return error instanceof ClusterError && error.fault === 'no-time';
}

/** Something wrong with what a server says; the message begins with the cluster and its server. */
export function clusterError(
  { name, server }: Pick<Cluster, 'name' | 'server'>,
  fault: ClusterFault,
  message: string,
): ClusterError {
  return new ClusterError(name, fault, `${name} (${server}): ${message}`);
}

/** A mistake in the kubeconfig of a cluster. */
export function kubeconfigError(cluster: string, message: string): ClusterError {
  return new ClusterError(cluster, 'kubeconfig', `${cluster}: ${message}`);
}

/** What a server or a file says may not forge lines of our output. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}
