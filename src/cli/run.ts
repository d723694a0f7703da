import { errorAt, type Problem, UsageError, UserError } from '../problem';
import { ANNOTATION_FORMATS, annotations } from './annotations';
import type { Terminal } from './command';
import { jsonText } from './mesh-options';
import { COMPLETION_REQUEST, readWords, refuseUnknown, valuesOf } from './parser';
import { expectsValue, namedIn } from './words';

/** The input or the state is wrong: exit code 1. */
const WRONG = 1;
/** The command line is wrong: exit code 2. */
const USAGE = 2;
/** A bug. Source: sysexits.h (EX_SOFTWARE). */
const BUG = 70;

/**
 * Runs a command line.
 * @param argv without the program's own name
 * @returns the exit code
 */
export async function run(argv: readonly string[], version: string, terminal: Terminal): Promise<number> {
  let name = '';
  let values: Readonly<Record<string, unknown>> = {};
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
    if (command !== undefined) {
      values = valuesOf(command, reading);
      return await command.run(values as never, terminal);
    }
    // Only the group, or no words: show the available commands.
    const { output } = await readWords({ ...named, rest: [...rest, '--help'] }, { version, columns });
    terminal.err(`${output}\n`);
    return USAGE;
  } catch (error) {
    const code = failed(error, name, version, terminal);
    if (code === WRONG) terminal.out(reportOf(problemsOf(error), values));
    return code;
  }
}

/** Returns problems as JSON if the command line asks for JSON. */
function reportOf(problems: readonly Problem[], values: Readonly<Record<string, unknown>>): string {
  if (values.json === true) return jsonText({ problems });
  const format = ANNOTATION_FORMATS.find((one) => one === values.annotations);
  return format === undefined ? '' : annotations(format, problems, String(values.config));
}

/** Returns the problems in the shape of `check --json`. */
function problemsOf(error: unknown): readonly Problem[] {
  if (!(error instanceof UserError)) return [];
  const { problems } = error;
  return typeof problems === 'string' ? [errorAt([], problems)] : problems;
}

/** Turns an error into a message and an exit code. */
function failed(error: unknown, command: string, version: string, terminal: Terminal): number {
  if (error instanceof UsageError) {
    const help = ['istio-remote', command, '--help'].filter(Boolean).join(' ');
    terminal.err(`istio-remote: ${error.message}\nRun \`${help}\` to see its options.\n`);
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

/**
 * Completes the last word of a command line: one candidate on each line.
 * @param line the words so far, the program's name first
 */
async function completionsFor(line: readonly string[], version: string): Promise<string> {
  // bash splits `--cluster=eu` into three words.
  const words = line.slice(1).filter((word) => word !== '=');
  const clusters = await clustersIn(configOf(words));
  const named = namedIn(words.slice(0, -1));
  const [last = ''] = words.slice(-1);
  // The shell selects the matching candidates; yargs leaves out words that are already written.
  const complete = { word: last.startsWith('-') ? last : '', clusters };
  const { output } = await readWords(named, { version, complete });
  const found = output === '' ? [] : output.split('\n');
  const isValue = expectsValue(words.at(-2) ?? '');
  const places = Object.values(named.command?.positionals ?? {});
  const fitting = places.flatMap(({ choices, completes }) =>
    completes === 'clusters' ? clusters : (choices ?? []),
  );
  // yargs offers options where a value belongs. Without candidates, the shell offers files.
  const offered = isValue ? found.filter((word) => !word.startsWith('-')) : [...fitting, ...found];
  return offered.map((word) => `${word}\n`).join('');
}

function configOf(words: readonly string[]): string {
  const place = words.indexOf('--config');
  return (place < 0 ? undefined : words[place + 1]) ?? 'mesh.yaml';
}

/**
 * Finds the cluster names in a mesh file, even in an invalid one. A shell waits for the answer, so the file is not
 * read as a mesh. A name that is not a cluster's does no harm here.
 */
async function clustersIn(config: string): Promise<string[]> {
  const { readText } = await import('../read-file');
  try {
    const names = readText(config).matchAll(/^[ -]*(?:\w+: *)?\{? *name: *["']?([a-z0-9.-]+)/gm);
    return [...new Set([...names].map(([, name = '']) => name))];
  } catch {
    return [];
  }
}
