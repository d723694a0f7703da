import { codeOf, quoted } from '../../problem';
import { textAt } from '../fields';
import { isStatus } from './answers';
import { ClusterError, type ClusterFault, type PodPort } from './cluster';
import type { Connection } from './connection';
import { ProxyError } from './proxy';
import { type Answer, LARGEST_ANSWER, TimedOut, TooLarge } from './request';
import type { Deadline } from './time-limit';

/** The subject of a request, for messages. */
export interface Purpose {
  readonly method: 'GET' | 'POST' | 'PATCH' | 'DELETE';
  /** Plural, for example `secrets`; or a path such as `/version`. */
  readonly resource: string;
  readonly namespace?: string | undefined;
  readonly name?: string | undefined;
}

/** Formats `list secrets in the namespace istio-system` or `delete secrets "eu-west-1"`, with the verbs of RBAC. */
function purposeText({ method, resource, namespace, name }: Purpose): string {
  const read = name === undefined && !resource.startsWith('/') ? 'list' : 'get';
  const verb = { GET: read, POST: 'create', PATCH: 'patch', DELETE: 'delete' }[method];
  const place = namespace === undefined ? '' : ` in the namespace ${namespace}`;
  return `${verb} ${resource}${name === undefined ? '' : ` ${quoted(name)}`}${place}`;
}

type Why = readonly [fault: ClusterFault, what: string, fix: string];

const NETWORK = 'Check the network, the VPN and firewalls';
const NAME = 'Check the server in the kubeconfig, DNS and the VPN';
const CONTEXT = 'Check the CA, the certificate and the key of the context in the kubeconfig';

const WHY_BY_CODE: ReadonlyMap<string, Why> = new Map<string, Why>(
  Object.entries({
    ECONNREFUSED: unreachable('the connection was refused', 'Check that it runs at this address and port'),
    ENOTFOUND: unreachable('its host name does not resolve', NAME),
    EAI_AGAIN: unreachable('its host name does not resolve', NAME),
    ETIMEDOUT: unreachable('no response', NETWORK),
    EHOSTUNREACH: unreachable('no route to it', NETWORK),
    ENETUNREACH: unreachable('no route to it', NETWORK),
    ECONNRESET: unreachable('the connection broke', `${NETWORK}, then repeat`),
    EPIPE: unreachable('the connection broke', `${NETWORK}, then repeat`),
    EPROTO: unreachable(
      'it does not speak TLS',
      'Check that the server in the kubeconfig has its https port',
    ),
    CERT_HAS_EXPIRED: untrusted('its certificate has expired', 'Renew the certificate of the API server'),
    CERT_NOT_YET_VALID: untrusted('its certificate is not valid yet', 'Check the clocks of both machines'),
    ERR_TLS_CERT_ALTNAME_INVALID: untrusted(
      'its certificate is for another name',
      'Correct the server in the kubeconfig, or tls-server-name',
    ),
    ERR_INVALID_CHAR: [
      'kubeconfig',
      'HTTP headers do not allow a character of the user',
      'Check its token',
    ] as const,
  }),
);

function unreachable(what: string, fix: string): Why {
  return ['unreachable', what, fix];
}

function untrusted(what: string, fix: string): Why {
  return ['untrusted', what, fix];
}

/** OpenSSL's codes for a certificate that no trusted authority signed. */
const UNTRUSTED = /^(?:DEPTH_ZERO_|SELF_SIGNED_|UNABLE_TO_|CERT_SIGNATURE_|CERT_UNTRUSTED|INVALID_CA)/;

/** Whether a code means that no trusted authority signed a certificate. */
export function isUntrustedCode(code: string): boolean {
  return UNTRUSTED.test(code);
}

/** Returns an error that says why a request got no answer. */
export function networkError(
  connection: Connection,
  purpose: Purpose,
  error: unknown,
  deadline: Deadline,
): ClusterError {
  const isLate = error instanceof TimedOut && deadline.isOfRun;
  return failed(
    connection,
    isLate ? whyNoTime(purpose, deadline) : whyNoAnswer(error, deadline, connection.shownProxy),
  );
}

function whyNoTime(purpose: Purpose, deadline: Deadline): Why {
  const what = `no time is left to ${purposeText(purpose)}, after ${deadline.text()}`;
  return ['no-time', what, 'Repeat to do the rest, or allow more time with --timeout'];
}

