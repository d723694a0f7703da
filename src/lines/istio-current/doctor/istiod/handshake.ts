import { X509Certificate } from 'node:crypto';
import { connect } from 'node:tls';
import { coversHost } from '../../../../doctor/shown-certificate';
import { type Cluster, ClusterError, clusterError, type PodPort } from '../../../../kubernetes/api/cluster';
import { codeOf } from '../../../../problem';

/** How an API server would connect to a webhook. */
export interface Handshake {
  /** Certificates that it trusts, PEM. */
  readonly authorities: string;
  /** Name that the certificate must cover. Undefined if any name is fine. */
  readonly name: string | undefined;
}

/** The code for a certificate that only covers other names. */
export const OTHER_NAME = 'OTHER_NAME';

class OtherName extends Error {
  readonly code = OTHER_NAME;
}

/**
 * Connects as an API server does before it calls a webhook. Like Go, it trusts each certificate of the bundle,
 * including one that is not self-signed.
 * @returns the code of the certificate's fault, or undefined if it is trusted
 * @throws ClusterError
 */
export async function shakeHands(
  cluster: Cluster,
  pod: PodPort,
  { authorities, name }: Handshake,
): Promise<string | undefined> {
  const { stream } = await cluster.connectToPod(pod);
  const wrong = (what: string): ClusterError =>
    clusterError(cluster, 'server', `port ${pod.port} of the pod ${pod.namespace}/${pod.name} ${what}`);
  try {
    return await new Promise<string | undefined>((resolve, reject) => {
      const socket = connect({
        socket: stream,
        ca: authorities,
        allowPartialTrustChain: true,
        rejectUnauthorized: false,
        ...(name === undefined ? {} : { servername: name }),
        checkServerIdentity: (_, { raw }) =>
          name === undefined || coversHost(new X509Certificate(raw), name) ? undefined : new OtherName(),
      });
      socket.once('secureConnect', () => {
        const { authorized, authorizationError } = socket;
        resolve(authorized ? undefined : String(authorizationError ?? 'unknown'));
      });
      socket.on('error', reject);
      stream.on('error', reject);
      stream.once('close', () => reject(wrong('closes the connection. Check that istiod runs')));
    });
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    const code = codeOf(error);
    throw wrong(
      `does not speak TLS${code === undefined ? '' : ` (${code})`}. Check that istiod runs, and that the caBundle is a certificate`,
    );
  } finally {
    stream.destroy();
  }
}
