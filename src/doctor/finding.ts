/** How something that was looked at is. */
export type Status = 'ok' | 'warning' | 'broken' | 'unknown';

/** What one check says about one cluster. */
export interface Finding {
  /** Name of the check, as in docs/doctor.md. */
  readonly check: string;
  /** Cluster id. */
  readonly cluster: string;
  /** In a mesh with several primaries, for what one of them has about the cluster: which one. */
  readonly primary?: string;
  /** The wave of the cluster; absent in a mesh without waves. */
  readonly wave?: string;
  readonly status: Status;
  /** What was found, one sentence, without any credential. */
  readonly message: string;
  /** What to do about it. Absent when all is well. */
  readonly fix?: string;
}

/** A finding before it is known whose it is. */
export type Observation = Omit<Finding, 'check' | 'cluster' | 'primary' | 'wave'>;

export function ok(message: string): Observation {
  return { status: 'ok', message };
}

/** Doubtful or unusual: the user decides. */
export function warning(message: string, fix: string): Observation {
  return { status: 'warning', message, fix };
}

/** Something does not work, or will not at the next restart. */
export function broken(message: string, fix: string): Observation {
  return { status: 'broken', message, fix };
}

/** It could not be found out. */
export function unknown(message: string, fix: string): Observation {
  return { status: 'unknown', message, fix };
}
