import type { IncomingMessage } from 'node:http';
import { connect } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

/** Returns the target of a pod's port: a port of this machine, or the kubelet's error. */
export type Lead = number | string;

/**
 * The kubelet's side of a port-forward: `v4.channel.k8s.io`, with a channel for data and one for errors.
 * Source: k8s.io/kubelet v0.34, pkg/cri/streaming/portforward/websocket.go.
 */
export class FakeKubelet {
  /** Open connections. */
  readonly open = new Set<WebSocket>();
  private readonly server = new WebSocketServer({
    noServer: true,
    handleProtocols: (offered) => (offered.has('v4.channel.k8s.io') ? 'v4.channel.k8s.io' : false),
  });

  /** @param leads returns the target of a pod's port */
  constructor(private readonly leads: (pod: string, port: number) => Lead) {}

  /** Handles a request for `…/<pod>/portforward?ports=<port>`, or `/portForward/<namespace>/<pod>?port=<port>`. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname, searchParams } = new URL(request.url ?? '/', 'https://fake');
    const port = Number(searchParams.get('ports') ?? searchParams.get('port'));
    const pod =
      pathname
        .replace(/\/portforward$/, '')
        .split('/')
        .at(-1) ?? '';
    this.server.handleUpgrade(request, socket, head, (channel) => this.forward(channel, pod, port));
  }

  close(): void {
    for (const channel of this.open) channel.terminate();
    this.server.close();
  }

  private forward(channel: WebSocket, pod: string, port: number): void {
    this.open.add(channel);
    channel.on('close', () => this.open.delete(channel));
    const send = (number: number, bytes: Uint8Array): void =>
      channel.send(Buffer.concat([Buffer.of(number), bytes]));
    const preamble = Buffer.alloc(2);
    preamble.writeUInt16LE(port);
    send(0, preamble);
    send(1, preamble);
    const fail = (why: string): void => {
      send(1, Buffer.from(`error forwarding port ${port} to pod ${pod}, uid : ${why}`));
      channel.close();
    };
    const lead = this.leads(pod, port);
    if (typeof lead === 'string') {
      fail(lead);
      return;
    }
    const target = connect(lead, '127.0.0.1');
    channel.on('message', (message: Buffer) => target.write(message.subarray(1)));
    channel.on('close', () => target.destroy());
    target.on('data', (bytes) => send(0, bytes));
    target.on('error', ({ message }) => fail(message));
    target.on('end', () => channel.close());
  }
}
