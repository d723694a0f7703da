import { createConnection } from 'node:net';
import { hostAndPort } from '../../kubernetes/network';
import { isAtLeast, parseKubernetesVersion } from '../../kubernetes/version';
import { codeOf } from '../../problem';
import type { Connect, PrimaryContext } from '../context';
import { broken, type Observation, ok, warning } from '../finding';
import type { Identify } from './identity';

/** Checks that the API server of the primary answers. @param oldest Kubernetes release that Istio supports */
export async function primaryApiServer(
  { cluster, primary }: Pick<PrimaryContext, 'cluster' | 'primary'>,
  oldest: string,
): Promise<Observation> {
  const version = await cluster.version();
  const running = `Kubernetes ${version} answers at ${cluster.server}`;
  if (!isAtLeast(version, oldest)) return broken(`${running}, older than ${oldest}`, 'Upgrade the cluster');
  const [live, said] = [version, primary.kubernetes ?? version].map(parseKubernetesVersion);
  return live?.minor === said?.minor
    ? ok(running)
    : warning(`${running}, and mesh.yaml says ${primary.kubernetes}`, 'Correct primary.kubernetes');
}

/** A port of the control plane that remotes call. */
export interface Place {
  /** The component, for example `pilot`. */
  readonly what: string;
  readonly host: string;
  readonly port: number;
  /** The field of mesh.yaml with the host. */
  readonly correct: string;
  /** @default - the server is not identified */
  readonly identify?: Identify;
}

/** Checks which server answers at each place, from this machine. */
export function answering(places: readonly Place[], connect: Connect): Promise<Observation[]> {
  return Promise.all(
    places.map(async (place) => {
      const failure = await connect(place.host, place.port);
      return failure === undefined
        ? await accepting(place)
        : warning(
            `${place.what} at ${hostAndPort(place.host, place.port)} does not answer from this machine (${failure})`,
            'Pods of the remotes have to reach it: try it from there, then `istio-remote addresses --check`',
          );
    }),
  );
}

/** An open port proves little: a proxy or VPN gateway on the way accepts any connection. */
async function accepting({ what, host, port, correct, identify }: Place): Promise<Observation> {
  const place = hostAndPort(host, port);
  const something = `something accepts TCP at ${place}`;
  if (identify === undefined) return ok(`${something}, the address of ${what}`);
  const identity = await identify();
  if ('known' in identity) return ok(`${what} at ${place} ${identity.known}`);
  return 'other' in identity
    ? broken(
        `another server than ${what} answers at ${place}: ${identity.other}`,
        `Correct ${correct}, or what is in front of ${what}. If a proxy of this machine answers, run doctor elsewhere, or with --skip-addresses`,
      )
    : warning(
        `${something}, but it may not be ${what}: ${identity.unidentified}`,
        `A proxy or VPN gateway accepts TCP for anything: try it from a pod of a remote. See that ${what} runs, and check ${correct}`,
      );
}

/** Opens and closes a TCP connection. @returns why that failed; undefined if the port is open */
export function connectTcp(host: string, port: number, milliseconds = 3000): Promise<string | undefined> {
  return new Promise((resolve) => {
    const socket = createConnection({ host, port });
    const end = (failure?: string): void => {
      clearTimeout(timer);
      socket.destroy();
      resolve(failure);
    };
    // Includes the name lookup, which the socket's own timeout leaves out.
    const timer = setTimeout(() => end(`no answer within ${milliseconds / 1000} s`), milliseconds);
    socket.once('connect', () => end());
    socket.once('error', (error) => end(codeOf(error) ?? 'failed'));
  });
}
