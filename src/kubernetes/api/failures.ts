import { quoted } from '../../problem';
import { textAt } from '../fields';
import { isStatus } from './answers';
import { ClusterError, type ClusterFault } from './cluster-error';
import type { Connection } from './connection';
import { ProxyError } from './proxy';
import { type Answer, LARGEST_ANSWER, TimedOut, TooLarge } from './request';
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
function purposeText({ verb, resource, namespace, name }: Purpose): string {
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

const UNREACHABLE = 'Check the network, the VPN and firewalls';
const BROKEN = 'Check proxies and firewalls, then repeat';
const NO_NAME = 'Check the server in the kubeconfig, DNS and the VPN';

/** What happened and what to do, by the code of the error. */
const NETWORK: ReadonlyMap<string, readonly [ClusterFault, string, string]> = new Map([
  [
    'ECONNREFUSED',
    [
      'unreachable',
      'the connection was refused',
      'Check that the API server runs, and that this is its address and port',
    ],
  ],
  ['ENOTFOUND', ['unreachable', 'its host name does not resolve', NO_NAME]],
  ['EAI_AGAIN', ['unreachable', 'its host name does not resolve', NO_NAME]],
  ['ETIMEDOUT', ['unreachable', 'no response', UNREACHABLE]],
  ['EHOSTUNREACH', ['unreachable', 'no route to it', UNREACHABLE]],
  ['ENETUNREACH', ['unreachable', 'no route to it', UNREACHABLE]],
  ['ECONNRESET', ['unreachable', 'the connection broke', BROKEN]],
  ['EPIPE', ['unreachable', 'the connection broke', BROKEN]],
  [
    'EPROTO',
    ['unreachable', 'it does not speak TLS', 'Check that the server in the kubeconfig is its https port'],
  ],
  [
    'ERR_INVALID_CHAR',
    [
      'kubeconfig',
      'the user in the kubeconfig has a character that HTTP headers do not allow',
      'Correct its token, password or groups',
    ],
  ],
  ['CERT_HAS_EXPIRED', ['untrusted', 'its certificate has expired', "Renew the API server's certificate"]],
  [
    'CERT_NOT_YET_VALID',
    ['untrusted', 'its certificate is not valid yet', 'Check the clocks of this machine and the server'],
  ],
  [
    'ERR_TLS_CERT_ALTNAME_INVALID',
    [
      'untrusted',
      'its certificate is for another name',
      'Correct the server in the kubeconfig, or set its tls-server-name',
    ],
  ],
]);

/** Why a request got no answer. */
export function networkError(connection: Connection, error: unknown, deadline: Deadline): ClusterError {
  const { cluster } = connection.access;
  const fail = (fault: ClusterFault, what: string, fix: string): ClusterError =>
    new ClusterError(cluster, fault, `${place(connection)}: ${what}. ${fix}`);
  if (error instanceof TimedOut)
    return fail(
      'timeout',
      `no answer within ${secondsText(deadline.milliseconds)}`,
      'Check the network, the VPN and the API server, or allow more time with --timeout',
    );
  if (error instanceof TooLarge)
    return fail(
      'server',
      `its answer is larger than ${LARGEST_ANSWER / 1024 ** 2} MB`,
      'Look for objects that are too many or too large',
    );
  if (error instanceof ProxyError)
    return fail(
      'unreachable',
      `the proxy ${connection.shownProxy} does not connect to it (${error.reason})`,
      'Check the proxy: proxy-url of the kubeconfig, HTTPS_PROXY and NO_PROXY',
    );
  const code = error instanceof Error && 'code' in error ? String(error.code) : '';
  if (UNTRUSTED.has(code))
    return fail(
      'untrusted',
      `its certificate is not signed by the CA that the kubeconfig trusts (${code})`,
      "Put the cluster's CA into certificate-authority-data of the kubeconfig",
    );
  const known = NETWORK.get(code);
  if (known !== undefined) return fail(...known);
  if (/SSL|TLS|OSSL|PEM/.test(code))
    return fail(
      'untrusted',
      `the TLS handshake failed (${code})`,
      'Check the CA, the certificate and the key of the context in the kubeconfig',
    );
  return fail(
    'unreachable',
    `the connection failed${/^\w{1,60}$/.test(code) ? ` (${code})` : ''}`,
    'Check the server in the kubeconfig',
  );
}

/** Why an answer is not what was asked for. */
export function answerError(
  connection: Connection,
  purpose: Purpose,
  answer: Answer,
  tries: number,
): ClusterError {
  const { status, body } = answer;
  const { access, secrets } = connection;
  const fail = (fault: ClusterFault, what: string, fix: string): ClusterError =>
    new ClusterError(access.cluster, fault, `${place(connection)}: ${what}. ${fix}`);
  const wanted = purposeText(purpose);
  const context = quoted(access.context.name);
  const said = isStatus(body) ? secrets.safe(textAt(body, 'message')) : undefined;
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
  if (status === 404 && isStatus(body))
    return fail(
      'not-found',
      `it cannot ${wanted}: there is no such thing (404)`,
      'Check the cluster’s version',
    );
  if (status === 409 && textAt(body, 'reason') === 'AlreadyExists')
    return fail(
      'conflict',
      `it cannot ${wanted}: it exists already (409)`,
      'Check what is there, then repeat',
    );
  if (status === 409)
    return fail(
      'conflict',
      `it cannot ${wanted}: another client has just changed it (409)`,
      'Check what is there now, then repeat',
    );
  if (status === 410) return fail('gone', `its list changed faster than it could be read (410)`, 'Repeat');
  if (status === 429) {
    const asked = answer.retryAfter === undefined ? '' : `, and asks to wait ${answer.retryAfter} s`;
    return fail(
      'throttled',
      `it is too busy to ${wanted}${after}${asked} (429)`,
      'Repeat later, or allow more time with --timeout',
    );
  }
  if (status >= 500)
    return fail(
      'server',
      `it failed to ${wanted}${after} (${status})${because}`,
      'Check the API server’s log, then repeat',
    );
  if (status >= 400 && isStatus(body))
    return fail('refused', `it refused to ${wanted} (${status})${because}`, 'Check what was asked of it');
  return fail(
    'server',
    `it does not answer like a Kubernetes API server (${status})`,
    'Check the server in the kubeconfig; a login page or proxy may be in front of it',
  );
}

function place({ access, shown }: Connection): string {
  return `${access.cluster} (${shown})`;
}
