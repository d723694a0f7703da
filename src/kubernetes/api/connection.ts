import { type Agent, Agent as HttpAgent, type OutgoingHttpHeaders } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { type ConnectionOptions, checkServerIdentity, createSecureContext } from 'node:tls';
import { certificatesInPem } from '../certificates';
import { ipFamily } from '../network';
import type { Access } from './access';
import { kubeconfigError } from './cluster';
import type { Credentials } from './credentials';
import { basicAuthorization, loginOf, ProxyAgent, proxyOf } from './proxy';
import { Secrets, shownUrl } from './redaction';
import { systemAuthorities } from './system-authorities';
import type { Deadline } from './time-limit';

/** Credentials are renewed this many milliseconds before they expire. */
const RENEW_BEFORE = 10_000;

/** The agent and headers of every request to a cluster. */
export interface RequestBase {
  readonly agent: Agent;
  readonly headers: OutgoingHttpHeaders;
}

/** The destination and credentials of requests to one cluster. */
export class Connection {
  readonly secrets = new Secrets();
  /** URL of the API server for messages. */
  readonly shown: string;
  /** URL of the proxy for messages. */
  readonly shownProxy: string | undefined;
  private readonly proxy: URL | undefined;
  private ready: (RequestBase & { readonly expires: number }) | undefined;
  /** Lets simultaneous requests share one run of a credential plugin. */
  private preparing: Promise<RequestBase> | undefined;

  /** @param limit milliseconds for a proxy to connect */
  constructor(
    readonly access: Access,
    readonly env: Readonly<Record<string, string | undefined>>,
    private readonly limit: number,
  ) {
    const { server, trust } = access;
    this.shown = shownUrl(server.href);
    const proxy = proxyOf(server, trust.proxyUrl, env);
    const schemes = trust.proxyUrl === undefined ? /^(?:https?|socks5h?):\/\//i : /^(?:https?|socks5):\/\//i;
    if (proxy !== undefined && (!schemes.test(proxy) || !URL.canParse(proxy)))
      throw kubeconfigError(
        access.cluster,
        `expected the URL of a proxy (http, https or socks5) in ${trust.proxyUrl === undefined ? 'the environment' : 'proxy-url of the kubeconfig'}. Correct it`,
      );
    this.proxy = proxy === undefined ? undefined : new URL(proxy);
    this.shownProxy = proxy === undefined ? undefined : shownUrl(proxy);
    this.secrets.add(loginOf(server)?.password);
    this.secrets.add(this.proxy && loginOf(this.proxy)?.password);
  }

  /** Returns the URL of a path from the server's root. The server's own URL may have a path, as with Rancher. */
  url(path: string): URL {
    const { origin, pathname } = this.access.server;
    return new URL(`${origin}${pathname.replace(/\/+$/, '')}${path}`);
  }

  /**
   * Returns the agent and headers. May run a credential plugin. Like kubectl, never sends credentials to a server
   * without TLS.
   * @throws ClusterError
   */
  async base(deadline: Deadline): Promise<RequestBase> {
    if (this.ready !== undefined && this.ready.expires - RENEW_BEFORE > Date.now()) return this.ready;
    this.preparing ??= this.prepare(deadline).finally(() => {
      this.preparing = undefined;
    });
    return this.preparing;
  }

  /** Drops credentials that the server refused. @returns whether new ones may work */
  refused(base: RequestBase): boolean {
    if (this.ready === base) this.ready = undefined;
    return this.access.renews;
  }

  private async prepare(deadline: Deadline): Promise<RequestBase> {
    const { server, impersonation } = this.access;
    const isTls = server.protocol === 'https:';
    const credentials = isTls ? await this.access.credentials(deadline) : {};
    const authorization = isTls ? authorizationOf(credentials, server) : undefined;
    for (const value of [credentials.token, credentials.password, credentials.key, authorization])
      this.secrets.add(value?.replace(/^(?:Basic|Bearer) /, ''));
    this.ready = {
      agent: this.agent(isTls ? this.tlsOptions(credentials) : {}),
      headers: { ...(authorization === undefined ? {} : { Authorization: authorization }), ...impersonation },
      expires: credentials.expires ?? Number.POSITIVE_INFINITY,
    };
    return this.ready;
  }

  private agent(tls: ConnectionOptions): Agent {
    const { server } = this.access;
    if (this.proxy !== undefined) return new ProxyAgent(server, this.proxy, tls, this.limit);
    return server.protocol === 'https:'
      ? new HttpsAgent({ ...tls, keepAlive: true })
      : new HttpAgent({ keepAlive: true });
  }

  private tlsOptions({ certificate, key }: Credentials): ConnectionOptions {
    const { cluster, context, trust } = this.access;
    const { ca, skipVerify, serverName } = trust;
    const trusted = ca === undefined ? undefined : certificatesInPem(ca);
    const fault = trusted?.faults[0];
    if (trusted?.certificates.length === 0)
      throw kubeconfigError(
        cluster,
        `the CA in the kubeconfig ${fault === undefined ? 'is not a certificate in PEM' : `has ${fault}`}. Correct certificate-authority`,
      );
    const authorities =
      trusted?.certificates.map(({ block }) => block.text) ??
      (skipVerify ? undefined : systemAuthorities(this.env));
    try {
      if (certificate !== undefined && certificatesInPem(certificate).certificates.length === 0)
        throw new Error('no certificate that Go reads');
      return {
        secureContext: createSecureContext({ ca: authorities, cert: certificate, key }),
        rejectUnauthorized: !skipVerify,
        ...(serverName === undefined ? {} : expecting(serverName)),
      };
    } catch {
      throw kubeconfigError(
        cluster,
        `the client certificate and the key of context ${context.shown} are not PEM, or do not belong together. Correct them`,
      );
    }
  }
}

/** TLS cannot ask for an address, but the certificate may contain it. */
function expecting(name: string): ConnectionOptions {
  return ipFamily(name) === 0
    ? { servername: name }
    : { servername: '', checkServerIdentity: (_, certificate) => checkServerIdentity(name, certificate) };
}

/** Returns the Authorization header. As in Go, a login in the server's URL comes last. */
function authorizationOf(credentials: Credentials, server: URL): string | undefined {
  if (credentials.token !== undefined) return `Bearer ${credentials.token}`;
  const { username, password = '' } =
    credentials.username === undefined ? (loginOf(server) ?? {}) : credentials;
  return username === undefined ? undefined : basicAuthorization(username, password);
}
