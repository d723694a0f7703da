import { type Call, call } from './call';
import type {
  Action,
  Cluster,
  ContextRef,
  KindRef,
  KubeObject,
  ListQuery,
  ObjectRef,
  Trust,
} from './cluster';
import { ClusterError, type ClusterFault } from './cluster-error';
import type { Connection } from './connection';
import { deleteOptions, isGone, uidIn } from './deletion';
import { answerError, isStatus } from './failures';
import { Kinds } from './kinds';
import { listAll } from './list-all';
import type { Answer } from './request';
import { listPath, objectPath } from './resources';
import { accessReview, isAllowed, tokenOf, tokenRequest } from './reviews';
import { secondsText } from './time-limit';

/** A namespace takes this many times longer to go than an answer may take. */
const DELETION_LIMITS = 6;

/** A cluster behind a connection. */
export class LiveCluster implements Cluster {
  readonly name: string;
  readonly server: string;
  readonly context: ContextRef;
  readonly trust: Trust;
  private readonly kinds = new Kinds(async (path) => {
    const asked = { method: 'GET', path, verb: 'get', resource: path, accept: [404] } as const;
    return (await this.call(asked)).body;
  });

  /** @param limit milliseconds that each call may take */
  constructor(
    private readonly connection: Connection,
    private readonly limit: number,
  ) {
    this.name = connection.cluster;
    this.server = connection.shown;
    this.context = { name: connection.context.name, named: connection.context.named };
    this.trust = connection.trust;
  }

  async version(): Promise<string> {
    const answer = await this.call({ method: 'GET', path: '/version', verb: 'get', resource: '/version' });
    const version: unknown = (answer.body as { gitVersion?: unknown }).gitVersion;
    const release = typeof version === 'string' ? /^v?(\d+\.\d+\.\d+)/.exec(version)?.[1] : undefined;
    if (release !== undefined) return release;
    throw this.wrong(
      'server',
      'it does not tell its version. Is the server in the kubeconfig a Kubernetes API server?',
    );
  }

  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    const resource = await this.kinds.plural(ref);
    if (resource === undefined) return undefined;
    const answer = await this.onObject('GET', 'get', ref, resource);
    return answer.status === 404 ? undefined : this.objectIn(answer);
  }

  async list(kind: KindRef, query: ListQuery = {}): Promise<readonly KubeObject[]> {
    const resource = await this.kinds.plural(kind);
    return resource === undefined ? [] : this.listResource(kind, resource, query);
  }

  async contents(namespace: string): Promise<readonly KubeObject[]> {
    const found: KubeObject[] = [];
    for (const { plural, ...kind } of await this.kinds.listedByNamespace())
      found.push(...(await this.listResource(kind, plural, { namespace })));
    return found;
  }

  async create(object: KubeObject): Promise<KubeObject> {
    const { namespace, name } = object.metadata;
    const resource = await this.pluralToWrite(object, 'create');
    const path = listPath(object, resource, namespace);
    return this.objectIn(
      await this.call({ method: 'POST', path, body: object, verb: 'create', resource, namespace, name }),
    );
  }

  async patch(ref: ObjectRef, change: Readonly<Record<string, unknown>>): Promise<KubeObject | undefined> {
    const resource = await this.pluralToWrite(ref, 'patch');
    const answer = await this.onObject('PATCH', 'patch', ref, resource, change);
    return answer.status === 404 ? undefined : this.objectIn(answer);
  }

  async delete(ref: ObjectRef, uid?: string): Promise<boolean> {
    const resource = await this.kinds.plural(ref);
    if (resource === undefined) return false;
    const body = deleteOptions(uid);
    const path = objectPath(ref, resource);
    const { namespace, name } = ref;
    const asked = { method: 'DELETE', path, verb: 'delete', resource, namespace, name, body } as const;
    const answer = await this.call({ ...asked, accept: [404, 409] });
    if (answer.status === 404) return false;
    // A namespace that is going already is a conflict.
    if (answer.status === 409 && (await this.get(ref))?.metadata.deletionTimestamp === undefined)
      throw answerError(this.connection, asked, answer, 1);
    const limit = this.limit * DELETION_LIMITS;
    if (await isGone(() => this.get(ref), uid ?? uidIn(answer), limit)) return true;
    throw this.wrong(
      'timeout',
      `${ref.kind} ${ref.name} is being deleted, but is still there after ${secondsText(limit)}. See its finalizers, then repeat`,
    );
  }

  async may(action: Action): Promise<boolean> {
    const resource = 'selfsubjectaccessreviews';
    const path = `/apis/authorization.k8s.io/v1/${resource}`;
    const body = accessReview(action);
    return isAllowed((await this.call({ method: 'POST', path, verb: 'create', resource, body })).body);
  }

  async requestToken(account: { readonly namespace: string; readonly name: string }, seconds: number) {
    const ref = { apiVersion: 'v1', kind: 'ServiceAccount', ...account };
    const asked = {
      verb: 'create',
      resource: 'serviceaccounts/token',
      ...account,
      body: tokenRequest(seconds),
    };
    const path = `${objectPath(ref, 'serviceaccounts')}/token`;
    const token = tokenOf((await this.call({ method: 'POST', path, ...asked })).body);
    if (token === undefined)
      throw this.wrong(
        'server',
        `it gave no token for the account ${account.name}. Use the token Secret instead`,
      );
    this.connection.secrets.add(token);
    return token;
  }

  private onObject(
    method: Call['method'],
    verb: string,
    ref: ObjectRef,
    resource: string,
    body?: unknown,
  ): Promise<Answer> {
    const { namespace, name } = ref;
    const path = objectPath(ref, resource);
    return this.call({ method, path, verb, resource, namespace, name, accept: [404], body });
  }

  private async call(request: Call): Promise<Answer> {
    const answer = await call(this.connection, request, this.limit);
    // Of a 404, only an API server's own says that something is not there. A group it lacks gets a plain text.
    if (answer.status !== 404 || isStatus(answer.body) || request.path.startsWith('/apis/')) return answer;
    throw answerError(this.connection, request, answer, 1);
  }

  private objectIn({ body }: Answer): KubeObject {
    const { metadata } = body as { metadata?: { name?: unknown } };
    if (typeof metadata?.name === 'string') return body as KubeObject;
    throw this.wrong(
      'server',
      'it answered with no object. Is the server in the kubeconfig a Kubernetes API server?',
    );
  }

  private listResource(kind: KindRef, resource: string, query: ListQuery): Promise<readonly KubeObject[]> {
    const path = listPath(kind, resource, query.namespace);
    const purpose = { verb: 'list', resource, namespace: query.namespace };
    return listAll(kind, query, (parameters, accept) =>
      this.call({ method: 'GET', path: `${path}?${parameters}`, ...purpose, accept }),
    );
  }

  private async pluralToWrite(kind: KindRef, verb: string): Promise<string> {
    const known = await this.kinds.plural(kind);
    if (known !== undefined) return known;
    throw this.wrong(
      'not-found',
      `cannot ${verb} a ${kind.kind}: it does not know ${kind.apiVersion}. Install its CRD`,
    );
  }

  private wrong(fault: ClusterFault, message: string): ClusterError {
    return new ClusterError(this.name, fault, `${this.name} (${this.server}): ${message}`);
  }
}
