import { fieldAt, textAt } from '../fields';
import type { KindRef } from '../kinds';
import { allPages, deletedUid, isStatus, objectIn, releaseIn } from './answers';
import { type Call, call } from './call';
import {
  type Action,
  type Cluster,
  type ClusterError,
  type ClusterFault,
  type ContextRef,
  clusterError,
  type KubeObject,
  type ListQuery,
  type ObjectRef,
  type PodConnection,
  type PodPort,
  type Trust,
} from './cluster';
import type { Connection } from './connection';
import { Kinds, listPath, objectPath } from './discovery';
import { answerError, networkError } from './failures';
import { type Answer, TimedOut } from './request';
import type { RunLimit } from './run-limit';
import { signedBy } from './server-trust';
import { Deadline, POLL, sleep } from './time-limit';

/** An operation may take this many times as long as one answer, since lists have pages and deletions finalizers. */
const ANSWERS_PER_OPERATION = 6;

/** Milliseconds. A server that needs longer for a handshake counts as out of this machine's reach. */
const LONGEST_HANDSHAKE = 3000;

/** A live cluster, over a connection. */
export class LiveCluster implements Cluster {
  readonly name: string;
  readonly server: string;
  readonly context: ContextRef;
  readonly trust: Trust;
  private readonly kinds = new Kinds(async (path, until) => {
    const request = { method: 'GET', path, resource: path, accept: [404] } as const;
    return (await this.call(request, until)).body;
  });

  /**
   * @param limit milliseconds for each answer
   * @param run limit of everything that the command asks its clusters
   */
  constructor(
    private readonly connection: Connection,
    private readonly limit: number,
    private readonly run: RunLimit | undefined,
  ) {
    const { cluster, context, trust } = connection.access;
    this.name = cluster;
    this.server = connection.shown;
    this.context = context;
    this.trust = trust;
  }

  async version(): Promise<string> {
    const request = { method: 'GET', path: '/version', resource: '/version' } as const;
    return this.shaped(releaseIn((await this.call(request, this.operation())).body), 'no version');
  }

  get(ref: ObjectRef): Promise<KubeObject | undefined> {
    return this.look(ref, this.operation());
  }

  async list(kind: KindRef, query: ListQuery = {}): Promise<readonly KubeObject[]> {
    const until = this.operation();
    const resource = await this.kinds.plural(kind, until);
    return resource === undefined ? [] : this.listResource(kind, resource, query, until);
  }

  async contents(namespace: string): Promise<readonly KubeObject[]> {
    const until = this.operation();
    const lists: (readonly KubeObject[])[] = [];
    for (const { plural, ...kind } of await this.kinds.listedByNamespace(until))
      lists.push(await this.listResource(kind, plural, { namespace }, until));
    return lists.flat();
  }

  async create(object: KubeObject): Promise<KubeObject> {
    const until = this.operation();
    const { apiVersion, kind, metadata } = object;
    const { namespace, name } = metadata;
    const resource = await this.pluralToWrite(object, until);
    const path = listPath(object, resource, namespace);
    const request = { method: 'POST', path, resource, namespace, name, body: object } as const;
    return this.objectOf(await this.call(request, until), { apiVersion, kind, name });
  }

  async patch(ref: ObjectRef, change: Readonly<Record<string, unknown>>): Promise<KubeObject | undefined> {
    const until = this.operation();
    const request = onObject('PATCH', ref, await this.pluralToWrite(ref, until));
    const answer = await this.call({ ...request, body: change, accept: [404] }, until);
    return answer.status === 404 ? undefined : this.objectOf(answer, ref);
  }

  async delete(ref: ObjectRef, uid?: string): Promise<boolean> {
    const until = this.operation();
    const resource = await this.kinds.plural(ref, until);
    if (resource === undefined) return false;
    const options = { apiVersion: 'v1', kind: 'DeleteOptions', propagationPolicy: 'Background' };
    const body = { ...options, ...(uid === undefined ? {} : { preconditions: { uid } }) };
    const request = { ...onObject('DELETE', ref, resource), body };
    const answer = await this.call({ ...request, accept: [404, 409] }, until);
    if (answer.status === 404) return false;
    // A namespace that is already being deleted answers with a conflict.
    if (answer.status === 409 && (await this.look(ref, until))?.metadata.deletionTimestamp === undefined)
      throw answerError(this.connection, request, answer, 1);
    await this.untilGone(ref, uid ?? deletedUid(answer.body), until);
    return true;
  }

