import type { Terminal } from '../../src/cli/command';

/** A terminal that keeps what a command writes. */
export class RecordedTerminal implements Terminal {
  /** What went to standard output. */
  text = '';
  /** What went to standard error. */
  errors = '';
  readonly interactive = false;

  constructor(
    readonly env: Terminal['env'] = {},
    readonly colours = false,
  ) {}

  out(text: string): void {
    this.text += text;
  }

  err(text: string): void {
    this.errors += text;
  }
}
