import { createConnection } from 'node:net';
import { hostAndPort } from '../../kubernetes/network';
import { isAtLeast, parseKubernetesVersion } from '../../kubernetes/version';
import { codeOf } from '../../problem';
import type { Connect, PrimaryContext } from '../context';
import { broken, type Observation, ok, warning } from '../finding';

/** The API server of the primary answers. @param oldest Kubernetes on which Istio runs */
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
  /** Whose port it is, such as `pilot`. */
  readonly what: string;
  readonly host: string;
  readonly port: number;
}

/** Whether places answer on TCP, from here. */
export function answering(places: readonly Place[], connect: Connect): Promise<Observation[]> {
  return Promise.all(
    places.map(async ({ what, host, port }) => {
      const failure = await connect(host, port);
      const place = `${what} at ${hostAndPort(host, port)}`;
      return failure === undefined
        ? ok(`${place} answers`)
        : warning(
            `${place} does not answer from this machine (${failure})`,
            'It counts whether pods of the remotes reach it: try it from there, then `istio-remote addresses --check`',
          );
    }),
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
    // Resolving the name counts too, which the socket's own time limit leaves out.
    const timer = setTimeout(() => end(`no answer within ${milliseconds / 1000} s`), milliseconds);
    socket.once('connect', () => end());
    socket.once('error', (error) => end(codeOf(error) ?? 'failed'));
  });
}
