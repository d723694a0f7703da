import {
  createServer,
  type IncomingHttpHeaders,
  type IncomingMessage,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { TLSSocket } from 'node:tls';
import type { KubeObject } from '../../../src/kubernetes/api/cluster';
import { answerTo, type FakeAnswer, status } from './fake-api';
import { LOCAL_CERTIFICATE } from './fake-certificate';
import { FakeKubelet, type Lead } from './fake-kubelet';

/** The fault of a request, instead of its answer. */
export type Fault =
  | FakeAnswer
  /** Accepts and never answers. */
  | 'silence'
  /** Closes the connection before anything happens. */
  | 'cut before'
  /** Handles the request, then closes the connection. */
  | 'cut after';

export interface Asked {
  readonly method: string;
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  /** Subject of the client's certificate. */
  readonly subject: string | undefined;
  /** Number of earlier requests. */
  readonly index: number;
}

/** Tokens like those of clusters, so that a search for credentials finds them. */
export const ADMIN_TOKEN = jwt('system:serviceaccount:kube-system:admin');
export const READER_TOKEN = jwt('system:serviceaccount:istio-system:istio-multi');

/** An API server in memory, with the faults that a test asks for. */
export class FakeApiServer implements AsyncDisposable {
  readonly objects = new Map<string, KubeObject>();
  readonly asked: Asked[] = [];
  /** Decides the fault of a request. */
  fault: (asked: Asked) => Fault | undefined = () => undefined;
  /** Does what controllers of the cluster do, after each change. */
  controllers: () => void = () => undefined;
  /** Milliseconds before each answer. */
  delay = 0;
  /** Changes the body of every answer. */
  change: (body: unknown) => unknown = (body) => body;
  /** The kinds that the reader can read, as in paths. */
  readerReads = ['pods', 'services', 'endpoints', 'nodes'];
  /** Returns the target of a pod's port: a port of this machine, or why it leads nowhere. */
  forward: (pod: string, port: number) => Lead = () => 'no such pod';
  /** The rights of an administrator. */
  may: (attributes: Readonly<Record<string, string>>) => boolean = () => true;
  /** Longest lifetime of a requested token in seconds. */
  longestToken = Number.POSITIVE_INFINITY;
  private readonly requestedTokens = new Set<string>();
  readonly kubelet = new FakeKubelet((pod, port) => this.forward(pod, port));
  private readonly server: Server;

  private constructor(private readonly tls: ServerOptions | undefined) {
    const handle = (request: IncomingMessage, response: ServerResponse): void =>
      this.receive(request, response);
    this.server = tls === undefined ? createServer(handle) : createTlsServer(tls, handle);
    this.server.on('upgrade', (request, socket, head) => {
      const { url = '/', headers } = request;
      const asked = { method: 'GET', path: url, headers, subject: undefined, index: this.asked.length };
      const fault = this.fault(asked);
      this.asked.push(asked);
      if (fault !== undefined) return this.refuse(fault, socket);
      this.kubelet.upgrade(request, socket, head);
    });
  }

  /** @param tls undefined for plain http */
  static async start(tls: ServerOptions | 'http' = LOCAL_CERTIFICATE): Promise<FakeApiServer> {
    const fake = new FakeApiServer(tls === 'http' ? undefined : tls);
    await new Promise<void>((resolve) => fake.server.listen(0, '127.0.0.1', resolve));
    fake.put(namespace('kube-system'));
    return fake;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  get url(): string {
    return `${this.tls === undefined ? 'http' : 'https'}://127.0.0.1:${this.port}`;
  }

  /** Stores an object with a uid. */
  put(object: KubeObject): KubeObject {
    const whole = {
      ...object,
      metadata: { uid: crypto.randomUUID(), resourceVersion: '1', ...object.metadata },
    };
    this.objects.set(keyOf(whole), whole);
    return whole;
  }

  find(kind: string, name: string): KubeObject | undefined {
    return [...this.objects.values()].find((object) => object.kind === kind && object.metadata.name === name);
  }

  /** Returns all objects, as `Kind namespace/name`. */
  titles(): string[] {
    return [...this.objects.keys()].sort();
  }

  async [Symbol.asyncDispose](): Promise<void> {
    this.kubelet.close();
    this.server.closeAllConnections();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private refuse(fault: Fault, socket: Duplex): void {
    if (fault === 'silence') return;
    if (typeof fault === 'string') return void socket.destroy();
    const text = typeof fault.body === 'string' ? fault.body : JSON.stringify(fault.body);
    socket.end(
      `HTTP/1.1 ${fault.status} Answer\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    );
  }

  private receive(request: IncomingMessage, response: ServerResponse): void {
    const { method = 'GET', url = '/', headers, socket } = request;
    const subject = socket instanceof TLSSocket ? String(socket.getPeerCertificate().subject?.CN) : undefined;
    const asked = { method, path: url, headers, subject, index: this.asked.length };
    this.asked.push(asked);
    const fault = this.fault(asked);
    if (fault === 'silence') return;
    if (fault === 'cut before') return void request.socket.destroy();
    let text = '';
    request.on('data', (chunk) => {
      text += chunk;
    });
    request.on('end', async () => {
      if (this.delay > 0) await new Promise((resolve) => setTimeout(resolve, this.delay));
      const answer = typeof fault === 'object' ? fault : this.answer(request, text);
      if (fault === 'cut after') return void request.socket.destroy();
      response.writeHead(answer.status, { 'Content-Type': 'application/json', ...answer.headers });
      const { body } = answer;
      response.end(typeof body === 'string' ? body : JSON.stringify(this.change(body)));
    });
  }

  private answer(request: IncomingMessage, text: string): FakeAnswer {
    const { method = 'GET', url = '/', headers } = request;
    const isReader =
      headers.authorization === `Bearer ${READER_TOKEN}` ||
      this.requestedTokens.has(headers.authorization?.replace('Bearer ', '') ?? '');
    if (!isReader && headers.authorization !== `Bearer ${ADMIN_TOKEN}`) return status(401, 'Unauthorized');
    const { pathname } = new URL(url, 'https://fake');
    if (isReader && !this.readerReads.some((kind) => pathname.endsWith(`/${kind}`)))
      return status(403, 'Forbidden');
    const body = text === '' ? undefined : JSON.parse(text);
    if (pathname.endsWith('/selfsubjectaccessreviews'))
      return { status: 201, body: { status: { allowed: this.may(body.spec.resourceAttributes) } } };
    if (method === 'POST' && pathname.endsWith('/token'))
      return { status: 201, body: { status: { token: this.requested(body.spec.expirationSeconds) } } };
    const answer = answerTo(this.objects, method, new URL(url, 'https://fake'), body);
    if (method !== 'GET') this.controllers();
    return answer;
  }

  private requested(seconds: number): string {
    const token = endingToken(Math.min(seconds, this.longestToken));
    this.requestedTokens.add(token);
    return token;
  }
}

/** Returns a token like those of the TokenRequest API. @param seconds until it expires @param lifetime in seconds */
export function endingToken(seconds: number, lifetime = seconds): string {
  const exp = Math.floor(Date.now() / 1000) + seconds;
  return jwt('system:serviceaccount:istio-system:istio-multi', { exp, iat: exp - lifetime });
}

/**
 * Loses the connection at a request and all later ones. Refuses reads instead, which are not retried, so that tests
 * are fast.
 */
export function lostFrom(first: number, kind: 'cut before' | 'cut after'): FakeApiServer['fault'] {
  return ({ index, method }) => {
    if (index < first) return undefined;
    if (method === 'GET') return status(403, 'Forbidden');
    return index === first ? kind : 'cut before';
  };
}

export function keyOf({ kind, metadata }: KubeObject): string {
  return `${kind} ${metadata.namespace === undefined ? '' : `${metadata.namespace}/`}${metadata.name}`;
}

export function namespace(name: string, labels: Record<string, string> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
}

function jwt(subject: string, times: object = {}): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const signature = Buffer.from(`signature of ${subject} for tests only`).toString('base64url');
  return `${part({ alg: 'RS256', kid: '' })}.${part({ iss: 'kubernetes/serviceaccount', sub: subject, ...times })}.${signature}`;
}
