import yargs, { type Argv } from 'yargs';
import type { Command, Positional } from './command';
import { GROUPS, membersOf } from './commands';
import { type Named, spelled } from './words';

/** What a command line says, as yargs reads it; values are not checked yet. */
export interface Reading {
  /** Options by name, as they are written; a list when one is given several times. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Words that are neither options nor their values. */
  readonly words: readonly string[];
  /** Help, version or completions, if they are asked for. */
  readonly output: string;
  /** What yargs finds wrong. */
  readonly wrong: string | undefined;
}

/** What the scripts of `istio-remote completion` ask with; yargs fixes it. */
export const COMPLETION_REQUEST = '--get-yargs-completions';

export interface ReadOptions {
  readonly version: string;
  /** Width of the help in characters. @default 110 */
  readonly columns?: number | undefined;
  /** Asks for what a shell may complete: the word so far, and the clusters there are. @default - no question */
  readonly complete?: { readonly word: string; readonly clusters: readonly string[] };
}

const ABOUT = 'Turns one mesh.yaml into plain Kubernetes manifests for each cluster of an Istio mesh.';
const WIDEST = 110;

/** Reads what follows the name of a command. */
export async function readWords(named: Named, options: ReadOptions): Promise<Reading> {
  const { command, group, rest } = named;
  const { complete } = options;
  const line = spelled(rest, command?.options ?? {});
  let wrong: string | undefined;
  let output = '';
  const parser = configured(yargs([]), options).fail((message, error) => {
    if (error instanceof Error && error.name !== 'YError') throw error;
    wrong ??= message;
  });
  const built =
    command === undefined
      ? withMembers(parser, group, complete === undefined)
      : described(parser, command, complete?.clusters);
  const {
    _: words,
    $0: _program,
    ...given
  } = await built.parseAsync(
    complete === undefined ? line : [COMPLETION_REQUEST, ...line, complete.word],
    {},
    (_error, _argv, printed) => {
      output = printed;
    },
  );
  return { given, words: words.map(String), output, wrong };
}

function configured(parser: Argv, { version, columns = WIDEST }: ReadOptions): Argv {
  return parser
    .scriptName('istio-remote')
    .locale('en')
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(WIDEST, columns))
    .updateStrings({ 'Not enough arguments following: %s': 'Option %s needs a value' })
    .exitProcess(false);
}

/** What there is to choose from, when no command is named. @param inFull whether the names of members have that of the group */
function withMembers(parser: Argv, group: string, inFull: boolean): Argv {
  const [place, about] = group === '' ? ['', ABOUT] : [` ${group}`, unwrapped(GROUPS[group]?.help ?? '')];
  const prefix = inFull && group !== '' ? `${group} ` : '';
  return membersOf(group)
    .reduce((built, { name, summary }) => built.command(`${prefix}${name}`, summary), parser)
    .usage(`Usage: $0${place} <command> [options]\n\n${about}`)
    .epilogue(
      'Exit codes: 0 done, 1 the input or the state is wrong, 2 the command line is wrong, 70 a bug.',
    );
}

/** The help and the options of one command. Arguments are no more than described: what is one is read from the words. */
function described(parser: Argv, command: Command, clusters: readonly string[] | undefined): Argv {
  const places = Object.entries(command.positionals ?? {});
  const usage = [command.name, ...places.map(placeText)].join(' ');
  const width = Math.max(0, ...places.map(([name]) => name.length));
  const table = places.map(([name, { describe }]) => `  ${name.padEnd(width)}  ${describe}`);
  const text = [
    unwrapped(command.help),
    ...(table.length === 0 ? [] : [['Arguments:', ...table].join('\n')]),
  ];
  let built = parser.usage([`Usage: $0 ${usage} [options]`, ...text].join('\n\n'));
  for (const [name, option] of Object.entries(command.options)) {
    // Wrong words are reported elsewhere, with what to do; a shell only completes.
    const known = option.completes === 'clusters' ? clusters : option.choices;
    built = built.option(name, {
      type: option.type,
      describe: option.describe,
      requiresArg: option.type === 'string',
      ...(option.default === undefined ? {} : { default: option.default }),
      ...(clusters === undefined || known === undefined ? {} : { choices: known }),
    });
  }
  return command.examples.reduce((all, [line, does]) => all.example(line, does), built);
}

/** `<remote>`, `[cluster..]`. */
export function placeText([name, { array, required }]: readonly [string, Positional]): string {
  const inner = array === true ? `${name}..` : name;
  return required === true ? `<${inner}>` : `[${inner}]`;
}

/** Line breaks of the source are not those of the terminal; paragraphs stay. */
function unwrapped(prose: string): string {
  return prose.replace(/([^\n])\n(?!\n)/g, '$1 ');
}
