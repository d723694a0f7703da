import type { Terminal } from '../../src/cli/command';
import { run } from '../../src/cli/run';

/** How a command line ended and what it wrote. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

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

/** Runs a command line within this process. */
export async function istioRemote(argv: readonly string[], env: Terminal['env'] = {}): Promise<Answer> {
  const terminal = new RecordedTerminal(env);
  const code = await run(argv, '0.0.0', terminal);
  return { code, out: terminal.text, err: terminal.errors };
}
