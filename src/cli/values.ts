import { quoted, UsageError } from '../problem';
import type { Command, Option, Positional } from './command';
import { COMMANDS, GROUPS } from './commands';
import { placeText, type Reading } from './parser';
import { orMeant } from './suggestion';

type Options = Readonly<Record<string, Option>>;

/** The command that a command line names; undefined when there is no such command. */
export function commandOf({ words }: Reading): Command | undefined {
  return COMMANDS.find(({ name }) => name === words[0] || name === words.slice(0, 2).join(' '));
}

/**
 * The values of a command's options and positionals.
 * @param argv the command line as it was typed
 * @throws UsageError for what the command does not take, and for what it needs and did not get
 */
export function valuesOf(
  command: Command,
  reading: Reading,
  argv: readonly string[],
): Record<string, unknown> {
  const { given, wrong } = reading;
  refuseWrongFlags(command.options, argv);
  refuseUnknownOptions(command.options, given);
  const places = placesOf(command, reading);
  if (wrong !== undefined) throw new UsageError(`${wrong}.`);
  const options = Object.entries(command.options).map(([name, option]) => {
    const value = valueIn(option, given[name]);
    refuseWrongWord(`--${name}`, option, value);
    return [name, value];
  });
  return { ...Object.fromEntries(options), ...places };
}

/** @throws UsageError always: for a command line that names no command */
export function refuseNoCommand({ given, words, wrong }: Reading, argv: readonly string[]): never {
  refuseWrongFlags({}, argv);
  refuseUnknownOptions({}, given);
  if (wrong !== undefined) throw new UsageError(`${wrong}.`);
  const [first = '', second = ''] = words;
  const isGroup = Object.hasOwn(GROUPS, first);
  const known = isGroup
    ? COMMANDS.flatMap(({ name }) => (name.startsWith(`${first} `) ? [name.slice(first.length + 1)] : []))
    : [...new Set(COMMANDS.map(({ name }) => name.split(' ')[0] ?? name))];
  const word = isGroup ? second : first;
  throw new UsageError(`Unknown command ${quoted(word)}.${orMeant(word, known)}`);
}

function refuseUnknownOptions(options: Options, given: Readonly<Record<string, unknown>>): void {
  const known = [...Object.keys(options), 'help', 'h', 'version'];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown !== undefined)
    throw unknownOption(unknown.length === 1 ? `-${unknown}` : `--${unknown}`, options);
}

function unknownOption(written: string, options: Options): UsageError {
  const names = Object.keys(options).map((name) => (name.length === 1 ? `-${name}` : `--${name}`));
  return new UsageError(
    `Unknown option ${quoted(written)}.${orMeant(written, [...names, '--help', '--version'])}`,
  );
}

/** yargs takes every text but `true` for false, and `--no-` from any option. */
function refuseWrongFlags(options: Options, argv: readonly string[]): void {
  const isFlag = (name: string): boolean => Object.hasOwn(options, name) && options[name]?.type === 'boolean';
  for (const word of argv.slice(0, argv.includes('--') ? argv.indexOf('--') : argv.length)) {
    const [, name = '', value] = /^--([^=]+)=(.*)$/s.exec(word) ?? [];
    if (isFlag(name) && value !== 'true' && value !== 'false')
      throw new UsageError(`--${name} is true or false, not ${quoted(value)}.`);
    const [, denied] = /^--no-([^=]+)$/.exec(word) ?? [];
    if (denied !== undefined && !isFlag(denied)) throw unknownOption(word, options);
  }
}

/** Of an option given twice the last one counts, as with Node's own parser. */
function valueIn(option: Option, given: unknown): unknown {
  if (option.array === true) return given ?? [];
  const value = Array.isArray(given) ? given.at(-1) : given;
  return value ?? option.default ?? (option.type === 'boolean' ? false : undefined);
}

function placesOf(command: Command, { words }: Reading): Record<string, unknown> {
  const rest = words.slice(command.name.split(' ').length);
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
  if (choices === undefined || value === undefined || choices.some((choice) => choice === value)) return;
  throw new UsageError(`${written} is one of ${choices.join(', ')}, not ${quoted(value)}.`);
}
