import yargs, { type Argv } from 'yargs';
import type { Command, Positional } from './command';
import { COMMANDS, GROUPS, membersOf } from './commands';

/** What a command line says, as yargs reads it; nothing is checked yet. */
export interface Reading {
  /** Undefined when the command line names none. */
  readonly command: Command | undefined;
  /** The group that it names instead; empty when it names none. */
  readonly group: string;
  /** Options by name, as they are written; a list when one is given several times. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Words without a dash behind the name of the command. */
  readonly words: readonly string[];
  /** Help, version or completions, if they are asked for. */
  readonly output: string;
  /** What yargs finds wrong. */
  readonly wrong: string | undefined;
}

export interface ReadOptions {
  readonly version: string;
  /** Width of the help in characters. @default 110 */
  readonly columns?: number | undefined;
  /** Ids of the clusters, for a shell that completes a word. @default - none */
  readonly clusters?: readonly string[];
}

const ABOUT = 'Turns one mesh.yaml into plain Kubernetes manifests for each cluster of an Istio mesh.';
const WIDEST = 110;

/** Reads a command line. @param argv without the program's own name */
export async function readCommandLine(argv: readonly string[], options: ReadOptions): Promise<Reading> {
  const { command, group, rest } = namedIn(spelled(argv));
  let wrong: string | undefined;
  let output = '';
  const parser = yargs([]).scriptName('istio-remote');
  const built =
    command === undefined ? withMembers(parser, group) : described(parser, command, options.clusters);
  built
    .parserConfiguration({
      'camel-case-expansion': false,
      'dot-notation': false,
      'parse-numbers': false,
      'parse-positional-numbers': false,
    })
    .version(options.version)
    .help()
    .alias('help', 'h')
    .wrap(Math.min(WIDEST, options.columns ?? WIDEST))
    .updateStrings({ 'Not enough arguments following: %s': 'Option %s needs a value' })
    .exitProcess(false)
    .fail((message, error) => {
      if (error instanceof Error && error.name !== 'YError') throw error;
      wrong ??= message;
    });
  const {
    _: words,
    $0: _name,
    ...given
  } = await built.parseAsync(rest, {}, (_error, _argv, printed) => {
    output = printed;
  });
  return { command, group, given, words: words.map(String), output, wrong };
}

/** The command or the group that a command line names, behind any options, and what is left without the name. */
function namedIn(words: readonly string[]) {
  let start = 0;
  while (words[start]?.startsWith('-') === true) start += expectsValue(words[start] ?? '') ? 2 : 1;
  const [first = '', second = ''] = words.slice(start);
  const find = (name: string): Command | undefined => COMMANDS.find((one) => one.name === name);
  const command = find(first) ?? find(`${first} ${second}`);
  const group = command === undefined && Object.hasOwn(GROUPS, first) ? first : '';
  const length = (command?.name ?? group).split(' ').filter(Boolean).length;
  return { command, group, rest: words.toSpliced(start, length) };
}

/** What there is to choose from, when no command is named. */
function withMembers(parser: Argv, group: string): Argv {
  const [place, about] = group === '' ? ['', ABOUT] : [` ${group}`, unwrapped(GROUPS[group]?.help ?? '')];
  return membersOf(group)
    .reduce(
      (built, { name, summary }) => built.command(group === '' ? name : `${group} ${name}`, summary),
      parser,
    )
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
      ...(option.array === true ? { array: true } : {}),
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

/** Names of options that have a value; in every command they have one. */
const WITH_VALUE: ReadonlySet<string> = new Set(
  COMMANDS.flatMap(({ options }) =>
    Object.entries(options).flatMap(([name, { type }]) => (type === 'string' ? [name] : [])),
  ),
);

/** Whether a word is an option whose value is the next word. */
export function expectsValue(word: string): boolean {
  return /^--?[^-=]/.test(word) && WITH_VALUE.has(word.replace(/^--?/, ''));
}

/**
 * Two spellings that yargs reads as something else: a lone dash behind an option that may be given several times, and a
 * value that follows a short option at once (`-fapp.yaml`). `help X` is a spelling of `X --help`.
 */
function spelled(argv: readonly string[]): string[] {
  if (argv[0] === 'help') return [...argv.slice(1), '--help'];
  const end = argv.includes('--') ? argv.indexOf('--') : argv.length;
  const words: string[] = [];
  for (const word of argv.slice(0, end)) {
    const previous = words.at(-1);
    const [, letter = '', rest = ''] = /^-([a-z])([^=].*)$/s.exec(word) ?? [];
    if (word === '-' && previous !== undefined && expectsValue(previous))
      words.splice(-1, 1, `${previous}=-`);
    else words.push(WITH_VALUE.has(letter) ? `-${letter}=${rest}` : word);
  }
  return [...words, ...argv.slice(end)];
}
