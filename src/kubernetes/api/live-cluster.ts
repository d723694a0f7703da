import { fieldAt, textAt } from '../fields';
import { deletedUid, isStatus, objectIn, type Page, pageIn, releaseIn } from './answers';
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
import { answerError } from './failures';
import { type Answer, LARGEST_ANSWER } from './request';
import { Kinds, listPath, objectPath } from './resources';
import { Deadline, secondsText, sleep } from './time-limit';

/** An operation may take this many times as long as one answer: a list has pages, a deletion finalizers. */
const ANSWERS_PER_OPERATION = 6;

/** Objects of a page, as kubectl asks for them. */
const PAGE = 500;
/** Pages of a list: with {@link PAGE} more objects than Kubernetes supports of any kind. */
const MOST_PAGES = 1000;

/** Milliseconds between two looks at an object that is being deleted. */
const POLL = 250;

/** A cluster behind a connection. */
export class LiveCluster implements Cluster {
  readonly name: string;
  readonly server: string;
  readonly context: ContextRef;
  readonly trust: Trust;
  private readonly kinds = new Kinds(async (path, until) => {
    const asked = { method: 'GET', path, verb: 'get', resource: path, accept: [404] } as const;
    return (await this.call(asked, until)).body;
  });

  /** @param limit milliseconds that each answer may take */
  constructor(
    private readonly connection: Connection,
    private readonly limit: number,
  ) {
    const { cluster, context, trust } = connection.access;
    this.name = cluster;
    this.server = connection.shown;
    this.context = context;
    this.trust = trust;
  }

  async version(): Promise<string> {
    const asked = { method: 'GET', path: '/version', verb: 'get', resource: '/version' } as const;
    return this.shaped(releaseIn((await this.call(asked, this.operation())).body), 'no version');
  }

  async get(ref: ObjectRef): Promise<KubeObject | undefined> {
    return this.look(ref, this.operation());
  }

  async list(kind: KindRef, query: ListQuery = {}): Promise<readonly KubeObject[]> {
    const until = this.operation();
    const resource = await this.kinds.plural(kind, until);
    return resource === undefined ? [] : this.listResource(kind, resource, query, until);
  }

  async contents(namespace: string): Promise<readonly KubeObject[]> {
    const until = this.operation();
    const found: KubeObject[] = [];
    for (const { plural, ...kind } of await this.kinds.listedByNamespace(until))
      found.push(...(await this.listResource(kind, plural, { namespace }, until)));
    return found;
  }

  async create(object: KubeObject): Promise<KubeObject> {
    const until = this.operation();
    const { namespace, name } = object.metadata;
    const resource = await this.pluralToWrite(object, 'create', until);
    const path = listPath(object, resource, namespace);
    const asked = { method: 'POST', path, body: object, verb: 'create', resource, namespace, name } as const;
    return this.objectOf(await this.call(asked, until), { ...object, name });
  }

  async patch(ref: ObjectRef, change: Readonly<Record<string, unknown>>): Promise<KubeObject | undefined> {
    const until = this.operation();
    const resource = await this.pluralToWrite(ref, 'patch', until);
    const answer = await this.onObject('PATCH', 'patch', ref, resource, until, change);
    return answer.status === 404 ? undefined : this.objectOf(answer, ref);
  }

  async delete(ref: ObjectRef, uid?: string): Promise<boolean> {
    const until = this.operation();
    const resource = await this.kinds.plural(ref, until);
    if (resource === undefined) return false;
    const preconditions = uid === undefined ? {} : { preconditions: { uid } };
    const body = {
      apiVersion: 'v1',
      kind: 'DeleteOptions',
      propagationPolicy: 'Background',
      ...preconditions,
    };
    const { namespace, name } = ref;
    const path = objectPath(ref, resource);
    const asked = { method: 'DELETE', path, verb: 'delete', resource, namespace, name, body } as const;
    const answer = await this.call({ ...asked, accept: [404, 409] }, until);
    if (answer.status === 404) return false;
    // A namespace that is being deleted already is a conflict.
    if (answer.status === 409 && (await this.look(ref, until))?.metadata.deletionTimestamp === undefined)
      throw answerError(this.connection, asked, answer, 1);
    const deleted = uid ?? deletedUid(answer.body);
    for (;;) {
      const found = await this.look(ref, until);
      if (found === undefined || (deleted !== undefined && found.metadata.uid !== deleted)) return true;
      if (until.left() <= POLL)
        throw this.wrong(
          'timeout',
          `${ref.kind} ${ref.name} is being deleted, but still exists after ${secondsText(until.milliseconds)}. Check its finalizers, then repeat`,
        );
      await sleep(Math.min(POLL, this.limit / 4));
    }
  }

  async may({ verb, resource, group = '', namespace }: Action): Promise<boolean> {
    const path = '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews';
    const place = namespace === undefined ? {} : { namespace };
    const body = {
      apiVersion: 'authorization.k8s.io/v1',
      kind: 'SelfSubjectAccessReview',
      spec: { resourceAttributes: { verb, resource, group, ...place } },
    };
    const asked = {
      method: 'POST',
      path,
      verb: 'create',
      resource: 'selfsubjectaccessreviews',
      body,
    } as const;
    const answer = await this.call(asked, this.operation());
    return fieldAt(answer.body, 'status', 'allowed') === true;
  }

