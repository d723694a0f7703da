import yargs, { type Argv } from 'yargs';
import type { Command, Option, Positional } from './command';
import { COMMANDS, GROUPS } from './commands';

/** What a command line says, as yargs reads it; nothing is checked yet. */
export interface Reading {
  /** Options by name, as they are written; a list when one is given several times. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Words without a dash, the command's own first. */
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
  let wrong: string | undefined;
  let output = '';
  const withCommand = (parser: Argv, one: Command): Argv =>
    parser.command(one.name.split(' ').at(-1) ?? one.name, one.summary, (sub) =>
      described(sub, one, options.clusters),
    );
  const parser = withCommands(yargs([]).scriptName('istio-remote'), withCommand)
    .usage(`Usage: $0 <command> [options]\n\n${ABOUT}`)
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
    .epilogue('Exit codes: 0 done, 1 the input or the state is wrong, 2 the command line is wrong, 70 a bug.')
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
  } = await parser.parseAsync(spelled(argv), {}, (_error, _argv, printed) => {
    output = printed;
  });
  return { given, words: words.map(String), output, wrong };
}

/** Every command, those of a group below the word that they share. */
function withCommands(parser: Argv, withCommand: (parser: Argv, command: Command) => Argv): Argv {
  const words = new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? name));
  return [...words].reduce((built, word) => {
    const members = COMMANDS.filter(({ name }) => name.split(' ')[0] === word);
    const group = GROUPS[word];
    if (group === undefined) return members.reduce(withCommand, built);
    return built.command(word, group.summary, (sub) =>
      members
        .reduce(withCommand, sub)
        .usage(`Usage: $0 ${word} <command> [options]\n\n${unwrapped(group.help)}`),
    );
  }, parser);
}

/** The help and the options of one command. */
function described(parser: Argv, command: Command, clusters: readonly string[] | undefined): Argv {
  const places = Object.entries(command.positionals ?? {});
  const usage = [command.name, ...places.map(placeText)].join(' ');
  const completed = ({ choices, completes }: Option | Positional) => {
    // Wrong words are reported elsewhere, with what to do; here they would only be completed.
    const known = completes === 'clusters' ? clusters : choices;
    return clusters === undefined || known === undefined ? {} : { choices: known };
  };
  let built = parser.usage(`Usage: $0 ${usage} [options]\n\n${unwrapped(command.help)}`);
  for (const [name, place] of places)
    built = built.positional(name, { type: 'string', describe: place.describe, ...completed(place) });
  for (const [name, option] of Object.entries(command.options))
    built = built.option(name, {
      type: option.type,
      describe: option.describe,
      requiresArg: option.type === 'string',
      ...(option.array === true ? { array: true } : {}),
      ...(option.default === undefined ? {} : { default: option.default }),
      ...completed(option),
    });
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
