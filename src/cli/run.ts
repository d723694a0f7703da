import { UsageError, UserError } from '../problem';
import type { Terminal } from './command';
import { completionsFor } from './complete';
import { COMPLETION_REQUEST, readWords } from './parser';
import { refuseUnknown, valuesOf } from './values';
import { namedIn } from './words';

/** The input or the state is wrong. */
const WRONG = 1;
/** The command line is wrong. */
const USAGE = 2;
/** A bug, as sysexits.h has it. */
const BUG = 70;

/**
 * Runs a command line.
 * @param argv without the program's own name
 * @returns the exit code
 */
export async function run(argv: readonly string[], version: string, terminal: Terminal): Promise<number> {
  let name = '';
  try {
    if (argv[0] === COMPLETION_REQUEST) {
      terminal.out(await completionsFor(argv.slice(1), version));
      return 0;
    }
    const named = namedIn(argv);
    const { command, group, rest } = named;
    name = command?.name ?? group;
    refuseUnknown(named);
    const { columns } = terminal;
    const reading = await readWords(named, { version, columns });
    if (reading.output !== '' && reading.wrong === undefined) {
      terminal.out(`${reading.output}\n`);
      return 0;
    }
    if (command !== undefined) return await command.run(valuesOf(command, reading) as never, terminal);
    // Nothing but the group, or nothing at all: what there is to choose from.
    const { output } = await readWords({ ...named, rest: [...rest, '--help'] }, { version, columns });
    terminal.err(`${output}\n`);
    return USAGE;
  } catch (error) {
    return failed(error, name, version, terminal);
  }
}

/** Turns what was thrown into a message and an exit code. */
function failed(error: unknown, command: string, version: string, terminal: Terminal): number {
  if (error instanceof UsageError) {
    const line = ['istio-remote', command, '--help'].filter(Boolean).join(' ');
    terminal.err(`istio-remote: ${error.message}\nRun \`${line}\` to see what it takes.\n`);
    return USAGE;
  }
  if (error instanceof UserError) {
    terminal.err(`${error.message}\n`);
    return WRONG;
  }
  const trace = error instanceof Error ? (error.stack ?? error.message) : String(error);
  terminal.err(`istio-remote ${version} has a bug; please report it with these lines:\n${trace}\n`);
  return BUG;
}