  async may({ verb, resource: path, group = '', namespace }: Action): Promise<boolean> {
    const [resource, subresource] = path.split('/');
    const spec = { resourceAttributes: { verb, resource, subresource, group, namespace } };
    const review = { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview' };
    const reviews = listPath(review, 'selfsubjectaccessreviews', undefined);
    const answer = await this.post(reviews, 'selfsubjectaccessreviews', { ...review, spec });
    return fieldAt(answer.body, 'status', 'allowed') === true;
  }

  async requestToken(account: { readonly namespace: string; readonly name: string }, seconds: number) {
    const kind = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest' };
    const path = `${objectPath({ apiVersion: 'v1', kind: 'ServiceAccount', ...account }, 'serviceaccounts')}/token`;
    const body = { ...kind, spec: { expirationSeconds: Math.ceil(seconds) } };
    const answer = await this.post(path, 'serviceaccounts/token', body, account);
    const token = textAt(answer.body, 'status', 'token');
    this.connection.secrets.add(token);
    return this.shaped(token, `no token for the account ${account.name}`);
  }

  isSigned(server: string, ca: string | undefined): Promise<boolean | undefined> {
    const handshake = this.operation().atMost(Math.min(this.limit, LONGEST_HANDSHAKE));
    return signedBy(this.connection, server, ca, handshake.left());
  }

  async connectToPod(pod: PodPort): Promise<PodConnection> {
    const { forwardPort } = await import('./port-forward');
    const until = this.operation();
    return forwardPort(this.connection, pod, until.atMost(this.limit), until);
  }

  private post(
    path: string,
    resource: string,
    body: unknown,
    place: { namespace?: string; name?: string } = {},
  ) {
    return this.call({ method: 'POST', path, resource, ...place, body }, this.operation());
  }

  /** Returns the time limit of one method. It ends with the run. */
  private operation(): Deadline {
    const limit = this.limit * ANSWERS_PER_OPERATION;
    return this.run?.deadline().atMost(limit) ?? new Deadline(limit);
  }

  private async look(ref: ObjectRef, until: Deadline): Promise<KubeObject | undefined> {
    const resource = await this.kinds.plural(ref, until);
    if (resource === undefined) return undefined;
    const answer = await this.call({ ...onObject('GET', ref, resource), accept: [404] }, until);
    return answer.status === 404 ? undefined : this.objectOf(answer, ref);
  }

  /** Waits until an object does not exist, or its name belongs to another object. */
  private async untilGone(ref: ObjectRef, uid: string | undefined, until: Deadline): Promise<void> {
    for (;;) {
      const current = await this.look(ref, until);
      if (current === undefined || (uid !== undefined && current.metadata.uid !== uid)) return;
      if (until.left() <= POLL)
        throw this.failure(
          'timeout',
          `${ref.kind} ${ref.name} is being deleted, but still exists after ${until.text()}. Check its finalizers, then repeat`,
        );
      await sleep(Math.min(POLL, this.limit / 4));
    }
  }

  private async call(request: Call, until: Deadline): Promise<Answer> {
    // Send nothing without time left: a write would take effect without anybody waiting for its answer.
    if (until.left() === 0) throw networkError(this.connection, request, new TimedOut(), until);
    const answer = await call(this.connection, request, until.atMost(this.limit));
    // Only an API server's own 404 means that something does not exist. For a group that it lacks, it answers in
    // plain text.
    if (answer.status !== 404 || isStatus(answer.body) || request.path.startsWith('/apis/')) return answer;
    throw answerError(this.connection, request, answer, 1);
  }

  private async listResource(
    kind: KindRef,
    resource: string,
    query: ListQuery,
    until: Deadline,
  ): Promise<readonly KubeObject[]> {
    const { namespace } = query;
    const path = listPath(kind, resource, namespace);
    const items = await allPages(kind, query, (parameters, accept) =>
      this.call({ method: 'GET', path: `${path}?${parameters}`, resource, namespace, accept }, until),
    );
    if (items !== 'endless') return this.shaped(items, `no list of ${resource}`);
    throw this.failure('server', `its list of ${resource} has no end. Check the server in the kubeconfig`);
  }

  private async pluralToWrite(kind: KindRef, until: Deadline): Promise<string> {
    const plural = await this.kinds.plural(kind, until);
    if (plural !== undefined) return plural;
    throw this.failure('not-found', `it does not know ${kind.kind} of ${kind.apiVersion}. Install its CRD`);
  }

  private objectOf({ body }: Answer, ref: ObjectRef): KubeObject {
    const object = objectIn(body, ref);
    return this.shaped(object?.metadata.name === ref.name ? object : undefined, `no ${ref.kind} ${ref.name}`);
  }

  /** @throws ClusterError if the answer has another shape */
  private shaped<T>(value: T | undefined, what: string): T {
    if (value !== undefined) return value;
    throw this.failure(
      'server',
      `its answer has ${what}. Check that the server in the kubeconfig is a Kubernetes API server`,
    );
  }

  private failure(fault: ClusterFault, message: string): ClusterError {
    return clusterError(this, fault, message);
  }
}

function onObject<Method extends Call['method']>(method: Method, ref: ObjectRef, resource: string) {
  const { namespace, name } = ref;
  return { method, path: objectPath(ref, resource), resource, namespace, name };
}
