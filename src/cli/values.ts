import { nearest } from '../mesh/schema/nearest';
import { quoted, UsageError } from '../problem';
import type { Command, Option, Positional } from './command';
import { membersOf } from './commands';
import { placeText, type Reading } from './parser';
import { isOption, type Named, optionIn, splitAtDashes } from './words';

/** @throws UsageError for a command that there is not, and for options that the command does not take */
export function refuseUnknown({ command, group, rest }: Named): void {
  const [read] = splitAtDashes(rest);
  // For yargs a last word `help` is `--help`.
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

/** A flag of yargs takes every text but `true` for false, and any option takes `--no-`: neither is right. */
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
 * The values of a command's options and positionals.
 * @throws UsageError for what the command does not take, and for what it needs and did not get
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

/** Of an option given twice the last one counts, as with Node's own parser. */
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
