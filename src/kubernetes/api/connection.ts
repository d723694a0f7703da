import type { RequestOptions } from 'node:https';
import { quoted } from '../../problem';
import type { ChosenContext } from './choose-context';
import type { Trust } from './cluster';
import { ClusterError } from './cluster-error';
import type { Credentials } from './exec-credentials';
import { KubeConfig } from './kubernetes-client';
import { Secrets, shownUrl } from './redaction';
import type { Deadline } from './time-limit';
import { fileText, userCredentials } from './user-credentials';

/** Credentials that end within this time are renewed first. */
const RENEW_BEFORE = 10_000;

/** Where requests to one cluster go and what they carry. */
export class Connection {
  readonly secrets = new Secrets();
  /** Without a slash at the end; may hold a path, as behind Rancher. */
  readonly url: string;
  readonly shown: string;
  readonly trust: Trust;
  private ready: { readonly options: RequestOptions; readonly expires: number } | undefined;

  constructor(
    readonly cluster: string,
    readonly context: ChosenContext,
    private readonly env: Readonly<Record<string, string | undefined>>,
  ) {
    const { fields, folder } = context.cluster;
    const server = fields.server;
    if (typeof server !== 'string' || !/^https?:\/\//.test(server) || !URL.canParse(server))
      throw new ClusterError(
        cluster,
        'kubeconfig',
        `${cluster}: expected the URL of an API server in the kubeconfig, got ${quoted(server)}. Correct the cluster of context ${quoted(context.name)}`,
      );
    this.url = server.replace(/\/+$/, '');
    this.shown = shownUrl(server);
    const url = new URL(server);
    this.secrets.add(decodeURIComponent(url.password));
    const data = fields['certificate-authority-data'];
    const ca =
      typeof data === 'string' && data !== ''
        ? Buffer.from(data, 'base64').toString()
        : fileText(cluster, folder, fields['certificate-authority'], 'certificate-authority');
    const serverName = fields['tls-server-name'];
    const proxyUrl = fields['proxy-url'];
    if (typeof proxyUrl === 'string' && URL.canParse(proxyUrl))
      this.secrets.add(decodeURIComponent(new URL(proxyUrl).password));
    this.trust = {
      ...(ca === undefined ? {} : { ca }),
      skipVerify: fields['insecure-skip-tls-verify'] === true,
      ...(typeof serverName === 'string' && serverName !== '' ? { serverName } : {}),
      ...(typeof proxyUrl === 'string' && proxyUrl !== '' ? { proxyUrl } : {}),
    };
  }

  /** Options of a request: agent, headers and, from a credential plugin, what may take its time. */
  async options(deadline: Deadline): Promise<RequestOptions> {
    if (this.ready !== undefined && this.ready.expires - RENEW_BEFORE > Date.now()) return this.ready.options;
    const credentials = await userCredentials(this.cluster, this.context.user, this.env, deadline);
    for (const value of [credentials.token, credentials.password, credentials.key]) this.secrets.add(value);
    const options = await this.clientOptions(credentials);
    this.ready = { options, expires: credentials.expires ?? Number.POSITIVE_INFINITY };
    return options;
  }

  /** Throws away credentials that the server has refused. @returns whether there may be better ones */
  forget(): boolean {
    const renewable = this.context.user.fields.exec !== undefined && this.ready !== undefined;
    this.ready = undefined;
    return renewable;
  }

  private async clientOptions(credentials: Credentials): Promise<RequestOptions> {
    const { ca, skipVerify, serverName, proxyUrl } = this.trust;
    const base64 = (text: string): string => Buffer.from(text).toString('base64');
    const client = new KubeConfig();
    client.loadFromClusterAndUser(
      {
        name: 'cluster',
        server: this.url,
        // Without TLS there is nothing to verify; the client wants it said.
        skipTLSVerify: skipVerify || this.url.startsWith('http:'),
        ...(ca === undefined ? {} : { caData: base64(ca) }),
        ...(serverName === undefined ? {} : { tlsServerName: serverName }),
        ...(proxyUrl === undefined ? {} : { proxyUrl }),
      },
      {
        name: 'user',
        ...(credentials.token === undefined ? {} : { token: credentials.token }),
        ...(credentials.username === undefined ? {} : { username: credentials.username }),
        ...(credentials.password === undefined ? {} : { password: credentials.password }),
        ...(credentials.certificate === undefined ? {} : { certData: base64(credentials.certificate) }),
        ...(credentials.key === undefined ? {} : { keyData: base64(credentials.key) }),
      },
    );
    const options: RequestOptions = {};
    try {
      await client.applyToHTTPSOptions(options);
    } catch {
      throw new ClusterError(
        this.cluster,
        'kubeconfig',
        `${this.cluster}: the Kubernetes client does not take context ${quoted(this.context.name)} of the kubeconfig. Check its proxy-url, certificates and keys`,
      );
    }
    const { agent, auth, headers } = options;
    if (typeof agent === 'object') Object.assign(agent, { keepAlive: true });
    return {
      ...(agent === undefined ? {} : { agent }),
      ...(auth === undefined || auth === null ? {} : { auth }),
      headers: { ...(headers as Record<string, string>), ...impersonation(this.context.user.fields) },
    };
  }
}

/** `as` and `as-groups` of a kubeconfig user. */
function impersonation(user: Readonly<Record<string, unknown>>): Record<string, string | string[]> {
  const groups = user['as-groups'];
  return {
    ...(typeof user.as === 'string' && user.as !== '' ? { 'Impersonate-User': user.as } : {}),
    ...(Array.isArray(groups) && groups.length > 0 ? { 'Impersonate-Group': groups.map(String) } : {}),
  };
}
