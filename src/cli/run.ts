import { UserError } from '../problem';
import type { Terminal } from './command';
import { findCommand } from './commands';
import { quickParse } from './quick-parse';

/** The input or the state is wrong. */
const WRONG = 1;
/** A bug, as sysexits.h has it. */
const BUG = 70;

/**
 * Runs a command line.
 * @param argv without the program's own name
 * @returns the exit code
 */
export function run(argv: readonly string[], version: string, terminal: Terminal): Promise<number> {
  return guarded(version, terminal, async () => {
    const found = await findCommand(argv);
    const values = found === undefined ? undefined : quickParse(found.command, found.rest);
    if (found !== undefined && values !== undefined) return found.command.run(values as never, terminal);
    const { fullParse } = await import('./full-parse');
    return fullParse(argv, version, terminal);
  });
}

/** Turns what `work` throws into a message and an exit code. */
export async function guarded(
  version: string,
  terminal: Terminal,
  work: () => Promise<number> | number,
): Promise<number> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof UserError) {
      terminal.err(`${error.message}\n`);
      return WRONG;
    }
    const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
    terminal.err(`istio-remote ${version} has a bug; please report it with these lines:\n${trace}\n`);
    return BUG;
  }
}
