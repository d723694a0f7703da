import { createServer, type IncomingMessage, type Server } from 'node:http';
import { createServer as createTlsServer, type ServerOptions } from 'node:https';
import {
  type AddressInfo,
  connect,
  createServer as createTcpServer,
  type Socket,
  type Server as TcpServer,
} from 'node:net';
import type { Duplex } from 'node:stream';

/** A client's request to a proxy. */
export interface Wanted {
  /** `host:port`. */
  readonly target: string;
  /** The client's login: its header, or `user:password`. */
  readonly login: string | undefined;
  /** Everything that the proxy reads in plain text. */
  readonly seen: string;
}

/** A proxy on this machine that leads to one of its ports, whatever the request. */
export class FakeProxy implements AsyncDisposable {
  readonly wanted: Wanted[] = [];
  private readonly sockets = new Set<Duplex>();

  private constructor(
    private readonly server: Server | TcpServer,
    private readonly scheme: string,
  ) {
    server.on('connection', (socket: Socket) => this.sockets.add(socket.on('error', () => undefined)));
  }

  /** Implements HTTP (CONNECT). @param answer its status; any other than 200 refuses the connection */
  static async http(port: number, { tls, answer = 200 }: { tls?: ServerOptions; answer?: number } = {}) {
    const server = tls === undefined ? createServer() : createTlsServer(tls);
    const proxy = new FakeProxy(server, tls === undefined ? 'http' : 'https');
    server.on('connect', ({ url = '', headers, rawHeaders }: IncomingMessage, socket: Duplex) => {
      const login = headers['proxy-authorization'];
      proxy.wanted.push({ target: url, login, seen: rawHeaders.join('\n') });
      socket.write(`HTTP/1.1 ${answer} Answer\r\n\r\n`);
      if (answer === 200) proxy.join(socket, port);
      else socket.end();
    });
    return proxy.listen();
  }

  /** Implements SOCKS 5. Asks for a login if there is one. */
  static async socks(port: number, asksForLogin: boolean) {
    const server = createTcpServer((socket) => {
      let login: string | undefined;
      const steps = [
        () => socket.write(Buffer.from([5, asksForLogin ? 2 : 0])),
        ...(asksForLogin
          ? [
              (message: Buffer) => {
                const [, length = 0] = message;
                const user = message.toString('utf8', 2, 2 + length);
                login = `${user}:${message.toString('utf8', 3 + length)}`;
                socket.write(Buffer.from([1, 0]));
              },
            ]
          : []),
        (message: Buffer) => {
          const host = message.toString('utf8', 5, message.length - 2);
          const target = `${host}:${message.readUInt16BE(message.length - 2)}`;
          proxy.wanted.push({ target, login, seen: '' });
          socket.removeAllListeners('data');
          socket.write(Buffer.from([5, 0, 0, 1, 0, 0, 0, 0, 0, 0]));
          proxy.join(socket, port);
        },
      ];
      socket.on('data', (message) => steps.shift()?.(message));
    });
    const proxy = new FakeProxy(server, 'socks5');
    return proxy.listen();
  }

  /** Accepts connections and sends nothing. */
  static async silent() {
    return new FakeProxy(
      createTcpServer((socket) => void socket.resume()),
      'http',
    ).listen();
  }

  /** @param login `user:password@` */
  url(login = ''): string {
    return `${this.scheme}://${login}127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  /** Connections that clients have not closed. */
  get open(): number {
    return [...this.sockets].filter((socket) => !socket.destroyed).length;
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    await new Promise((resolve) => this.server.close(resolve));
  }

  private async listen(): Promise<this> {
    await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  private join(client: Duplex, port: number): void {
    const target = connect(port, '127.0.0.1');
    for (const socket of [client, target]) this.sockets.add(socket.on('error', () => undefined));
    client.pipe(target).pipe(client);
    client.on('close', () => target.destroy());
  }
}
