import { Deadline } from './time-limit';

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
