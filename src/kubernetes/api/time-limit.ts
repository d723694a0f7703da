/** Time limit for an answer, in seconds. */
export const DEFAULT_TIMEOUT_SECONDS = 10;

/** A whole run may take this many times as long as one answer. */
export const ANSWERS_PER_RUN = 60;

/** A time limit. */
export class Deadline {
  private readonly end: number;

  /**
   * @param milliseconds the limit, for messages
   * @param left milliseconds that remain
   * @param isOfRun whether it is the limit of a whole run
   */
  constructor(
    readonly milliseconds: number,
    left = milliseconds,
    readonly isOfRun = false,
  ) {
    this.end = performance.now() + left;
  }

  /** Returns the remaining milliseconds, never negative. */
  left(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** Returns a deadline for a part: in this many milliseconds, and never later than this one. */
  atMost(milliseconds: number): Deadline {
    return this.left() <= milliseconds ? this : new Deadline(milliseconds);
  }

  /** Formats `10 s` or `600 s for the whole run (60 times --timeout)`. */
  text(): string {
    const limit = secondsText(this.milliseconds);
    return this.isOfRun ? `${limit} for the whole run (${ANSWERS_PER_RUN} times --timeout)` : limit;
  }
}

/** Milliseconds between two looks at a cluster while waiting. */
export const POLL = 250;

/** Looks at least once, until something is found. @returns undefined if nothing is found in time */
export async function lookFor<T>(
  milliseconds: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const end = performance.now() + milliseconds;
  for (;;) {
    const found = await look();
    if (found !== undefined || performance.now() >= end) return found;
    await sleep(Math.min(POLL, milliseconds));
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** Formats `10 s` or `0.3 s`. */
export function secondsText(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}
