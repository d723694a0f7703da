import type { Paint, Terminal } from '../../src/cli/command';
import { run } from '../../src/cli/run';
import { terminalOn } from '../../src/cli/terminal';

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
  readonly #terminal = terminalOn({
    writeOut: (text) => {
      this.text += text;
    },
    writeErr: (text) => {
      this.errors += text;
    },
    isScreen: false,
    interactive: false,
    colours: false,
    env: {},
  });

  constructor(
    readonly env: Terminal['env'] = {},
    readonly colours = false,
  ) {}

  out(text: string, paint?: Paint): void {
    this.#terminal.out(text, paint);
  }

  err(text: string, paint?: Paint): void {
    this.#terminal.err(text, paint);
  }

  data(text: string): void {
    this.#terminal.data(text);
  }
}

/** Runs a command line within this process. */
export async function istioRemote(argv: readonly string[], env: Terminal['env'] = {}): Promise<Answer> {
  const terminal = new RecordedTerminal(env);
  const code = await run(argv, '0.0.0', terminal);
  return { code, out: terminal.text, err: terminal.errors };
}
