import type { Paint, Terminal } from '../../src/cli/command';
import { run } from '../../src/cli/run';
import { terminalOn } from '../../src/cli/terminal';

/** The exit code and output of a command line. */
export interface Answer {
  readonly code: number;
  readonly out: string;
  readonly err: string;
}

/** A terminal that records a command's output. */
export class RecordedTerminal implements Terminal {
  /** The text on standard output. */
  text = '';
  /** The text on standard error. */
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

/** Runs a command line in this process. */
export async function istioRemote(argv: readonly string[], env: Terminal['env'] = {}): Promise<Answer> {
  const terminal = new RecordedTerminal(env);
  const code = await run(argv, '0.0.0', terminal);
  return { code, out: terminal.text, err: terminal.errors };
}
