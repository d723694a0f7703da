import { nearest } from '../mesh/schema/nearest';
import { quoted, UsageError } from '../problem';
import type { Command, Option, Positional } from './command';
import { membersOf } from './commands';
import { placeText, type Reading } from './parser';

type Options = Readonly<Record<string, Option>>;

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
  refuseUnknownOptions(command.options, given, argv);
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
export function refuseNoCommand(reading: Reading, argv: readonly string[]): never {
  const { group, given, words, wrong } = reading;
  const [word] = words;
  if (word === undefined) {
    refuseUnknownOptions({}, given, argv);
    throw new UsageError(`${wrong ?? 'Name a command'}.`);
  }
  const meant = nearest(
    word,
    membersOf(group).map(({ name }) => name),
  );
  throw new UsageError(`Unknown command ${quoted(word)}.${orMeant(meant)}`);
}

function refuseUnknownOptions(
  options: Options,
  given: Readonly<Record<string, unknown>>,
  argv: readonly string[],
): void {
  const known = [...Object.keys(options), 'help', 'h', 'version'];
  const unknown = Object.keys(given).find((name) => !known.includes(name));
  if (unknown === undefined) return;
  const written = argv.map((word) => word.replace(/=.*$/s, ''));
  throw unknownOption(
    written.find((word) => /^--?(.*)$/s.exec(word)?.[1] === unknown) ?? dashed(unknown),
    options,
  );
}

function unknownOption(written: string, options: Options): UsageError {
  const meant = nearest(written.replace(/^-+/, ''), [...Object.keys(options), 'help', 'version']);
  return new UsageError(`Unknown option ${quoted(written)}.${orMeant(meant && dashed(meant))}`);
}

/** `-f`, `--config`. */
function dashed(name: string): string {
  return name.length === 1 ? `-${name}` : `--${name}`;
}

function orMeant(word: string | undefined): string {
  return word === undefined ? '' : ` Did you mean ${word}?`;
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
