import { Deadline } from './time-limit';

/** The time limit of all requests of a command. */
export class RunLimit {
  private end = 0;

  /** Starts the clock. */
  constructor(private readonly milliseconds: number) {
    this.restart();
  }

  /** Starts the time limit again for the next part of the work. */
  restart(): void {
    this.end = performance.now() + this.milliseconds;
  }

  /** Stops the clock during the work, for example while a person reads a question. */
  async pausedFor<T>(work: () => Promise<T>): Promise<T> {
    const { left } = this;
    try {
      return await work();
    } finally {
      this.end = performance.now() + left;
    }
  }

  /** Returns the deadline for a part of the run. */
  deadline(): Deadline {
    return new Deadline(this.milliseconds, this.left, true);
  }

  private get left(): number {
    return Math.max(0, this.end - performance.now());
  }
}