function whyNoAnswer(error: unknown, deadline: Deadline, proxy: string | undefined): Why {
  if (error instanceof TimedOut) {
    const what = `no answer within ${deadline.text()}`;
    return ['timeout', what, `${NETWORK}, or allow more time with --timeout`];
  }
  if (error instanceof TooLarge)
    return [
      'server',
      `its answer is larger than ${LARGEST_ANSWER / 2 ** 20} MB`,
      'Delete objects that are not needed',
    ];
  if (error instanceof ProxyError)
    return unreachable(
      `the proxy ${proxy} does not connect to it (${error.reason})`,
      'Check the proxy: proxy-url of the kubeconfig, HTTPS_PROXY and NO_PROXY',
    );
  const code = codeOf(error) ?? '';
  if (isUntrustedCode(code))
    return untrusted(`its certificate is not signed by the CA that the kubeconfig trusts (${code})`, CONTEXT);
  const why = WHY_BY_CODE.get(code);
  if (why !== undefined) return why;
  if (/SSL|TLS|PEM/.test(code)) return untrusted(`the TLS handshake failed (${code})`, CONTEXT);
  const shownCode = /^\w{1,60}$/.test(code) ? ` (${code})` : '';
  return unreachable(`the connection failed${shownCode}`, 'Check the server in the kubeconfig');
}

/** Returns an error about an unexpected answer. @param tries number of requests */
export function answerError(
  connection: Connection,
  purpose: Purpose,
  answer: Answer,
  tries: number,
): ClusterError {
  return failed(connection, whyNot(connection, purposeText(purpose), answer, tries));
}

/** Returns an error about a port of a pod that the kubelet cannot reach. @param said the kubelet's message */
export function forwardError(
  connection: Connection,
  { namespace, name, port }: PodPort,
  said: string,
): ClusterError {
  const safe = connection.secrets.safe(said);
  const because = safe === undefined ? '' : `: ${safe.replace(/\.$/, '')}`;
  const what = `the kubelet does not connect to port ${port} of the pod ${namespace}/${name}${because}`;
  return failed(connection, unreachable(what, 'Check that the pod runs and listens there'));
}

function whyNot(
  { access, secrets }: Connection,
  wanted: string,
  { status, body, retryAfter }: Answer,
  tries: number,
): Why {
  const context = `context ${access.context.shown}`;
  const explanation = isStatus(body) ? secrets.safe(textAt(body, 'message')) : undefined;
  const because = explanation === undefined ? '' : `: ${explanation.replace(/\.$/, '')}`;
  const after = tries > 1 ? ` after ${tries} tries` : '';
  if (status === 401)
    return [
      'unauthorized',
      `it does not accept the credentials of ${context} (401)`,
      'Log in again, or use another context',
    ];
  if (status === 403)
    return [
      'forbidden',
      `it forbids the user of ${context} to ${wanted} (403)`,
      'Grant that, or use another context',
    ];
  if (status === 404 && isStatus(body))
    return ['not-found', `it cannot ${wanted} (404)${because}`, 'Check names and the version of the cluster'];
  if (status === 409 && textAt(body, 'reason') === 'AlreadyExists')
    return ['conflict', `it cannot ${wanted}: it exists already (409)`, 'Check what is there, then repeat'];
  if (status === 409)
    return ['conflict', `it cannot ${wanted}: another client changed it meanwhile (409)`, 'Repeat'];
  if (status === 410) return ['gone', 'its list changed faster than it could be read (410)', 'Repeat'];
  if (status === 429) {
    const wait = retryAfter === undefined ? '' : `, and asks to wait ${retryAfter} s`;
    const fix = 'Repeat later, or allow more time with --timeout';
    return ['throttled', `it is too busy to ${wanted}${after}${wait} (429)`, fix];
  }
  if (status >= 500)
    return ['server', `it failed to ${wanted}${after} (${status})${because}`, 'Check its log, then repeat'];
  if (status >= 400 && isStatus(body))
    return ['refused', `it refused to ${wanted} (${status})${because}`, 'Correct the request'];
  return [
    'server',
    `it does not answer like a Kubernetes API server (${status})`,
    'Check the server in the kubeconfig; a login page or proxy may be in front of it',
  ];
}

function failed({ access, shown }: Connection, [fault, what, fix]: Why): ClusterError {
  return new ClusterError(access.cluster, fault, `${access.cluster} (${shown}): ${what}. ${fix}`);
}
