import { Agent } from 'node:http';
import type { Duplex } from 'node:stream';
import { type Cluster, ClusterError, clusterError, type PodPort } from './cluster';
import { type Answer, LARGEST_ANSWER, send, TimedOut, TooLarge } from './request';

/**
 * Sends a GET request to an HTTP server in a pod. The server sees a request from localhost.
 * @returns its answer, whatever the status
 * @throws ClusterError
 */
export async function getFromPod(cluster: Cluster, pod: PodPort, path: string): Promise<Answer> {
  const { stream, deadline } = await cluster.connectToPod(pod);
  const url = new URL(`http://localhost:${pod.port}${path}`);
  try {
    return await send({ method: 'GET', url }, { agent: new OneConnection(stream), headers: {} }, deadline);
  } catch (error) {
    if (error instanceof ClusterError) throw error;
    const place = `port ${pod.port} of the pod ${pod.namespace}/${pod.name}`;
    if (error instanceof TimedOut) {
      const limit = deadline.text();
      throw clusterError(
        cluster,
        'timeout',
        `${place} has not answered within ${limit}. Allow more time with --timeout`,
      );
    }
    const why =
      error instanceof TooLarge
        ? `answers with more than ${LARGEST_ANSWER / 2 ** 20} MB`
        : 'does not answer like an HTTP server';
    throw clusterError(cluster, 'server', `${place} ${why}. Check what listens there`);
  } finally {
    stream.destroy();
  }
}

/** Sends requests through an existing connection. */
class OneConnection extends Agent {
  constructor(private readonly stream: Duplex) {
    super();
  }

  override createConnection(): Duplex {
    return this.stream;
  }
}
