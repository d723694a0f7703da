import { ClusterError, oneLine } from '../kubernetes/api/cluster';
import { UserError } from '../problem';
import { broken, type Finding, type Observation, unknown } from './finding';

/** The time limit of a whole run. */
export class TimeLimit {
  private readonly end: number;

  constructor(readonly milliseconds: number) {
    this.end = performance.now() + milliseconds;
  }

  /** Waits for `work`. Returns undefined if the time is over first. */
  async within<T>(work: Promise<T>): Promise<T | undefined> {
    const left = this.end - performance.now();
    // If the work fails after the limit, it must not become an unhandled rejection.
    work.catch(() => undefined);
    if (left <= 0) return undefined;
    const abort = new AbortController();
    try {
      return await Promise.race([work, timer(left, abort.signal)]);
    } finally {
      abort.abort();
    }
  }
}

function timer(milliseconds: number, signal: AbortSignal): Promise<undefined> {
  return new Promise((resolve) => {
    const handle = setTimeout(() => resolve(undefined), milliseconds);
    signal.addEventListener('abort', () => clearTimeout(handle), { once: true });
  });
}

type Look = () => Promise<Observation | readonly Observation[]>;

/** Runs one check on one cluster. A UserError becomes a finding. */
export async function runCheck(
  check: string,
  cluster: string,
  limit: TimeLimit,
  look: Look,
): Promise<Finding[]> {
  const observations = await limit.within(guarded(look));
  return (observations ?? [tooLate(limit)]).map(({ status, message, fix }) => ({
    check,
    cluster,
    status,
    // Annotations and variables of a live cluster may contain any character.
    message: withoutName(oneLine(message), cluster),
    ...(fix === undefined ? {} : { fix: oneLine(fix) }),
  }));
}

/** Errors start with the name of the cluster, which a finding has already. */
function withoutName(message: string, cluster: string): string {
  return message.startsWith(`${cluster}: `) ? message.slice(cluster.length + 2) : message;
}

/**
 * Runs the first check of a cluster. Unlike {@link runCheck}, it reports a cluster that does not answer as broken.
 */
export async function runFirstCheck(
  check: string,
  cluster: string,
  limit: TimeLimit,
  look: Look,
): Promise<Finding[]> {
  const found = await runCheck(check, cluster, limit, look);
  return found.map((finding) => {
    if (finding.status !== 'unknown') return finding;
    const { message, fix = '' } = finding;
    const end = fix.endsWith('?') ? '' : '.';
    return { ...finding, ...broken(message, `${fix}${end} Nothing else about this cluster could be seen`) };
  });
}

async function guarded(look: Look): Promise<readonly Observation[]> {
  try {
    return [await look()].flat();
  } catch (error) {
    if (!(error instanceof UserError)) throw error;
    return [notSeen(error)];
  }
}

/** The message of a UserError ends with what to do. */
export function notSeen(error: UserError): Observation {
  const end = error.message.lastIndexOf('. ');
  const fallback = error instanceof ClusterError ? 'Check the cluster' : 'Repair that first';
  return end === -1
    ? unknown(error.message, fallback)
    : unknown(error.message.slice(0, end), error.message.slice(end + 2));
}

function tooLate({ milliseconds }: TimeLimit): Observation {
  return unknown(
    `there was no time left: all clusters together have ${Math.round(milliseconds / 1000)} s`,
    'Name fewer remotes, or see why a cluster is slow',
  );
}
