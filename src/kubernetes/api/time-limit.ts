/** Seconds that a cluster has for an answer. */
export const DEFAULT_TIMEOUT_SECONDS = 10;

/** The time limit of an operation. */
export class Deadline {
  private readonly end: number;

  constructor(readonly milliseconds: number) {
    this.end = performance.now() + milliseconds;
  }

  /** Milliseconds left, never negative. */
  left(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** The deadline of a part: so many milliseconds from now, and never later than this one. */
  atMost(milliseconds: number): Deadline {
    return this.left() <= milliseconds ? this : new Deadline(milliseconds);
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** `10 s`, `0.3 s`. */
export function secondsText(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}
