import { quoted } from '../../problem';
import { ClusterError, type ClusterFault } from './cluster-error';
import type { Connection } from './connection';
import { type Answer, TimedOut } from './request';
import { type Deadline, secondsText } from './time-limit';

/** What a request is about, for messages. */
export interface Purpose {
  /** As RBAC has it: get, list, create, patch, delete. */
  readonly verb: string;
  /** Plural, such as `secrets`. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** `list secrets in the namespace istio-system`, `delete secrets "eu-west-1"`. */
export function purposeText({ verb, resource, namespace, name }: Purpose): string {
  return [
    verb,
    resource,
    ...(name === undefined ? [] : [quoted(name)]),
    ...(namespace === undefined ? [] : [`in the namespace ${namespace}`]),
  ].join(' ');
}

const UNTRUSTED: ReadonlySet<string> = new Set([
  'DEPTH_ZERO_SELF_SIGNED_CERT',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
  'UNABLE_TO_GET_ISSUER_CERT',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
  'CERT_SIGNATURE_FAILURE',
  'CERT_UNTRUSTED',
  'INVALID_CA',
]);

const NETWORK: Readonly<Record<string, readonly [string, string]>> = {
  ECONNREFUSED: [
    'the connection was refused',
    'Check that the API server is up, and that this is its address and port',
  ],
  ENOTFOUND: ['its host name does not resolve', 'Check the server in the kubeconfig, DNS and the VPN'],
  EAI_AGAIN: ['its host name does not resolve', 'Check the server in the kubeconfig, DNS and the VPN'],
  ETIMEDOUT: ['nobody answers there', 'Check the network, the VPN and firewalls'],
  EHOSTUNREACH: ['there is no way to it', 'Check the network, the VPN and firewalls'],
  ENETUNREACH: ['there is no way to it', 'Check the network, the VPN and firewalls'],
  ECONNRESET: ['the connection broke', 'Check proxies and firewalls, then repeat'],
  EPIPE: ['the connection broke', 'Check proxies and firewalls, then repeat'],
  EPROTO: ['it does not speak TLS', 'Check that the server in the kubeconfig is its https port'],
  CERT_HAS_EXPIRED: ['its certificate has expired', "Renew the API server's certificate"],
  CERT_NOT_YET_VALID: ['its certificate is not valid yet', 'Check the clocks of this machine and the server'],
  ERR_TLS_CERT_ALTNAME_INVALID: [
    'its certificate is for another name',
    'Correct the server in the kubeconfig, or set its tls-server-name',
  ],
};

/** Why a request got no answer. */
export function networkError(connection: Connection, error: unknown, deadline: Deadline): ClusterError {
  const fail = (fault: ClusterFault, [what, fix]: readonly [string, string]): ClusterError =>
    new ClusterError(connection.cluster, fault, `${place(connection)}: ${what}. ${fix}`);
  if (error instanceof TimedOut) {
    return fail('timeout', [
      `no answer within ${secondsText(deadline.milliseconds)}`,
      'Check the network, the VPN and the API server, or give it longer with --timeout',
    ]);
  }
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNTRUSTED.has(code))
    return fail('untrusted', [
      `its certificate is not signed by the CA that the kubeconfig trusts (${code})`,
      "Put the cluster's CA into certificate-authority-data of the kubeconfig",
    ]);
  const known = NETWORK[code];
  if (known !== undefined) return fail(/CERT/.test(code) ? 'untrusted' : 'unreachable', known);
  if (/SSL|TLS|OSSL|PEM/.test(code))
    return fail('untrusted', [
      `TLS does not come about (${code})`,
      'Check the CA, the certificate and the key of the context in the kubeconfig',
    ]);
  return fail('unreachable', [
    `the connection failed${/^\w{1,60}$/.test(code) ? ` (${code})` : ''}`,
    'Check the server in the kubeconfig',
  ]);
}

/** Why an answer is not what was asked for. */
export function answerError(
  connection: Connection,
  purpose: Purpose,
  answer: Answer,
  tries: number,
): ClusterError {
  const { status } = answer;
  const fail = (fault: ClusterFault, what: string, fix: string): ClusterError =>
    new ClusterError(connection.cluster, fault, `${place(connection)}: ${what}. ${fix}`);
  const wanted = purposeText(purpose);
  const context = quoted(connection.context.name);
  const said = connection.secrets.safe(statusMessage(answer.body));
  const because = said === undefined ? '' : `: ${said.replace(/\.$/, '')}`;
  const after = tries > 1 ? ` after ${tries} tries` : '';
  if (status === 401)
    return fail(
      'unauthorized',
      `it does not accept the credentials of context ${context} (401)`,
      'Log in again, or use another context',
    );
  if (status === 403)
    return fail(
      'forbidden',
      `it forbids the user of context ${context} to ${wanted} (403)`,
      'Grant that, or use a context whose user may do it',
    );
  if (status === 404 && isStatus(answer.body))
    return fail(
      'not-found',
      `it does not know what it takes to ${wanted} (404)`,
      'Check the cluster’s version',
    );
  if (status === 409 && reasonIn(answer.body) === 'AlreadyExists')
    return fail(
      'conflict',
      `it cannot ${wanted}: there is one already (409)`,
      'See what is there, then repeat',
    );
  if (status === 409)
    return fail(
      'conflict',
      `it cannot ${wanted}, which somebody else has just changed (409)`,
      'See what is there now, then repeat',
    );
  if (status === 410) return fail('gone', `its list changed faster than it could be read (410)`, 'Repeat');
  if (status === 429) {
    const asked = answer.retryAfter === undefined ? '' : `, and asks to wait ${answer.retryAfter} s`;
    return fail(
      'throttled',
      `it has too much to do to ${wanted}${after}${asked} (429)`,
      'Repeat later, or give it longer with --timeout',
    );
  }
  if (status >= 500)
    return fail(
      'server',
      `it failed to ${wanted}${after} (${status})${because}`,
      'Look into the API server’s log, then repeat',
    );
  if (status >= 400 && isStatus(answer.body))
    return fail('refused', `it refused to ${wanted} (${status})${because}`, 'Check what was asked of it');
  return fail(
    'server',
    `it does not answer like a Kubernetes API server (${status})`,
    'Check the server in the kubeconfig; a login page or proxy may stand before it',
  );
}

function place({ cluster, shown }: Connection): string {
  return `${cluster} (${shown})`;
}

/** Whether a body is the Status object in which an API server explains itself. */
export function isStatus(body: unknown): boolean {
  return typeof body === 'object' && body !== null && 'kind' in body && body.kind === 'Status';
}

function reasonIn(body: unknown): unknown {
  return isStatus(body) ? (body as { reason?: unknown }).reason : undefined;
}

function statusMessage(body: unknown): unknown {
  return isStatus(body) ? (body as { message?: unknown }).message : undefined;
}
