import { UserError } from '../../problem';

/** What went wrong, for callers that go on after some of it. */
export type ClusterFault =
  | 'kubeconfig'
  | 'credentials'
  | 'unreachable'
  | 'timeout'
  | 'untrusted'
  | 'unauthorized'
  | 'forbidden'
  | 'not-found'
  | 'conflict'
  | 'gone'
  | 'throttled'
  | 'server'
  | 'refused';

/** Something wrong with one live cluster, in one line for a person, without any credential. */
export class ClusterError extends UserError {
  constructor(
    /** Cluster id. */
    readonly cluster: string,
    readonly fault: ClusterFault,
    message: string,
  ) {
    super(oneLine(message));
  }
}

/** What a server or a file says may not forge lines of our output. */
export function oneLine(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]+/gu, ' ')
    .replace(/ {2,}/g, ' ')
    .trim();
}
