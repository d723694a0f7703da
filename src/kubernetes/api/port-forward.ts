import { Duplex } from 'node:stream';
import { WebSocket } from 'ws';
import type { PodConnection, PodPort } from './cluster';
import type { Connection, RequestBase } from './connection';
import { objectPath } from './discovery';
import { answerError, forwardError, networkError } from './failures';
import { type Answer, LARGEST_ANSWER, receive, TimedOut } from './request';
import type { Deadline } from './time-limit';

/**
 * The WebSocket subprotocol of port-forwards that every API server passes on to the kubelet. Each message begins with
 * the number of its channel. Source: k8s.io/kubelet v0.34, pkg/cri/streaming/portforward/websocket.go. The newer
 * `SPDY/3.1+portforward.k8s.io` needs an implementation of SPDY.
 */
const PROTOCOL = 'v4.channel.k8s.io';

/** Channel of the port's bytes. */
const DATA = 0;
/** Channel of the kubelet's errors about the port. */
const ERROR = 1;
/** The kubelet begins each channel with the port's number, in this many bytes. */
const PREAMBLE = 2;

/**
 * Connects to a port of a pod through the API server and the kubelet. The pod sees a connection from localhost.
 * @param opening time limit for the API server to answer
 * @param deadline when the connection closes by itself
 * @throws ClusterError
 */
export async function forwardPort(
  connection: Connection,
  { namespace, name, port }: PodPort,
  opening: Deadline,
  deadline: Deadline,
): Promise<PodConnection> {
  const pod = { apiVersion: 'v1', kind: 'Pod', namespace, name };
  const purpose = { method: 'GET', resource: 'pods/portforward', namespace, name } as const;
  const url = connection.url(`${objectPath(pod, 'pods')}/portforward?ports=${port}`);
  const failures: Failures = {
    late: () => networkError(connection, purpose, new TimedOut(), deadline),
    broken: (error) => networkError(connection, purpose, error, deadline),
    refused: (said) => forwardError(connection, { namespace, name, port }, said),
  };
  for (let tries = 1; ; tries += 1) {
    const base = await connection.base(opening);
    const opened = await upgrade(
      url,
      base,
      opening,
      (socket) => new PodStream(socket, deadline, failures),
    ).catch((error: unknown) => {
      throw networkError(connection, purpose, error, opening);
    });
    if (opened instanceof PodStream) return { stream: opened, deadline };
    if (opened.status !== 401 || tries > 1 || !connection.refused(base))
      throw answerError(connection, purpose, opened, tries);
  }
}

/**
 * Requests a WebSocket.
 * @param made handles the connection before its first message
 * @returns the server's answer if it refuses
 */
function upgrade<T>(
  url: URL,
  { agent, headers }: RequestBase,
  deadline: Deadline,
  made: (socket: WebSocket) => T,
): Promise<T | Answer> {
  return new Promise((resolve, reject) => {
    const socket = new WebSocket(url, [PROTOCOL], {
      agent,
      headers: { ...(headers as Record<string, string>), 'User-Agent': 'istio-remote' },
      perMessageDeflate: false,
      maxPayload: LARGEST_ANSWER,
    });
    const timer = setTimeout(() => {
      reject(new TimedOut());
      socket.terminate();
    }, deadline.left());
    const done = () => clearTimeout(timer);
    socket.once('open', () => {
      done();
      resolve(made(socket));
    });
    socket.on('unexpected-response', (request, response) => {
      receive(response)
        .then(resolve, reject)
        .finally(() => {
          done();
          request.destroy();
        });
    });
    // Keep this listener: an error without a listener would end the process.
    socket.on('error', (error) => {
      done();
      reject(error);
    });
  });
}

/** The messages for a connection to a pod that ends early. */
interface Failures {
  late(): Error;
  broken(error: unknown): Error;
  refused(said: string): Error;
}

/** The bytes of one port over a WebSocket. The protocol cannot close only one direction. */
class PodStream extends Duplex {
  private readonly preamble = [PREAMBLE, PREAMBLE];
  private readonly timer: NodeJS.Timeout;
  private hasData = false;

  constructor(
    private readonly socket: WebSocket,
    deadline: Deadline,
    private readonly failures: Failures,
  ) {
    super({ allowHalfOpen: false });
    this.timer = setTimeout(() => this.destroy(failures.late()), deadline.left());
    // An error after the last answer has no other listener, and would end the process.
    this.on('error', () => undefined);
    socket.on('message', (message) => this.receive(message as Buffer));
    socket.on('close', () => this.push(null));
    socket.on('error', (error) => this.destroy(failures.broken(error)));
  }

  override _read(): void {
    this.socket.resume();
  }

  override _write(chunk: Buffer, _: BufferEncoding, done: (error?: Error | null) => void): void {
    this.socket.send(Buffer.concat([Buffer.of(DATA), chunk]), (error) =>
      done(error ? this.failures.broken(error) : null),
    );
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.timer);
    this.socket.terminate();
    done(error);
  }

  private receive(message: Buffer): void {
    const [channel = DATA] = message;
    const begun = Math.min(this.preamble[channel] ?? 0, message.length - 1);
    if (begun > 0) this.preamble[channel] = (this.preamble[channel] ?? 0) - begun;
    const bytes = message.subarray(1 + begun);
    if (bytes.length === 0 || this.readableEnded || this.destroyed) return;
    if (channel === DATA) {
      this.hasData = true;
      if (!this.push(bytes)) this.socket.pause();
    } else if (channel === ERROR && !this.hasData) {
      this.destroy(this.failures.refused(bytes.toString('utf8')));
    }
  }
}
