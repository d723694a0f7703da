import yargs, { type Argv } from 'yargs';
import { nearest } from '../mesh/schema/nearest';
import { quoted, UsageError } from '../problem';
import type { Command, Option, Positional } from './command';
import { FIRST_EXAMPLES, GROUPS, membersOf } from './commands';
import { isOption, type Named, optionIn, spelled, splitAtDashes } from './words';

/** A command line as yargs reads it, before values are checked. */
export interface Reading {
  /** Options by name, as written. An option that is given several times has a list. */
  readonly given: Readonly<Record<string, unknown>>;
  /** Words that are neither options nor values. */
  readonly words: readonly string[];
  /** Help, version or completions, if requested. */
  readonly output: string;
  /** The mistake that yargs found. */
  readonly wrong: string | undefined;
}

/** The scripts of `istio-remote completion` ask with this option. yargs fixes its name. */
export const COMPLETION_REQUEST = '--get-yargs-completions';

export interface ReadOptions {
  readonly version: string;
  /** Width of the help in characters. @default 110 */
  readonly columns?: number | undefined;
  /** A shell's question: the word so far, and the known clusters. @default - no question */
  readonly complete?: { readonly word: string; readonly clusters: readonly string[] };
}

const ABOUT = 'Turns one mesh.yaml into plain Kubernetes manifests for each cluster of an Istio mesh.';
const WIDEST = 110;

/** Reads the words after the name of a command. */
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

/**
 * Adds the commands to choose from when the command line has none.
 * @param inFull whether the names of members include the group
 */
function withMembers(parser: Argv, group: string, inFull: boolean): Argv {
  const [place, about] = group === '' ? ['', ABOUT] : [` ${group}`, unwrapped(GROUPS[group]?.help ?? '')];
  const prefix = inFull && group !== '' ? `${group} ` : '';
  const listed = membersOf(group).reduce(
    (built, { name, summary }) => built.command(`${prefix}${name}`, summary),
    parser,
  );
  return withExamples(listed, GROUPS[group]?.examples ?? FIRST_EXAMPLES)
    .usage(`Usage: $0${place} <command> [options]\n\n${about}`)
    .epilogue(
      'Exit codes: 0 done, 1 the input or the state is wrong, 2 the command line is wrong, 70 a bug.',
    );
}

/**
 * Adds the help and the options of one command. It only describes positionals: they are read from the remaining
 * words.
 */
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
    // Other code reports wrong values, with what to do. A shell only completes.
    const known = option.completes === 'clusters' ? clusters : option.choices;
    built = built.option(name, {
      type: option.type,
      describe: option.describe,
      requiresArg: option.type === 'string',
      ...(option.default === undefined ? {} : { default: option.default }),
      ...(clusters === undefined || known === undefined ? {} : { choices: known }),
    });
  }
  return withExamples(built, command.examples);
}

function withExamples(parser: Argv, examples: Command['examples']): Argv {
  return examples.reduce((all, [line, does]) => all.example(line, does), parser);
}

/** `<remote>`, `[cluster..]`. */
function placeText([name, { array, required }]: readonly [string, Positional]): string {
  const inner = array === true ? `${name}..` : name;
  return required === true ? `<${inner}>` : `[${inner}]`;
}

/** Removes the source's line breaks, since the terminal breaks lines itself. Keeps paragraphs and lists. */
function unwrapped(prose: string): string {
  return prose.replace(/([^\n])\n(?!\n|- )/g, '$1 ');
}

/** @throws UsageError for an unknown command or option */
export function refuseUnknown({ command, group, rest }: Named): void {
  const [read] = splitAtDashes(rest);
  // yargs reads a last word `help` as `--help`.
  const [word] = command === undefined ? rest.filter((one) => !isOption(one) && one !== 'help') : [];
  if (word !== undefined) {
    const meant = nearest(
      word,
      membersOf(group).map(({ name }) => name),
    );
    throw new UsageError(`Unknown command ${quoted(word)}.${orMeant(meant)}`);
  }
  for (const option of read.filter(isOption)) refuseUnknownOption(option, command?.options ?? {});
}

/** yargs accepts any text for a flag, as true or false, and `--no-` before any option. Both are mistakes here. */
function refuseUnknownOption(word: string, options: Command['options']): void {
  const { name, value } = optionIn(word);
  const type = typeOf(name, options);
  if (type === 'boolean' && value !== undefined && value !== 'true' && value !== 'false')
    throw new UsageError(`${dashed(name)} is true or false, not ${quoted(value)}.`);
  const isDenied = /^no-/.test(name) && value === undefined && typeOf(name.slice(3), options) === 'boolean';
  if (type !== undefined || isDenied) return;
  const meant = nearest(name, [...Object.keys(options), ...GLOBAL]);
  const written = quoted(word.replace(/=.*$/s, ''));
  throw new UsageError(`Unknown option ${written}.${orMeant(meant && dashed(meant))}`);
}

/** Flags of every command. */
const GLOBAL = ['help', 'h', 'version'];

function typeOf(name: string, options: Command['options']): Option['type'] | undefined {
  if (GLOBAL.includes(name)) return 'boolean';
  return Object.hasOwn(options, name) ? options[name]?.type : undefined;
}

/** `-f`, `--config`. */
function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function orMeant(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean ${word}?`;
}

/**
 * Returns the values of a command's options and positionals.
 * @throws UsageError if one is unknown or a required one is missing
 */
export function valuesOf(command: Command, reading: Reading): Record<string, unknown> {
  const { given, wrong } = reading;
  const places = placesOf(command, reading);
  if (wrong !== undefined) throw new UsageError(`${wrong}.`);
  const options = Object.entries(command.options).map(([name, option]) => {
    const value = valueIn(option, given[name]);
    refuseWrongWord(`--${name}`, option, value);
    return [name, value];
  });
  return { ...Object.fromEntries(options), ...places };
}

/** If an option is given twice, the last one counts, as with Node's own parser. */
function valueIn(option: Option, given: unknown): unknown {
  if (option.array === true) return given === undefined ? [] : [given].flat();
  const value = Array.isArray(given) ? given.at(-1) : given;
  return value ?? option.default ?? (option.type === 'boolean' ? false : undefined);
}

function placesOf(command: Command, { words }: Reading): Record<string, unknown> {
  const rest = [...words];
  const values: Record<string, unknown> = {};
  for (const [name, place] of Object.entries(command.positionals ?? {})) {
    const value = place.array === true ? rest.splice(0) : rest.shift();
    if (place.required === true && value === undefined)
      throw new UsageError(`${placeText([name, place])} is missing. ${place.describe}`);
    refuseWrongWord(name, place, value);
    values[name] = value;
  }
  const [extra] = rest;
  if (extra !== undefined) throw new UsageError(`Unknown argument ${quoted(extra)}.`);
  return values;
}

function refuseWrongWord(written: string, { choices }: Option | Positional, value: unknown): void {
  if (choices === undefined || value === undefined) return;
  const wrong = [value].flat().find((word) => !choices.some((choice) => choice === word));
  if (wrong !== undefined)
    throw new UsageError(`${written} is one of ${choices.join(', ')}, not ${quoted(wrong)}.`);
}
