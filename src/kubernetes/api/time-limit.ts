/** Seconds that a cluster has for an answer. */
export const DEFAULT_TIMEOUT_SECONDS = 10;

/** Everything that a command asks of its clusters may take as long as so many answers. */
export const ANSWERS_PER_RUN = 60;

/** The time limit of an answer, an operation or a whole run. */
export class Deadline {
  private readonly end: number;

  /**
   * @param milliseconds the limit, for messages
   * @param left what is left of it
   * @param isOfRun whether it is the limit of a {@link RunLimit}
   */
  constructor(
    readonly milliseconds: number,
    left = milliseconds,
    readonly isOfRun = false,
  ) {
    this.end = performance.now() + left;
  }

  /** Milliseconds left, never negative. */
  left(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** The deadline of a part: so many milliseconds from now, and never later than this one. */
  atMost(milliseconds: number): Deadline {
    return this.left() <= milliseconds ? this : new Deadline(milliseconds);
  }

  /** `10 s`; `600 s for the whole run (60 times --timeout)`. */
  text(): string {
    const limit = secondsText(this.milliseconds);
    return this.isOfRun ? `${limit} for the whole run (${ANSWERS_PER_RUN} times --timeout)` : limit;
  }
}

/** The time limit of everything that a command asks of its clusters. */
export class RunLimit {
  private end = 0;

  /** Starts the clock. */
  constructor(private readonly milliseconds: number) {
    this.restart();
  }

  /** Gives the next part of the work the whole time again. */
  restart(): void {
    this.end = performance.now() + this.milliseconds;
  }

  /** Stops the clock meanwhile, as while a person reads a question. */
  async pausedFor<T>(work: () => Promise<T>): Promise<T> {
    const { left } = this;
    try {
      return await work();
    } finally {
      this.end = performance.now() + left;
    }
  }

  /** The deadline of a part of the run. */
  deadline(): Deadline {
    return new Deadline(this.milliseconds, this.left, true);
  }

  private get left(): number {
    return Math.max(0, this.end - performance.now());
  }
}

export function sleep(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds));
}

/** `10 s`, `0.3 s`. */
export function secondsText(milliseconds: number): string {
  return `${Number((milliseconds / 1000).toFixed(1))} s`;
}
