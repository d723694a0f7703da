import type { Command, Option, Positional } from './command';

/**
 * Reads a plain command line: `--name value`, `--name=value`, `-n value`, `--flag` and arguments by place. Loading yargs costs as
 * much as a whole cluster.
 * @returns undefined for everything that yargs has to answer: help, mistakes, unusual spellings
 */
export function quickParse(command: Command, argv: readonly string[]): Record<string, unknown> | undefined {
  const words = readWords(command.options, argv);
  if (words === undefined) return undefined;
  const entries = Object.entries(command.options);
  if (entries.some(([name, option]) => option.required === true && words.given[name] === undefined))
    return undefined;
  const placed = readPlaces(Object.entries(command.positionals ?? {}), words.placed);
  if (placed === undefined) return undefined;
  const read = Object.fromEntries(
    entries.map(([name, option]) => [name, words.given[name] ?? fallback(option)]),
  );
  return Object.assign(read, placed);
}

interface Words {
  readonly given: Readonly<Record<string, unknown>>;
  readonly placed: readonly string[];
}

function readWords(options: Readonly<Record<string, Option>>, argv: readonly string[]): Words | undefined {
  const given: Record<string, unknown> = {};
  const placed: string[] = [];
  const rest = [...argv];
  for (let word = rest.shift(); word !== undefined; word = rest.shift()) {
    const [, long, value, short] = /^(?:--([a-z][a-z-]*)(?:=(.*))?|-([a-z]))$/s.exec(word) ?? [];
    const name = long ?? short;
    if (name === undefined) {
      // A lone dash is a file; after an option that takes several, yargs knows whose a word is.
      if (word.startsWith('-') && word !== '-') return undefined;
      if (Object.keys(given).some((known) => options[known]?.array === true)) return undefined;
      placed.push(word);
      continue;
    }
    const option = Object.hasOwn(options, name) ? options[name] : undefined;
    if (option === undefined) return undefined;
    if (option.type === 'boolean') {
      if (value !== undefined) return undefined;
      given[name] = true;
      continue;
    }
    const text = value ?? rest.shift();
    if (text !== undefined && option.choices?.includes(text) === false) return undefined;
    if (text === undefined || (value === undefined && text.startsWith('-') && text !== '-')) return undefined;
    given[name] = option.array === true ? [...((given[name] as string[] | undefined) ?? []), text] : text;
  }
  return { given, placed };
}

/** Arguments by name; undefined when there are too few or too many. */
function readPlaces(
  places: readonly (readonly [string, Positional])[],
  given: readonly string[],
): Record<string, unknown> | undefined {
  const rest = [...given];
  const values: Record<string, unknown> = {};
  for (const [name, { array, required }] of places) {
    if (required === true && rest.length === 0) return undefined;
    values[name] = array === true ? rest.splice(0) : rest.shift();
  }
  return rest.length === 0 ? values : undefined;
}

/** What an option is when nobody gives it. */
export function fallback(option: Option): unknown {
  if (option.default !== undefined) return option.default;
  if (option.array === true) return [];
  return option.type === 'boolean' ? false : undefined;
}
