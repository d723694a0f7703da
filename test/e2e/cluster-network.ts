import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect, isIPv6 } from 'node:net';
import type { Duplex } from 'node:stream';
import { hostAndPort } from '../../src/kubernetes/network';

interface LiveService {
  readonly spec: {
    readonly clusterIP?: string;
    readonly ports?: readonly { readonly name: string; readonly port: number }[];
  };
}

interface LiveSlice {
  readonly addressType: string;
  readonly endpoints: readonly { readonly addresses: readonly string[] }[];
  readonly ports: readonly { readonly name: string; readonly port: number }[];
}

/**
 * A stand-in for the network between an API server and its webhooks: DNS, kube-proxy, and the routes to other
 * clusters. An API server reaches it like a konnectivity proxy, by HTTP CONNECT, so that it resolves Services itself
 * and asks for exactly the hosts and ports that it would dial.
 */
export class ClusterNetwork {
  /** Hosts and ports that lead to a port of this machine. */
  private readonly servers = new Map<string, number>();
  /** Addresses of Services, and their endpoints' hosts and ports. */
  private readonly services = new Map<string, readonly string[]>();
  /** Hosts and ports that the API server has asked for, in order. */
  readonly asked: string[] = [];
  private readonly proxy: Server;

  /** @param socket path for an API server. Default: a free port, for programs that read HTTPS_PROXY. */
  constructor(socket?: string) {
    this.proxy = createServer().on('connect', (request, client: Duplex) => {
      client.on('error', () => undefined);
      this.lead(request.url ?? '', client);
    });
    if (socket === undefined) this.proxy.listen(0, '127.0.0.1');
    else this.proxy.listen(socket);
  }

  /** The value of HTTPS_PROXY, if it has no socket. */
  async url(): Promise<string> {
    if (!this.proxy.listening) await once(this.proxy, 'listening');
    return `http://127.0.0.1:${(this.proxy.address() as AddressInfo).port}`;
  }

  /** Adds a server at a host and a port, like a machine in another cluster. */
  place(host: string, port: number, localPort: number): void {
    this.servers.set(hostAndPort(host, port), localPort);
  }

  /** Does what kube-proxy does: an address of a Service leads to the endpoints of its family, port by port. */
  follow({ spec: { clusterIP = 'None', ports = [] } }: LiveService, slices: readonly LiveSlice[]): void {
    const family = isIPv6(clusterIP) ? 'IPv6' : 'IPv4';
    for (const { name, port } of ports)
      this.services.set(
        hostAndPort(clusterIP, port),
        slices
          .filter(({ addressType }) => addressType === family)
          .flatMap((slice) => {
            const target = slice.ports.find((one) => one.name === name)?.port ?? 0;
            return slice.endpoints.flatMap(({ addresses }) =>
              addresses.map((address) => hostAndPort(address, target)),
            );
          }),
      );
  }

  close(): void {
    this.proxy.close();
    this.proxy.closeAllConnections();
  }

  private lead(wanted: string, client: Duplex): void {
    this.asked.push(wanted);
    const places = this.services.get(wanted) ?? [wanted];
    const [port] = places.flatMap((place) => this.servers.get(place) ?? []);
    if (port === undefined) {
      client.end('HTTP/1.1 502 nobody is there\r\n\r\n');
      return;
    }
    const server = connect(port, '127.0.0.1', () => {
      client.write('HTTP/1.1 200 OK\r\n\r\n');
      client.pipe(server).pipe(client);
    });
    server.on('error', () => client.destroy());
    client.on('close', () => server.destroy());
  }
}
