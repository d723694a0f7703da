import { codeOf } from '../../problem';
import { defined } from '../fields';
import { isStatus, releaseIn } from './answers';
import { ClusterError } from './cluster';
import { Connection } from './connection';
import { isUntrustedCode } from './failures';
import { send } from './request';
import { Deadline } from './time-limit';

/**
 * Whether CA certificates signed the certificate of a server. Connects like the given connection, through its proxy,
 * but without credentials.
 * @param server URL
 * @param ca PEM; undefined for the system's authorities
 * @returns undefined if this machine cannot find out
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
    const { status, body } = await send(request, await anonymous.base(deadline), deadline);
    // A gateway that opens every TLS connection gives a different answer. Rancher answers 401 with JSON of its own.
    const isApi = isStatus(body) || releaseIn(body) !== undefined || (status === 401 && body !== undefined);
    return isApi ? true : undefined;
  } catch (error) {
    // The CA is no certificate.
    if (error instanceof ClusterError) return false;
    return isUntrustedCode(codeOf(error) ?? '') ? false : undefined;
  }
}
