/** The result of a check. */
export type Status = 'ok' | 'warning' | 'broken' | 'unknown';

/** The result of one check on one cluster. */
export interface Finding {
  /** Name of the check, as in docs/doctor.md. */
  readonly check: string;
  /** Cluster id. */
  readonly cluster: string;
  /** In a mesh with several primaries: the primary that the finding comes from. */
  readonly primary?: string;
  /** The wave of the cluster. Undefined in a mesh without waves. */
  readonly wave?: string;
  readonly status: Status;
  /** What was found, in one sentence without credentials. */
  readonly message: string;
  /** What to do about it. Undefined if nothing is wrong. */
  readonly fix?: string;
}

/** A finding without its check and cluster. */
export type Observation = Omit<Finding, 'check' | 'cluster' | 'primary' | 'wave'>;

export function ok(message: string): Observation {
  return { status: 'ok', message };
}

/** Reports something doubtful or unusual: the user decides. */
export function warning(message: string, fix: string): Observation {
  return { status: 'warning', message, fix };
}

/** Reports something that does not work, or will not after the next restart. */
export function broken(message: string, fix: string): Observation {
  return { status: 'broken', message, fix };
}

/** Reports something that could not be checked. */
export function unknown(message: string, fix: string): Observation {
  return { status: 'unknown', message, fix };
}