  async requestToken(account: { readonly namespace: string; readonly name: string }, seconds: number) {
    const ref = { apiVersion: 'v1', kind: 'ServiceAccount', ...account };
    const path = `${objectPath(ref, 'serviceaccounts')}/token`;
    const body = {
      apiVersion: 'authentication.k8s.io/v1',
      kind: 'TokenRequest',
      spec: { expirationSeconds: Math.ceil(seconds) },
    };
    const asked = {
      method: 'POST',
      path,
      verb: 'create',
      resource: 'serviceaccounts/token',
      ...account,
      body,
    } as const;
    const token = textAt((await this.call(asked, this.operation())).body, 'status', 'token');
    this.connection.secrets.add(token);
    return this.shaped(token, `no token for the account ${account.name}`);
  }

  /** The end of what one method may take. */
  private operation(): Deadline {
    return new Deadline(this.limit * ANSWERS_PER_OPERATION);
  }

  private async look(ref: ObjectRef, until: Deadline): Promise<KubeObject | undefined> {
    const resource = await this.kinds.plural(ref, until);
    if (resource === undefined) return undefined;
    const answer = await this.onObject('GET', 'get', ref, resource, until);
    return answer.status === 404 ? undefined : this.objectOf(answer, ref);
  }

  private onObject(
    method: Call['method'],
    verb: string,
    ref: ObjectRef,
    resource: string,
    until: Deadline,
    body?: unknown,
  ): Promise<Answer> {
    const { namespace, name } = ref;
    const path = objectPath(ref, resource);
    return this.call({ method, path, verb, resource, namespace, name, accept: [404], body }, until);
  }

  private async call(request: Call, until: Deadline): Promise<Answer> {
    const answer = await call(this.connection, request, until.atMost(this.limit));
    // Only an API server's own 404 says that something does not exist. For a group that it lacks it answers in plain text.
    if (answer.status !== 404 || isStatus(answer.body) || request.path.startsWith('/apis/')) return answer;
    throw answerError(this.connection, request, answer, 1);
  }

  /**
   * All pages of a list. When the server has forgotten the state that the pages show (410), everything is read again,
   * once, in one piece, which does not expire.
   */
  private async listResource(
    kind: KindRef,
    resource: string,
    query: ListQuery,
    until: Deadline,
  ): Promise<readonly KubeObject[]> {
    const path = listPath(kind, resource, query.namespace);
    const purpose = { method: 'GET', verb: 'list', resource, namespace: query.namespace } as const;
    const atMost = query.atMost ?? Number.POSITIVE_INFINITY;
    const found: KubeObject[] = [];
    let limit: number | undefined = Math.min(atMost, PAGE);
    let size = 0;
    let next: string | undefined;
    for (let pages = 1; ; pages += 1) {
      const accept = limit === undefined ? [404] : [404, 410];
      const asked = { ...purpose, path: `${path}?${parameters(query, limit, next)}`, accept };
      const answer = await this.call(asked, until);
      if (answer.status === 404) return [];
      if (answer.status === 410) {
        found.length = 0;
        [limit, next] = [undefined, undefined];
        continue;
      }
      const page: Page = this.shaped(pageIn(answer.body, kind), `no list of ${resource}`);
      found.push(...page.items);
      size += answer.size;
      if (page.next === undefined || found.length >= atMost) return found;
      if (page.next === next || pages >= MOST_PAGES || size > LARGEST_ANSWER)
        throw this.wrong('server', `its list of ${resource} has no end. Check the server in the kubeconfig`);
      next = page.next;
    }
  }

  private async pluralToWrite(kind: KindRef, verb: string, until: Deadline): Promise<string> {
    const known = await this.kinds.plural(kind, until);
    if (known !== undefined) return known;
    throw this.wrong(
      'not-found',
      `cannot ${verb} a ${kind.kind}: it does not know ${kind.apiVersion}. Install its CRD`,
    );
  }

  private objectOf({ body }: Answer, ref: ObjectRef): KubeObject {
    const object = objectIn(body, ref);
    return this.shaped(object?.metadata.name === ref.name ? object : undefined, `no ${ref.kind} ${ref.name}`);
  }

  /** @throws ClusterError when an answer had another shape */
  private shaped<T>(value: T | undefined, what: string): T {
    if (value !== undefined) return value;
    throw this.wrong(
      'server',
      `its answer has ${what}. Check that the server in the kubeconfig is a Kubernetes API server`,
    );
  }

  private wrong(fault: ClusterFault, message: string): ClusterError {
    return new ClusterError(this.name, fault, `${this.name} (${this.server}): ${message}`);
  }
}

function parameters(
  { labels, fields }: ListQuery,
  limit: number | undefined,
  next: string | undefined,
): string {
  return new URLSearchParams({
    ...(limit === undefined ? {} : { limit: String(limit) }),
    ...(next === undefined ? {} : { continue: next }),
    ...(labels === undefined ? {} : { labelSelector: labels }),
    ...(fields === undefined ? {} : { fieldSelector: fields }),
  }).toString();
}
