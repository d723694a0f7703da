import { Agent, type ClientRequestArgs, request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import type { Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { type ConnectionOptions, connect as connectTls } from 'node:tls';
import { codeOf } from '../../problem';
import { contains, hostAndPort, ipFamily, readCidr } from '../network';

/** A failure of the proxy itself, not of the server behind it. */
export class ProxyError extends Error {
  /** @param reason a code such as ECONNREFUSED, or the status of the proxy's answer */
  constructor(readonly reason: string) {
    super('the proxy failed');
  }
}

/**
 * Returns the URL of the proxy to a server: `proxy-url` of the kubeconfig, else HTTPS_PROXY or HTTP_PROXY, unless
 * NO_PROXY lists the server. Source: golang.org/x/net/http/httpproxy, which kubectl uses.
 */
export function proxyOf(
  server: URL,
  proxyUrl: string | undefined,
  env: Readonly<Record<string, string | undefined>>,
): string | undefined {
  if (proxyUrl !== undefined) return proxyUrl;
  const name = server.protocol === 'https:' ? 'HTTPS_PROXY' : 'HTTP_PROXY';
  const text = env[name] || env[name.toLowerCase()];
  if (text === undefined || text === '' || isExcluded(server, env.NO_PROXY || env.no_proxy || ''))
    return undefined;
  return text.includes('://') ? text : `http://${text}`;
}

/** Returns the port of a URL, by default its scheme's. */
function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : protocol.startsWith('socks') ? 1080 : 80;
}

/** Returns the host of a URL, for IPv6 without brackets. */
function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

/** Returns user and password of a URL. */
export function loginOf({ username, password }: URL) {
  return username === '' && password === ''
    ? undefined
    : { username: decoded(username), password: decoded(password) };
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text; // A bare percent sign.
  }
}

export function basicAuthorization(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
}

function isExcluded(server: URL, list: string): boolean {
  const host = hostOf(server);
  if (host === 'localhost' || host === '::1' || contains('127.0.0.0/8', host)) return true;
  return list
    .split(',')
    .map((entry) => entry.trim().toLowerCase())
    .some((entry) => entry === '*' || (entry !== '' && excludes(entry, host, portOf(server))));
}

function excludes(entry: string, host: string, port: number): boolean {
  const range = readCidr(entry);
  if (range !== 'not a CIDR') return contains('network' in range ? range.network : entry, host);
  const [, named = entry, namedPort] = ipFamily(entry) === 0 ? (/^(.*?)(?::(\d+))?$/.exec(entry) ?? []) : [];
  if (namedPort !== undefined && Number(namedPort) !== port) return false;
  const bare = named.replace(/^\[(.*)\]$/, '$1').replace(/^\*(?=\.)/, '');
  if (ipFamily(host) !== 0) return bare === host;
  return bare.startsWith('.') ? host.endsWith(bare) : host === bare || host.endsWith(`.${bare}`);
}

/** Connects to one API server through a proxy, within `limit` milliseconds. */
export class ProxyAgent extends Agent {
  constructor(
    private readonly server: URL,
    private readonly proxy: URL,
    private readonly tls: ConnectionOptions,
    private readonly limit: number,
  ) {
    super({ keepAlive: true });
    // Node.js compares it with the protocol of the request.
    Object.assign(this, { protocol: server.protocol });
  }

  override createConnection(
    _: ClientRequestArgs,
    callback: (error: Error | null, socket: Duplex) => void = () => undefined,
  ): undefined {
    const done = callback as (error: Error | null, socket?: Duplex) => void;
    const { server, proxy, tls, limit } = this;
    const host = hostOf(server);
    const open = proxy.protocol.startsWith('socks') ? openSocks : openTunnel;
    open(proxy, host, portOf(server), tls, limit).then(
      (socket) => {
        const options = { host, servername: nameOf(server), ...tls, socket };
        done(null, server.protocol === 'https:' ? connectTls(options) : socket);
      },
      (error: unknown) => {
        const code = codeOf(error) ?? 'no connection';
        done(error instanceof ProxyError ? error : new ProxyError(code));
      },
    );
  }
}

/** Returns the name for the TLS handshake. An address has none. */
function nameOf(url: URL): string {
  return ipFamily(hostOf(url)) === 0 ? url.hostname : '';
}

type Open = (
  proxy: URL,
  host: string,
  port: number,
  tls: ConnectionOptions,
  limit: number,
) => Promise<Socket>;

/** As in client-go, the CA of the API server also applies to a proxy that uses TLS. */
const openTunnel: Open = (proxy, host, port, { secureContext, rejectUnauthorized }, limit) =>
  new Promise((resolve, reject) => {
    const path = hostAndPort(host, port);
    const login = loginOf(proxy);
    const authorization = login && {
      'Proxy-Authorization': basicAuthorization(login.username, login.password),
    };
    const open = proxy.protocol === 'https:' ? httpsRequest : httpRequest;
    const request = open({
      method: 'CONNECT',
      host: hostOf(proxy),
      port: portOf(proxy),
      servername: nameOf(proxy),
      path,
      headers: { Host: path, ...authorization },
      agent: false,
      ...(secureContext === undefined ? {} : { secureContext }),
      ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
    });
    const timer = setTimeout(() => request.destroy(new ProxyError('no answer')), limit);
    request.on('connect', ({ statusCode }: IncomingMessage, socket: Socket) => {
      clearTimeout(timer);
      if (statusCode === 200) return resolve(socket);
      socket.destroy();
      reject(new ProxyError(String(statusCode)));
    });
    request.on('error', (error) => {
      clearTimeout(timer);
      reject(error);
    });
    request.end();
  });

const openSocks: Open = async (proxy, host, port, _tls, limit) => {
  const { SocksClient } = await import('socks');
  const login = loginOf(proxy);
  const { socket } = await SocksClient.createConnection({
    command: 'connect',
    proxy: {
      host: hostOf(proxy),
      port: portOf(proxy),
      type: 5,
      ...(login && { userId: login.username, password: login.password }),
    },
    destination: { host, port },
    timeout: limit,
  });
  return socket;
};
