import { codeOf } from '../../problem';
import { defined } from '../fields';
import { ClusterError } from './cluster';
import { Connection } from './connection';
import { isUntrustedCode } from './failures';
import { send } from './request';
import { Deadline } from './time-limit';

/**
 * Whether CA certificates have signed the certificate of a server. The server is reached as another one is, through its
 * proxy, but without any credential.
 * @param server URL
 * @param ca PEM; undefined for the authorities of the system
 * @returns undefined when that cannot be found out from here
 */
export async function signedBy(
  { access, env }: Connection,
  server: string,
  ca: string | undefined,
  milliseconds: number,
): Promise<boolean | undefined> {
  const { cluster, context, trust } = access;
  const { proxyUrl } = trust;
  const anonymous = new Connection(
    {
      ...{ cluster, context, server: new URL(server), impersonation: {}, renews: false },
      trust: defined({ ca, skipVerify: false, proxyUrl }),
      credentials: async () => ({}),
    },
    env,
    milliseconds,
  );
  const deadline = new Deadline(milliseconds);
  try {
    const request = { method: 'GET', url: anonymous.url('/version') };
    const { body } = await send(request, await anonymous.base(deadline), deadline);
    // A gateway that opens every TLS connection has a page to show, and API servers have JSON.
    return body === undefined ? undefined : true;
  } catch (error) {
    // The CA is no certificate.
    if (error instanceof ClusterError) return false;
    const code = codeOf(error) ?? '';
    // The name is compared once the signatures are right.
    if (code === 'ERR_TLS_CERT_ALTNAME_INVALID') return true;
    return isUntrustedCode(code) ? false : undefined;
  }
}
