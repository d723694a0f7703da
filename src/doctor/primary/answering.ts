import { hostAndPort } from '../../kubernetes/network';
import type { Connect } from '../context';
import { type Judgement, ok, warning } from '../finding';

/** A port of the control plane that remotes call. */
export interface Place {
  /** Whose port it is, such as `pilot`. */
  readonly what: string;
  readonly host: string;
  readonly port: number;
}

/** Whether places answer on TCP, from here. */
export function answering(places: readonly Place[], connect: Connect): Promise<Judgement[]> {
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
